"""What happened to a 屋场会."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar

from mediation.hearings.rules.calling import MATTERS, PROPOSERS, RELATIONS
from mediation.kernel.facts import CaseFact
from mediation.kernel.text import N_


@dataclass(frozen=True, kw_only=True)
class HearingProposed(CaseFact):
    """A meeting was proposed and may be held."""

    hearing_id: int
    matter: str
    proposer: str
    quorum: int
    sentence: ClassVar[str] = N_("{who}提议开屋场会，议{what}，由{by}登记；到会{quorum}户以上才能开。")

    def params(self) -> dict[str, Any]:
        return {**super().params(), "who": PROPOSERS[self.proposer], "what": MATTERS[self.matter]}


@dataclass(frozen=True, kw_only=True)
class HearingBarred(CaseFact):
    """A meeting was proposed and may not be held."""

    hearing_id: int
    bars: tuple[str, ...]
    sentence: ClassVar[str] = N_("{by}提议开屋场会，因本案{bars}，不能开屋场会。")


@dataclass(frozen=True, kw_only=True)
class HearingConsented(CaseFact):
    """Whoever must consent did."""

    hearing_id: int
    sentence: ClassVar[str] = N_("{by}登记：当事人同意开屋场会。")


@dataclass(frozen=True, kw_only=True)
class HearingDeclined(CaseFact):
    """A private dispute does not go before the neighbours against anybody's will."""

    hearing_id: int
    missing: tuple[str, ...]
    sentence: ClassVar[str] = N_(
        "{missing}没有书面同意，屋场会不开（人民调解法第二十条、第二十三条），由{by}登记。"
    )


@dataclass(frozen=True, kw_only=True)
class FacilitatorNamed(CaseFact):
    """A neutral facilitator was named."""

    hearing_id: int
    relation: str
    replaced: bool
    sentence: ClassVar[str] = N_("{by}{did}屋场会主持人，与当事人的关系：{how}。")

    def params(self) -> dict[str, Any]:
        did = N_("更换了") if self.replaced else N_("确定了")
        return {**super().params(), "did": did, "how": RELATIONS[self.relation]}


@dataclass(frozen=True, kw_only=True)
class HearingNoticed(CaseFact):
    """Notice of a meeting went out."""

    hearing_id: int
    number: int
    hearing_at: datetime
    place: str
    sentence: ClassVar[str] = N_("{by}发出第{number}次屋场会通知：{hearing_at}在{place}开会。")


@dataclass(frozen=True, kw_only=True)
class QuorumMet(CaseFact):
    """Enough households came."""

    hearing_id: int
    present: int
    quorum: int
    sentence: ClassVar[str] = N_("屋场会到会{present}户，达到要求的{quorum}户，可以开会，由{by}签到登记。")


@dataclass(frozen=True, kw_only=True)
class QuorumMissed(CaseFact):
    """Too few households came; nothing was decided."""

    hearing_id: int
    present: int
    quorum: int
    sentence: ClassVar[str] = N_(
        "屋场会到会{present}户，不到要求的{quorum}户，没有开成，什么也没有决定，由{by}签到登记；须另行通知。"
    )


@dataclass(frozen=True, kw_only=True)
class PhasesRecorded(CaseFact):
    """The four phases were gone through."""

    hearing_id: int
    sentence: ClassVar[str] = N_("屋场会依次进行了举证、质疑、交流、评议，由{by}记录。")


@dataclass(frozen=True, kw_only=True)
class VoteTaken(CaseFact):
    """The neighbours voted. It binds nobody's private rights."""

    hearing_id: int
    matter: str
    present: int
    votes_for: int
    votes_against: int
    consensus: bool
    passed: bool
    sentence: ClassVar[str] = N_("屋场会表决：到会{present}户，{count}，{result}，由{by}登记。{effect}")

    def params(self) -> dict[str, Any]:
        count = N_("一致同意") if self.consensus else f"赞成{self.votes_for}票、反对{self.votes_against}票"
        private = N_("表决对任何一方的私人权利没有约束力，双方的事仍要本人签订协议。")
        group = N_("这是对村民小组事项的决定。") if self.matter == "group" and self.passed else ""
        return {
            "hearing_id": self.hearing_id,
            "present": self.present,
            "count": count,
            "result": N_("通过") if self.passed else N_("没有通过"),
            "effect": group + private,
        }


@dataclass(frozen=True, kw_only=True)
class MinutesSigned(CaseFact):
    """Minutes were written and signed; three lists came out."""

    hearing_id: int
    signers: int
    issues: int
    needs: int
    duties: int
    sentence: ClassVar[str] = N_(
        "屋场会记录由主持人等{signers}人签字；列出问题{issues}项、需求{needs}项、责任{duties}项，由{by}登记。"
    )


@dataclass(frozen=True, kw_only=True)
class HearingPublished(CaseFact):
    """The result was put up with names masked."""

    hearing_id: int
    published_on: date
    sentence: ClassVar[str] = N_("屋场会结果隐去姓名后于{published_on}开始公示。")


@dataclass(frozen=True, kw_only=True)
class HearingCancelled(CaseFact):
    """A meeting was called off; whoever was told of it is told again."""

    hearing_id: int
    reason: str
    sentence: ClassVar[str] = N_("因{reason}，屋场会取消。")


@dataclass(frozen=True, kw_only=True)
class NoticeCancelled(CaseFact):
    """A notice that stood was taken back."""

    hearing_id: int
    hearing_at: datetime
    place: str
    reason: str
    sentence: ClassVar[str] = N_(
        "因{reason}，原定{hearing_at}在{place}开的屋场会取消，已通知的各户不用到会。"
    )


@dataclass(frozen=True, kw_only=True)
class ConsentsAskedAnew(CaseFact):
    """Consents given for the meeting do not count any more."""

    hearing_id: int
    sentence: ClassVar[str] = N_("此前对开屋场会的同意不再算数，须重新征得各方同意。")


@dataclass(frozen=True, kw_only=True)
class FacilitatorReleased(CaseFact):
    """The facilitator named before no longer is."""

    hearing_id: int
    sentence: ClassVar[str] = N_("此前确定的屋场会主持人不再主持，须重新确定。")
