"""What was done for somebody under violence. Never who it is."""

from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from mediation.kernel.facts import CaseFact
from mediation.kernel.text import N_


@dataclass(frozen=True, kw_only=True)
class PoliceInformed(CaseFact):
    """Reported to the police (反家庭暴力法 14)."""

    number: str
    sentence: ClassVar[str] = N_("{by}接报家庭暴力警情，回执{number}。")


@dataclass(frozen=True, kw_only=True)
class VictimContacted(CaseFact):
    """The women's federation or civil affairs got in touch."""

    sentence: ClassVar[str] = N_("{by}已联系受害人，提供帮助。")


@dataclass(frozen=True, kw_only=True)
class GuidedToProtectionOrder(CaseFact):
    """The victim knows how to get a protection order (反家庭暴力法 23-28)."""

    told_on: date
    sentence: ClassVar[str] = N_(
        "{by}于{told_on}告知受害人可以申请人身安全保护令，法院七十二小时内作出裁定，紧急的二十四小时内。"
    )


@dataclass(frozen=True, kw_only=True)
class WarningIssued(CaseFact):
    """A 告诫书 (反家庭暴力法 16)."""

    issued_on: date
    sentence: ClassVar[str] = N_("{by}于{issued_on}出具家庭暴力告诫书，村（社区）每周走访一次。")


@dataclass(frozen=True, kw_only=True)
class WarningNotIssued(CaseFact):
    """The police saw no ground for a 告诫书."""

    sentence: ClassVar[str] = N_("{by}认为不需要出具告诫书。")


@dataclass(frozen=True, kw_only=True)
class VictimVisited(CaseFact):
    """A weekly visit after the warning letter (反家庭暴力法 17)."""

    visited_on: date
    number: int
    safe: bool
    sentence: ClassVar[str] = N_("{by}于{visited_on}第{number}次走访，{state}。")

    def params(self) -> dict[str, Any]:
        return {
            "visited_on": self.visited_on,
            "number": self.number,
            "state": "受害人平安" if self.safe else "发现新的危险，应当立即报警",
        }
