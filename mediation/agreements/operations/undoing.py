"""Taking back what binds nobody yet, when the work on it returns to an earlier step.

A signature is a party's word on one text read aloud at one moment: it is never carried over.
"""

from datetime import datetime

from mediation.agreements import rows
from mediation.agreements.events.undoing import (
    AgreementWithdrawn,
    ConfirmationAskedAnew,
    MediatorSignatureVoided,
    ScreeningWithdrawn,
    SignaturesVoided,
)
from mediation.agreements.model import Agreement, Confirmation
from mediation.agreements.rules.confirmation import NotAsked
from mediation.agreements.rules.force import NothingDrafted
from mediation.kernel.actor import Actor
from mediation.kernel.unit_of_work import UnitOfWork

BEFORE_FILING = ("asked", "screened")


def withdraw_agreement(uow: UnitOfWork, *, case_id: int, by: Actor, at: datetime) -> None:
    """Take back an agreement that is not in force: drafted, or oral and not registered yet.

    :raises NothingDrafted: there is none
    """
    agreement = _under_way(uow, case_id)
    agreement.state = "dropped"
    uow.session.flush()
    uow.record(AgreementWithdrawn(case_id=case_id, agreement_id=agreement.id, at=at, by=by))


def void_signatures(uow: UnitOfWork, *, case_id: int, by: Actor, at: datetime) -> None:
    """Let the parties' signatures count no more: identities, reading and signing begin anew.

    :raises NothingDrafted: no agreement is under way
    """
    agreement = _under_way(uow, case_id)
    signed = [each for each in rows.signatures(uow.session, agreement.id) if each.party_id is not None]
    aliases = {party.id: party.alias for party in rows.signatories(uow.session, case_id)}
    for each in signed:
        uow.session.delete(each)
    agreement.identities_checked = agreement.read_aloud = False
    uow.session.flush()
    if signed:
        who = tuple(aliases[each.party_id] for each in signed if each.party_id)
        uow.record(SignaturesVoided(case_id=case_id, agreement_id=agreement.id, who=who, at=at, by=by))


def void_mediator_signature(uow: UnitOfWork, *, case_id: int, by: Actor, at: datetime) -> None:
    """Let the mediator's signature count no more.

    :raises NothingDrafted: no agreement is under way
    """
    agreement = _under_way(uow, case_id)
    signed = [each for each in rows.signatures(uow.session, agreement.id) if each.capacity == "mediator"]
    for each in signed:
        uow.session.delete(each)
    uow.session.flush()
    if signed:
        uow.record(MediatorSignatureVoided(case_id=case_id, agreement_id=agreement.id, at=at, by=by))


def ask_confirmation_anew(uow: UnitOfWork, *, case_id: int, by: Actor, at: datetime) -> None:
    """Forget that the parties wished for judicial confirmation; nothing lies with the court yet.

    :raises NotAsked: they were not asked, or it has gone further
    """
    row = _not_filed(uow, case_id)
    uow.session.delete(row)
    uow.session.flush()
    uow.record(ConfirmationAskedAnew(case_id=case_id, at=at, by=by))


def withdraw_screening(uow: UnitOfWork, *, case_id: int, by: Actor, at: datetime) -> None:
    """Screen the agreement anew; the parties' wish stands.

    :raises NotAsked: they were not asked, or it has gone further
    """
    row = _not_filed(uow, case_id)
    row.state, row.bars, row.court = "asked", "", ""
    uow.record(ScreeningWithdrawn(case_id=case_id, at=at, by=by))


def _under_way(uow: UnitOfWork, case_id: int) -> Agreement:
    agreement = rows.under_way(uow.session, case_id)
    if agreement is None:
        raise NothingDrafted()
    return agreement


def _not_filed(uow: UnitOfWork, case_id: int) -> Confirmation:
    agreement = rows.in_force(uow.session, case_id)
    row = rows.confirmation(uow.session, agreement.id) if agreement else None
    if row is None or row.state not in BEFORE_FILING:
        raise NotAsked()
    return row
