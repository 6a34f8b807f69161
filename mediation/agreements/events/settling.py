"""Settled, drafted, signed, sealed: how an agreement came about."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar

from mediation.kernel.facts import CaseFact
from mediation.kernel.text import N_


@dataclass(frozen=True, kw_only=True)
class SettledPrivately(CaseFact):
    """The parties settled between themselves; no committee stands behind it."""

    agreement_id: int
    reached_on: date
    promises: int
    sentence: ClassVar[str] = N_(
        "双方于{reached_on}自行和解，由{by}登记，约定履行事项{promises}项。"
        "这是当事人之间的和解，不是人民调解协议，不能申请司法确认。"
    )


@dataclass(frozen=True, kw_only=True)
class OralAgreementReached(CaseFact):
    """An oral agreement before an appointed mediator, still to be registered."""

    agreement_id: int
    reached_on: date
    promises: int
    sentence: ClassVar[str] = N_(
        "经{by}以人民调解员身份主持，双方于{reached_on}达成口头协议，约定履行事项{promises}项，待调委会登记。"
    )


@dataclass(frozen=True, kw_only=True)
class OralAgreementRegistered(CaseFact):
    """The committee registered an oral agreement (人民调解法 28, 30)."""

    agreement_id: int
    registered_on: date
    in_force_on: date
    sentence: ClassVar[str] = N_(
        "{by}于{registered_on}登记了口头调解协议。依照人民调解法第三十条，协议自达成之日{in_force_on}起生效。"
    )


@dataclass(frozen=True, kw_only=True)
class AgreementDrafted(CaseFact):
    """An agreement was put into writing."""

    agreement_id: int
    promises: int
    cooling_off_until: datetime | None
    sentence: ClassVar[str] = N_("{by}拟好协议书，写明履行事项{promises}项，{cooling}。")

    def params(self) -> dict[str, Any]:
        until = self.cooling_off_until
        words = N_("各方看过后即可签字") if until is None else N_("签字前留有冷静期")
        return {**super().params(), "cooling": words}


@dataclass(frozen=True, kw_only=True)
class AgreementSigned(CaseFact):
    """Parties, or guardians of minors, signed."""

    agreement_id: int
    signed: tuple[str, ...]
    waiting: tuple[str, ...]
    sentence: ClassVar[str] = N_("核对身份并宣读协议后，{signed}签了字，由{by}登记。{rest}")

    def params(self) -> dict[str, Any]:
        rest = N_("各方都已签字。") if not self.waiting else f"还没有签字的：{'、'.join(self.waiting)}。"
        return {**super().params(), "rest": rest}


@dataclass(frozen=True, kw_only=True)
class AgreementDeclined(CaseFact):
    """The parties would not sign."""

    agreement_id: int
    sentence: ClassVar[str] = N_("当事人不在协议书上签字，由{by}登记。协议没有成立，对谁都没有约束。")


@dataclass(frozen=True, kw_only=True)
class AgreementDropped(CaseFact):
    """An agreement under way fell away."""

    agreement_id: int
    reason: str
    sentence: ClassVar[str] = N_("未签署完的协议作废，原因：{reason}。")


@dataclass(frozen=True, kw_only=True)
class MediatorSigned(CaseFact):
    """The mediator signed."""

    agreement_id: int
    sentence: ClassVar[str] = N_("{by}以调解员身份在协议书上签名。")


@dataclass(frozen=True, kw_only=True)
class AgreementSealed(CaseFact):
    """The committee sealed it, or would not yet; what is missing is named."""

    agreement_id: int
    sealed: bool
    missing: tuple[str, ...]
    sentence: ClassVar[str] = N_("{by}{did}。{state}")

    def params(self) -> dict[str, Any]:
        did = N_("在协议书上加盖了调委会印章") if self.sealed else N_("没有在协议书上盖章")
        state = f"协议还没有生效，尚缺：{'、'.join(self.missing)}。" if self.missing else N_("要件已经齐备。")
        return {"agreement_id": self.agreement_id, "did": did, "state": state}


@dataclass(frozen=True, kw_only=True)
class AgreementInForce(CaseFact):
    """A written agreement took effect with its last element (人民调解法 29)."""

    agreement_id: int
    in_force_on: date
    sentence: ClassVar[str] = N_(
        "调解协议书自{in_force_on}起生效：各方已签字，调解员已签名，调委会已盖章。双方应当按约定履行。"
    )
