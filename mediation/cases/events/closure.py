"""How a dispute ended: outcome, remedies, feedback, rating, archive, reopening."""

from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from mediation.cases.taxonomy import OUTCOMES
from mediation.kernel.facts import CaseFact
from mediation.kernel.text import N_


@dataclass(frozen=True, kw_only=True)
class CaseSettled(CaseFact):
    """Settled; what was promised remains to be done."""

    outcome: str
    settled_on: date
    sentence: ClassVar[str] = N_("本案化解：{outcome}（{settled_on}），转入履行和回访。")

    def params(self) -> dict[str, Any]:
        return {"outcome": OUTCOMES[self.outcome], "settled_on": self.settled_on}


@dataclass(frozen=True, kw_only=True)
class CaseEnded(CaseFact):
    """Closed without a settlement."""

    outcome: str
    reason: str = ""
    sentence: ClassVar[str] = N_("本案结案，结果：{outcome}。")

    def params(self) -> dict[str, Any]:
        outcome = OUTCOMES[self.outcome]
        return {"outcome": f"{outcome}（{self.reason}）" if self.reason else outcome}


@dataclass(frozen=True, kw_only=True)
class RemediesTold(CaseFact):
    """What else the parties may do (人民调解法 26)."""

    limitation_on: date | None = None
    sentence: ClassVar[str] = N_("{by}告知当事人{remedies}。")

    def params(self) -> dict[str, Any]:
        remedies = "可以申请仲裁、行政处理或者起诉"
        if self.limitation_on is not None:
            day = self.limitation_on
            remedies += f"，诉讼时效自{day.year}年{day.month}月{day.day}日申请调解之日起中断、重新计算"
        return {"remedies": remedies}


@dataclass(frozen=True, kw_only=True)
class CaseReopened(CaseFact):
    """A promise was broken; the same dossier goes on."""

    level_title: str
    reason: str
    sentence: ClassVar[str] = N_("本案重启，由{level_title}继续化解。原因：{reason}。")


@dataclass(frozen=True, kw_only=True)
class AnswerFedBack(CaseFact):
    """The answer travels back down."""

    units: str
    sentence: ClassVar[str] = N_("办理结果已逐级反馈：{units}，并告知申请人。")


@dataclass(frozen=True, kw_only=True)
class FeedbackConfirmed(CaseFact):
    """The grid leader told the applicant."""

    told_on: date
    sentence: ClassVar[str] = N_("{by}于{told_on}向申请人当面反馈了办理结果。")


@dataclass(frozen=True, kw_only=True)
class PartyRated(CaseFact):
    """A party gave a score."""

    party: str
    score: int
    sentence: ClassVar[str] = N_("{party}评价{score}分。")


@dataclass(frozen=True, kw_only=True)
class PartyNotRated(CaseFact):
    """Silence is not satisfaction."""

    party: str
    sentence: ClassVar[str] = N_("{party}未评价。")


@dataclass(frozen=True, kw_only=True)
class CalledBack(CaseFact):
    """Somebody else asked why the rating was low."""

    called_on: date
    sentence: ClassVar[str] = N_("{by}于{called_on}就偏低的评价作了回访。")


@dataclass(frozen=True, kw_only=True)
class DossierChecked(CaseFact):
    """The dossier is complete."""

    papers: int
    sentence: ClassVar[str] = N_("{by}核对卷宗材料齐全，共{papers}件。")


@dataclass(frozen=True, kw_only=True)
class DossierArchived(CaseFact):
    """Read-only from now on."""

    number: str
    sentence: ClassVar[str] = N_("本案{number}归档，卷宗只读。")
