"""What happened to a task short of its being done: handed over, delegated, asked about, nudged, copied."""

from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from mediation.kernel.facts import CaseFact
from mediation.kernel.sentences import part
from mediation.kernel.text import N_


@dataclass(frozen=True, kw_only=True)
class Moved:
    """What every move of a task tells.

    :ivar tells: ids of those who should hear of it
    """

    item_id: int
    label: str
    tells: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True)
class WorkHandedOver(Moved, CaseFact):
    """转办: a colleague has the task from now on."""

    to: str
    reason: str
    sentence: ClassVar[str] = N_("{by}将“{label}”转给{to}办理，期限不变。理由：{reason}。")


@dataclass(frozen=True, kw_only=True)
class WorkDelegated(Moved, CaseFact):
    """委派: somebody prepares the task, whose it was completes it."""

    to: str
    owner: str
    words: str
    sentence: ClassVar[str] = N_(
        "{by}委派{to}办理“{label}”，办好后交回{owner}提交，期限不变。要求：{words}。"
    )


@dataclass(frozen=True, kw_only=True)
class DelegationGivenBack(Moved, CaseFact):
    """A delegate gave the task back."""

    owner: str
    remark: str
    sentence: ClassVar[str] = N_("{by}将“{label}”交回{owner}。办理情况：{remark}。")


@dataclass(frozen=True, kw_only=True)
class DelegationEnded(Moved, CaseFact):
    """Whoever had it left the post, so the task went back."""

    to: str
    sentence: ClassVar[str] = N_("“{label}”的委派因人员变动结束，退回{to}，期限不变。")


@dataclass(frozen=True, kw_only=True)
class MoveTakenBack(Moved, CaseFact):
    """撤回 of a hand-over or a delegation, before anybody acted on it."""

    what: str
    to: str
    sentence: ClassVar[str] = N_("{by}撤回了“{label}”的{what}，仍由{to}办理，期限不变。")

    def params(self) -> dict[str, Any]:
        return {"what": MOVES[self.what]}


@dataclass(frozen=True, kw_only=True)
class CosignAsked(Moved, CaseFact):
    """加签: somebody is asked for a word before the task is completed.

    :ivar asked_id: the row on their desk, where it is answered
    """

    to: str
    question: str
    answer_by: date
    asked_id: int
    sentence: ClassVar[str] = N_("{by}就“{label}”请{to}会签，{answer_by}前答复。要问的是：{question}。")


@dataclass(frozen=True, kw_only=True)
class CosignAgreed(Moved, CaseFact):
    """A co-signer agrees."""

    remark: str
    sentence: ClassVar[str] = N_("{by}会签“{label}”：{remark}。")

    def params(self) -> dict[str, Any]:
        said = part(N_("同意，说明：{said}"), said=self.remark) if self.remark else N_("同意")
        return {"remark": said}


@dataclass(frozen=True, kw_only=True)
class CosignObjected(Moved, CaseFact):
    """A co-signer objects; that is on record and binds nobody."""

    remark: str
    sentence: ClassVar[str] = N_("{by}会签“{label}”：有异议。意见：{remark}。")


@dataclass(frozen=True, kw_only=True)
class CosignDropped(Moved, CaseFact):
    """减签: the question fell away before it was answered."""

    to: str
    reason: str
    sentence: ClassVar[str] = N_("{by}不再请{to}会签“{label}”。理由：{reason}。")


@dataclass(frozen=True, kw_only=True)
class WorkPassedUp(Moved, CaseFact):
    """Nobody else holds the post of whoever was recused, so the task went to the next one up."""

    to: str
    sentence: ClassVar[str] = N_("“{label}”的岗位没有其他可以办理的人，转由{to}办理，期限不变。")


@dataclass(frozen=True, kw_only=True)
class WorkNudged(Moved, CaseFact):
    """催办: somebody asks that a task be done soon.

    :ivar person_id: who holds it; None: whoever is in the post
    """

    person_id: int | None
    role: str
    unit_id: int
    words: str
    sentence: ClassVar[str] = N_("{by}催办“{label}”：{words}。")

    def params(self) -> dict[str, Any]:
        return {"words": self.words or N_("请抓紧办理")}


@dataclass(frozen=True, kw_only=True)
class FollowUpSet(Moved, CaseFact):
    """Its holder wants to see the task again on a day."""

    on: date
    sentence: ClassVar[str] = N_("{by}定于{on}跟进“{label}”，期限不变。")


@dataclass(frozen=True, kw_only=True)
class FollowUpCleared(Moved, CaseFact):
    """The day on which the task was to be seen again fell away."""

    sentence: ClassVar[str] = N_("{by}取消了“{label}”的跟进日期，期限不变。")


@dataclass(frozen=True, kw_only=True)
class CopiedIn(CaseFact):
    """抄送: people who had no part in the case may read it from now on."""

    to: str
    note: str
    tells: tuple[int, ...] = ()
    sentence: ClassVar[str] = N_("{by}将本案抄送{to}。")

    def params(self) -> dict[str, Any]:
        return {
            "to": part(N_("{people}，附言：{said}"), people=self.to, said=self.note) if self.note else self.to
        }


@dataclass(frozen=True, kw_only=True)
class CopyWithdrawn(CaseFact):
    """Somebody copied in may no longer read the case by that."""

    to: str
    sentence: ClassVar[str] = N_("{by}撤回了给{to}的抄送。")


MOVES = {"handed_over": N_("转办"), "delegated": N_("委派"), "cosign": N_("会签")}
