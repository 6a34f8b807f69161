"""Steps of settling and signing."""

from collections.abc import Mapping
from typing import Any

from mediation.agreements import operations
from mediation.casework import answers as read
from mediation.casework.act import Act, Step, Undo


def _attempt_id(act: Act) -> int | None:
    return act.attempt.id if act.attempt else None


def record_settlement(act: Act) -> None:
    """Settled in the grid or branch, privately or orally."""
    operations.record_settlement(
        act.uow,
        case_id=act.case.id,
        attempt_id=_attempt_id(act),
        form=read.text(act.answers, "form"),
        terms=read.text(act.answers, "terms"),
        promises=read.text(act.answers, "promises"),
        reached_on=read.day(act.answers, "in_force_on"),
        by=act.by,
        at=act.at,
    )


def register_oral(act: Act) -> None:
    """The committee registers an oral agreement."""
    operations.register_oral(
        act.uow,
        case_id=act.case.id,
        registered_on=read.day(act.answers, "registered_on"),
        by=act.by,
        at=act.at,
    )


def draft(act: Act) -> None:
    """A written agreement is drafted."""
    operations.draft_agreement(
        act.uow,
        case_id=act.case.id,
        attempt_id=_attempt_id(act),
        terms=read.text(act.answers, "terms"),
        disputes=read.text(act.answers, "disputes"),
        amount_yuan=act.answers.get("amount_yuan"),
        promises=read.text(act.answers, "promises"),
        cooling_off_hours=read.number(act.answers, "cooling_off_hours"),
        by=act.by,
        at=act.at,
    )


def sign(act: Act) -> None:
    """Parties sign, or decline."""
    operations.sign_agreement(
        act.uow,
        case_id=act.case.id,
        signed=read.ids(act.answers, "signed"),
        identities_checked=read.flag(act.answers, "identities_checked"),
        read_aloud=read.flag(act.answers, "read_aloud"),
        declined=read.text(act.answers, "decision") == "declined",
        by=act.by,
        at=act.at,
    )


def sign_mediator(act: Act) -> None:
    """The mediator signs; without a signature the agreement stays out of force."""
    if read.flag(act.answers, "mediator_signed"):
        operations.sign_as_mediator(act.uow, case_id=act.case.id, by=act.by, at=act.at)


def seal(act: Act) -> Mapping[str, Any]:
    """The committee seals."""
    missing = operations.seal_agreement(
        act.uow,
        case_id=act.case.id,
        sealed=read.flag(act.answers, "sealed"),
        sealed_on=read.day(act.answers, "in_force_on"),
        by=act.by,
        at=act.at,
    )
    return {"missing": list(missing)}


def withdraw(act: Act) -> None:
    """A text that binds nobody yet is taken back."""
    operations.withdraw_agreement(act.uow, case_id=act.case.id, by=act.by, at=act.at)


def sign_anew(act: Act) -> None:
    """All parties sign anew."""
    operations.void_signatures(act.uow, case_id=act.case.id, by=act.by, at=act.at)


def sign_mediator_anew(act: Act) -> None:
    """The mediator signs anew."""
    operations.void_mediator_signature(act.uow, case_id=act.case.id, by=act.by, at=act.at)


STEPS: dict[str, Step] = {
    "agreement.record_settlement": record_settlement,
    "agreement.register_oral": register_oral,
    "agreement.draft": draft,
    "agreement.sign": sign,
    "agreement.sign_mediator": sign_mediator,
    "agreement.seal": seal,
}

UNDO: dict[str, Undo | None] = {
    "agreement.record_settlement": withdraw,
    "agreement.draft": withdraw,
    "agreement.sign": sign_anew,
    "agreement.sign_mediator": sign_mediator_anew,
}
