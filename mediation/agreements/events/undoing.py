"""What was written or asked of a settlement and then taken back, so that it is done anew."""

from dataclasses import dataclass
from typing import ClassVar

from mediation.kernel.facts import CaseFact
from mediation.kernel.text import N_


@dataclass(frozen=True, kw_only=True)
class AgreementWithdrawn(CaseFact):
    """A text that bound nobody yet was taken back; whatever replaces it is signed anew by all."""

    agreement_id: int
    sentence: ClassVar[str] = N_(
        "这份还没有生效的协议撤下重拟，对谁都没有约束；重拟之后各方要重新看过、重新签字。"
    )


@dataclass(frozen=True, kw_only=True)
class SignaturesVoided(CaseFact):
    """Signatures under a text not in force yet do not count any more."""

    agreement_id: int
    who: tuple[str, ...]
    sentence: ClassVar[str] = N_("{who}此前的签字作废，须重新核对身份、重新宣读、重新签字。")


@dataclass(frozen=True, kw_only=True)
class MediatorSignatureVoided(CaseFact):
    """The mediator's signature does not count any more."""

    agreement_id: int
    sentence: ClassVar[str] = N_("调解员此前在协议书上的签名作废，须重新签名。")


@dataclass(frozen=True, kw_only=True)
class ConfirmationAskedAnew(CaseFact):
    """What the parties said on judicial confirmation is asked again."""

    sentence: ClassVar[str] = N_("此前登记的申请司法确认的意愿作废，须重新征询双方。")


@dataclass(frozen=True, kw_only=True)
class ScreeningWithdrawn(CaseFact):
    """The screening is done again."""

    sentence: ClassVar[str] = N_("此前对能否司法确认的审查作废，须重新审查。")
