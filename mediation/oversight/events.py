"""What 督办 did; each fact is one sentence of the case's ledger."""

from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from mediation.kernel.facts import CaseFact
from mediation.kernel.text import N_


@dataclass(frozen=True, kw_only=True)
class OfLateClock:
    """Which late clock it is about."""

    clock_id: int
    title: str


@dataclass(frozen=True, kw_only=True)
class OfHolder(OfLateClock):
    """Whom a card went to: whoever holds the work.

    :ivar person_id: None where it goes to everybody in the post (``role`` at ``unit_id``)
    """

    holder: str
    role: str
    unit_id: int
    person_id: int | None
    due_on: date | None


@dataclass(frozen=True, kw_only=True)
class YellowCardGiven(OfHolder, CaseFact):
    """Soon late."""

    sentence: ClassVar[str] = N_("“{title}”将于{due_on}到期，已向{holder}发出黄牌。")


@dataclass(frozen=True, kw_only=True)
class RedCardGiven(OfHolder, CaseFact):
    """Late."""

    sentence: ClassVar[str] = N_("“{title}”{due_on}到期仍未办结，已向{holder}发出红牌，须说明原因。")


@dataclass(frozen=True, kw_only=True)
class LatenessExplained(OfLateClock, CaseFact):
    """Whoever was late said why."""

    explanation: str
    sentence: ClassVar[str] = N_("{by}说明“{title}”逾期原因：{explanation}")


@dataclass(frozen=True, kw_only=True)
class OfInstruction(CaseFact):
    """Which 督办单 it is about.

    :ivar clock_id: the late clock; None where it is about the case, whatever is late
    """

    instruction_id: int | None = None
    clock_id: int | None
    number: str


@dataclass(frozen=True, kw_only=True)
class InstructionGiven(OfInstruction):
    """A 督办单 was given."""

    owner: str
    owner_id: int | None
    finish_by: date
    instruction: str
    sentence: ClassVar[str] = N_("{by}下达督办单{number}：由{owner}于{finish_by}前办结。要求：{instruction}")


@dataclass(frozen=True, kw_only=True)
class LateWorkListed(OfLateClock, CaseFact):
    """Late work was listed at the county."""

    unit: str
    unit_id: int
    sentence: ClassVar[str] = N_("“{title}”逾期多日仍未办结，已在{unit}挂牌督办。")


@dataclass(frozen=True, kw_only=True)
class InterviewHeld(OfLateClock, CaseFact):
    """A 约谈 was held."""

    held_on: date
    holders: str
    result: str
    sentence: ClassVar[str] = N_("{by}于{held_on}就“{title}”逾期约谈{holders}。结果：{result}")


@dataclass(frozen=True, kw_only=True)
class OversightClosed(OfLateClock, CaseFact):
    """The late work is done; the lateness stays with whoever was late."""

    holders: str
    sentence: ClassVar[str] = N_("“{title}”的督办结束；逾期记录仍在{holders}名下。")


@dataclass(frozen=True, kw_only=True)
class RankUnreached(OfLateClock, CaseFact):
    """A rank of 督办 has nobody in post."""

    post: str
    taken_by: str
    sentence: ClassVar[str] = N_("督办应报{post}，该岗位无人在岗，{instead}。")

    def params(self) -> dict[str, Any]:
        """Return the words of the sentence."""
        instead = N_("改报{post}").format(post=self.taken_by) if self.taken_by else N_("已如实记录，待补")
        return {"post": self.post, "instead": instead}
