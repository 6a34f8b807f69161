"""Asked, screened, filed, decided: the way to judicial confirmation."""

from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from mediation.agreements.rules.confirmation import RESULTS
from mediation.kernel.facts import CaseFact
from mediation.kernel.text import N_


@dataclass(frozen=True, kw_only=True)
class ConfirmationAsked(CaseFact):
    """Both parties want the court to confirm the agreement."""

    last_day: date
    sentence: ClassVar[str] = N_("双方都愿意申请司法确认，由{by}登记；最迟{last_day}向法院提出。")


@dataclass(frozen=True, kw_only=True)
class ConfirmationDeclined(CaseFact):
    """Not both parties want it."""

    sentence: ClassVar[str] = N_("{by}告知可以申请司法确认，双方没有共同申请的意愿。协议照样有效。")


@dataclass(frozen=True, kw_only=True)
class ConfirmationScreened(CaseFact):
    """Whether a court would take it (民诉法解释 355)."""

    bars: tuple[str, ...]
    sentence: ClassVar[str] = N_("{by}按民事诉讼法解释第三百五十五条作了审查：{found}。")

    def params(self) -> dict[str, Any]:
        found = f"不能申请司法确认，因为{'；'.join(self.bars)}" if self.bars else N_("可以申请司法确认")
        return {"bars": self.bars, "found": found}


@dataclass(frozen=True, kw_only=True)
class ConfirmationFiled(CaseFact):
    """The joint application reached the court."""

    court: str
    filed_on: date
    sentence: ClassVar[str] = N_("双方于{filed_on}共同向{court}申请司法确认，由{by}登记。")


@dataclass(frozen=True, kw_only=True)
class ConfirmationMended(CaseFact):
    """The application was mended as the court asked."""

    court: str
    mended_on: date
    sentence: ClassVar[str] = N_("{by}于{mended_on}按{court}的要求补正了司法确认材料，申请日期不变。")


@dataclass(frozen=True, kw_only=True)
class ConfirmationLapsed(CaseFact):
    """The 30 days went by (人民调解法 33)."""

    last_day: date
    sentence: ClassVar[str] = N_(
        "到{last_day}双方没有申请司法确认，三十日期限已过。协议仍然有效，不履行的可以起诉。"
    )


@dataclass(frozen=True, kw_only=True)
class ConfirmationDropped(CaseFact):
    """The agreement was broken and the dispute reopened before the court decided."""

    filed: bool
    sentence: ClassVar[str] = N_("协议没有履行、纠纷重启，原协议的司法确认不再办理：{how}。")

    def params(self) -> dict[str, Any]:
        """Return the words of the sentence."""
        return {"how": N_("已经提出的申请由双方向法院撤回") if self.filed else N_("还没有向法院提出")}


@dataclass(frozen=True, kw_only=True)
class ConfirmationDecided(CaseFact):
    """What the court did with the application."""

    result: str
    decided_on: date
    ruling_number: str
    sentence: ClassVar[str] = N_("法院于{decided_on}{what}，由{by}登记（{ruling_number}）。")

    def params(self) -> dict[str, Any]:
        number = self.ruling_number or N_("无文号")
        return {**super().params(), "what": RESULTS[self.result], "ruling_number": number}
