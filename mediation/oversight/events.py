"""What 督办 did; each fact is one sentence of the case's ledger."""

from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from mediation.kernel.facts import CaseFact
from mediation.kernel.sentences import part
from mediation.kernel.text import N_


@dataclass(frozen=True, kw_only=True)
class OfLateClock:
    """Which late clock it is about."""

    clock_id: int
    title: str


@dataclass(frozen=True, kw_only=True)
class ToPost:
    """Whose business it is.

    :ivar person_id: None where it is that of everybody in the post (``role`` at ``unit_id``)
    """

    role: str
    unit_id: int
    person_id: int | None


@dataclass(frozen=True, kw_only=True)
class OfHolder(OfLateClock, ToPost):
    """Whom a card went to: whoever holds the work."""

    holder: str
    due_on: date | None


@dataclass(frozen=True, kw_only=True)
class YellowCardGiven(OfHolder, CaseFact):
    """Soon late.

    :ivar about: title of the late limit, where the work is a step of its 督办; "" where it is not
    """

    about: str = ""
    sentence: ClassVar[str] = N_("“{title}”将于{due_on}到期，已向{holder}发出黄牌。")

    def params(self) -> dict[str, Any]:
        """Return the words of the sentence: of two steps of 督办 on one case, which is which."""
        if not self.about:
            return {}
        return {"title": part(N_("{title}（{about}）"), title=self.title, about=self.about)}


@dataclass(frozen=True, kw_only=True)
class RedCardGiven(OfHolder, CaseFact):
    """Late."""

    sentence: ClassVar[str] = N_("“{title}”{due_on}到期仍未办结，已向{holder}发出红牌，须说明原因。")


@dataclass(frozen=True, kw_only=True)
class RiskSoonLate(OfHolder, CaseFact):
    """Work on a red case will soon be late: the leader named by the diagram hears of it before."""

    sentence: ClassVar[str] = N_("红色案件的“{title}”将于{due_on}到期，已提请{holder}关注。")


@dataclass(frozen=True, kw_only=True)
class LimitSoonOver(OfHolder, CaseFact):
    """A limit set by statute or rule is about to run out: whoever answers for the level hears of it."""

    sentence: ClassVar[str] = N_("“{title}”有法律法规依据，{due_on}届满，已提请{holder}督促办结。")


@dataclass(frozen=True, kw_only=True)
class LatenessUnexplained(OfHolder, CaseFact):
    """The days for a reason ran out without one.

    :ivar late: who owes it; ``holder`` is who is told
    """

    late: str
    sentence: ClassVar[str] = N_("“{title}”逾期后，{late}到期没有说明原因，已报{holder}。")


@dataclass(frozen=True, kw_only=True)
class LatenessExplained(OfLateClock, CaseFact):
    """Whoever was late said why."""

    explanation: str
    sentence: ClassVar[str] = N_("{by}说明“{title}”逾期原因：{explanation}")


@dataclass(frozen=True, kw_only=True)
class OfInstruction:
    """Which 督办单 it is about.

    :ivar clock_id: the late clock; None where it is about the case, whatever is late
    :ivar owner_id: who finishes the work; None: whoever leads ``unit_id``
    """

    instruction_id: int | None = None
    clock_id: int | None
    number: str
    owner_id: int | None
    unit_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class InstructionGiven(OfInstruction, CaseFact):
    """A 督办单 was given."""

    owner: str
    finish_by: date
    instruction: str
    sentence: ClassVar[str] = N_(
        "{by}下达督办单{number}：由{owner}在{finish_by}（含当日）之前办结。要求：{instruction}"
    )


@dataclass(frozen=True, kw_only=True)
class InstructionAnswered(OfInstruction, CaseFact):
    """Its owner answered; who gave it says whether that is enough.

    :ivar tells: ids of those who should hear of it: who gave it
    """

    answer: str
    tells: tuple[int, ...] = ()
    sentence: ClassVar[str] = N_("{by}答复督办单{number}：{answer}")


@dataclass(frozen=True, kw_only=True)
class InstructionAccepted(OfInstruction, CaseFact):
    """The answer is enough."""

    sentence: ClassVar[str] = N_("{by}认可对督办单{number}的答复，督办单办结。")


@dataclass(frozen=True, kw_only=True)
class InstructionSentBack(OfInstruction, CaseFact):
    """The answer is not enough; it stays on record."""

    remark: str
    finish_by: date
    sentence: ClassVar[str] = N_(
        "{by}退回对督办单{number}的答复，须在{finish_by}（含当日）之前办结。还差：{remark}"
    )


@dataclass(frozen=True, kw_only=True)
class InstructionWithdrawn(OfInstruction, CaseFact):
    """Who gave it took it back."""

    reason: str
    sentence: ClassVar[str] = N_("{by}撤回督办单{number}。理由：{reason}")


@dataclass(frozen=True, kw_only=True)
class InstructionOverdue(OfInstruction, CaseFact):
    """Its day has passed without an answer; told once.

    :ivar tells: ids of those who should hear of it besides its owner: who gave it
    """

    owner: str
    finish_by: date
    tells: tuple[int, ...] = ()
    sentence: ClassVar[str] = N_("督办单{number}限{finish_by}（含当日）之前办结，{owner}到期没有答复。")


@dataclass(frozen=True, kw_only=True)
class OfListing:
    """At which unit a case or late work is listed."""

    unit: str
    unit_id: int


@dataclass(frozen=True, kw_only=True)
class CaseListed(OfListing, CaseFact):
    """A case was listed by hand."""

    reason: str
    sentence: ClassVar[str] = N_("{by}将本案在{unit}挂牌督办。理由：{reason}")


@dataclass(frozen=True, kw_only=True)
class CaseDelisted(OfListing, CaseFact):
    """A case was taken off the list."""

    reason: str
    sentence: ClassVar[str] = N_("{by}将本案从{unit}摘牌。理由：{reason}")


@dataclass(frozen=True, kw_only=True)
class LateWorkListed(OfLateClock, OfListing, CaseFact):
    """Late work was listed at the county."""

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
class CardsVoided(OfLateClock, CaseFact):
    """The time limit turned out to be another: the lateness was none."""

    holders: str
    due_on: date | None
    sentence: ClassVar[str] = N_("“{title}”的期限重新计算，原来发给{holders}的红牌作废，不记逾期。")


@dataclass(frozen=True, kw_only=True)
class CardsRestored(OfLateClock, CaseFact):
    """The time limit is again the one the cards were given for: they count again."""

    holders: str
    due_on: date | None
    sentence: ClassVar[str] = N_("“{title}”的期限又改回来，原来发给{holders}的红牌恢复，照记逾期。")


@dataclass(frozen=True, kw_only=True)
class OfRank(OfLateClock):
    """Which rank cannot be reached, and who is told instead.

    :ivar role: post of who is told, at ``unit_id``; None where there is nobody
    """

    post: str
    taken_by: str
    role: str | None = None
    unit_id: int | None = None
    person_id: int | None = None

    def params(self) -> dict[str, Any]:
        """Return the words of the sentence."""
        instead = part(N_("改报{post}"), post=self.taken_by) if self.taken_by else N_("已如实记录，待补")
        return {"post": self.post, "instead": instead}


@dataclass(frozen=True, kw_only=True)
class RankUnreached(OfRank, CaseFact):
    """A rank of 督办 has nobody in post."""

    sentence: ClassVar[str] = N_("督办应报{post}，该岗位无人在岗，{instead}。")


@dataclass(frozen=True, kw_only=True)
class RankWithoutChannel(OfRank, CaseFact):
    """Somebody is in the post of a rank, but no message out of the house finds them."""

    sentence: ClassVar[str] = N_("督办已报{post}，该岗位的人没有可用的通知渠道，只能登录后看到；{instead}。")


@dataclass(frozen=True, kw_only=True)
class OwnerAsked(ToPost, CaseFact):
    """A dispute went back and forth too often: the level above (``ToPost``) has to name one owner."""

    returns: int
    post: str
    sentence: ClassVar[str] = N_(
        "本案已经下交{returns}次，仍要再下交：已请{post}指定一名责任人限期办结，期限照常计算。"
    )
