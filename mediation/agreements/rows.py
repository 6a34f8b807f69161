"""Where this room finds its rows. For its own operations and queries only."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from mediation.agreements.model import Agreement, Confirmation, Performance, Promise, Signature, Visit
from mediation.agreements.rules.force import Elements
from mediation.agreements.rules.performance import OPEN
from mediation.parties.model import Party


def under_way(session: Session, case_id: int) -> Agreement | None:
    """Return the agreement being drafted, signed or registered."""
    return session.scalars(
        select(Agreement).where(Agreement.case_id == case_id, Agreement.state.in_(("draft", "unregistered")))
    ).first()


def in_force(session: Session, case_id: int) -> Agreement | None:
    """Return the agreement that binds the parties now."""
    return session.scalars(
        select(Agreement).where(Agreement.case_id == case_id, Agreement.state == "in_force")
    ).first()


def of_attempt(session: Session, case_id: int, attempt_id: int | None) -> Agreement | None:
    """Return the last agreement of that attempt which did not fall away."""
    query = select(Agreement).where(Agreement.case_id == case_id, Agreement.state != "dropped")
    if attempt_id is not None:
        query = query.where(Agreement.attempt_id == attempt_id)
    return session.scalars(query.order_by(Agreement.id.desc()).limit(1)).first()


def signatories(session: Session, case_id: int) -> Sequence[Party]:
    """Return who must sign: every party, not a child the dispute is about (人民调解法 29)."""
    return session.scalars(
        select(Party).where(Party.case_id == case_id, Party.side != "child").order_by(Party.id)
    ).all()


def names_of(parties: Sequence[Party]) -> dict[str, set[int]]:
    """Return name or alias -> ids of the parties called so."""
    called: dict[str, set[int]] = {}
    for party in parties:
        for name in (party.name, party.alias):
            called.setdefault(name, set()).add(party.id)
    return called


def signatures(session: Session, agreement_id: int) -> Sequence[Signature]:
    """Return all signatures under an agreement."""
    return session.scalars(
        select(Signature).where(Signature.agreement_id == agreement_id).order_by(Signature.id)
    ).all()


def elements(agreement: Agreement, parties: Sequence[Party], signed: Sequence[Signature]) -> Elements:
    """Return what the agreement has and lacks."""
    by_party = {signature.party_id: signature.signed_on for signature in signed if signature.party_id}
    by_mediators: list[date] = [each.signed_on for each in signed if each.capacity == "mediator"]
    return Elements(
        unsigned=tuple(party.alias for party in parties if party.id not in by_party),
        signed_on=tuple(by_party.values()),
        mediator_on=min(by_mediators, default=None),
        sealed_on=agreement.sealed_on,
    )


def promises(session: Session, agreement_id: int) -> Sequence[Promise]:
    """Return all promises of an agreement, earliest first."""
    return session.scalars(
        select(Promise)
        .where(Promise.agreement_id == agreement_id)
        .order_by(Promise.due_on, Promise.line, Promise.id)
    ).all()


def owed_promises(session: Session, agreement_id: int) -> list[Promise]:
    """Return the promises still to be kept, earliest first."""
    return [promise for promise in promises(session, agreement_id) if promise.state in OPEN]


def performance(session: Session, case_id: int, round_: int) -> Performance | None:
    """Return what became of the settlement of that round."""
    return session.scalars(
        select(Performance).where(Performance.case_id == case_id, Performance.round == round_)
    ).first()


def visits(session: Session, performance_id: int) -> Sequence[Visit]:
    """Return the visits made, in order."""
    return session.scalars(
        select(Visit).where(Visit.performance_id == performance_id).order_by(Visit.number)
    ).all()


def confirmation(session: Session, agreement_id: int) -> Confirmation | None:
    """Return the application for judicial confirmation of an agreement."""
    return session.scalars(select(Confirmation).where(Confirmation.agreement_id == agreement_id)).first()
