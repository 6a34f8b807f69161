"""Settlements as the case page and conditions read them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from mediation.agreements import rows
from mediation.agreements.limits import is_past
from mediation.agreements.model import Agreement, Performance, Promise
from mediation.agreements.rules import force
from mediation.agreements.rules.confirmation import STATES
from mediation.agreements.rules.performance import OPEN, PROMISE_STATES, UNKEPT, state_shown
from mediation.agreements.rules.terms import yuan
from mediation.kernel.text import N_
from mediation.parties.model import Party

FORMS = {"private": N_("自行和解"), "oral": N_("口头调解协议"), "written": N_("调解协议书")}
OUTCOMES = {"private": "settled_private", "oral": "oral_agreement", "written": "written_agreement"}


@dataclass(frozen=True)
class PromiseView:
    """One promise as it stands on a day.

    :ivar party: alias of who owes it
    :ivar state: pending, partial, done, overdue, urging, breach, varied, confirmed, enforcing
    """

    id: int
    party_id: int
    party: str
    what: str
    due_on: date
    amount: str | None
    state: str
    state_title: str
    performed_on: date | None

    @property
    def is_overdue(self) -> bool:
        """Whether it should have been kept by now."""
        return self.state == "overdue"


@dataclass(frozen=True)
class SignatureView:
    """Who signed, in which capacity, when."""

    who: str
    capacity: str
    signed_on: date


@dataclass(frozen=True)
class AgreementView:
    """One settlement with all that hangs on it.

    :ivar missing: what a written agreement still lacks to take effect (人民调解法 29)
    """

    id: int
    form: str
    form_title: str
    state: str
    terms: str
    disputes: str
    amount: str | None
    reached_on: date
    cooling_off_until: datetime | None
    in_force_on: date | None
    missing: tuple[str, ...]
    signatures: tuple[SignatureView, ...]
    promises: tuple[PromiseView, ...]
    confirmation: "ConfirmationView | None"

    @property
    def is_in_force(self) -> bool:
        """Whether it binds the parties now."""
        return self.state == "in_force"


@dataclass(frozen=True)
class ConfirmationView:
    """How far judicial confirmation has come."""

    state: str
    last_day: date
    court: str
    bars: str
    filed_on: date | None
    decided_on: date | None
    ruling_number: str | None
    result_title: str | None


@dataclass(frozen=True)
class VisitView:
    """One return visit made."""

    number: int
    visited_on: date
    kept: bool
    satisfied: bool | None
    note: str


@dataclass(frozen=True)
class PerformanceView:
    """What became of the settlement of one round."""

    performed_on: date | None
    breach_decision: str | None
    visits_planned: int
    visits_from_on: date | None
    visits: tuple[VisitView, ...]


def agreements(session: Session, case_id: int, *, today: date) -> tuple[AgreementView, ...]:
    """Return the case's settlements, the newest first."""
    found = session.scalars(
        select(Agreement).where(Agreement.case_id == case_id).order_by(Agreement.id.desc())
    ).all()
    parties = rows.signatories(session, case_id) if found else ()
    return tuple(_view(session, agreement, parties, today) for agreement in found)


def performances(session: Session, case_id: int) -> tuple[PerformanceView, ...]:
    """Return what became of the case's settlements, the newest first."""
    found = session.scalars(
        select(Performance).where(Performance.case_id == case_id).order_by(Performance.round.desc())
    ).all()
    return tuple(
        PerformanceView(
            performed_on=row.performed_on,
            breach_decision=row.breach_decision,
            visits_planned=row.visits_planned,
            visits_from_on=row.visits_from_on,
            visits=tuple(
                VisitView(each.number, each.visited_on, each.kept, each.satisfied, each.note)
                for each in rows.visits(session, row.id)
            ),
        )
        for row in found
    )


def owed(session: Session, case_id: int, party_id: int, *, today: date) -> tuple[PromiseView, ...]:
    """Return what a party owes: open promises of the agreement in force, and of nothing else."""
    found = session.scalars(
        select(Promise)
        .join(Agreement, Agreement.id == Promise.agreement_id)
        .where(
            Agreement.case_id == case_id,
            Agreement.state == "in_force",
            Promise.party_id == party_id,
            Promise.state.in_(OPEN),
        )
        .order_by(Promise.due_on, Promise.id)
    ).all()
    party = session.get_one(Party, party_id)
    return tuple(_promise(session, promise, party.alias, today, confirmed=False) for promise in found)


def settled_outcome(session: Session, case_id: int) -> str | None:
    """Return the outcome the agreement in force gives the case, or None where there is none."""
    agreement = rows.in_force(session, case_id)
    return OUTCOMES[agreement.form] if agreement else None


def _view(session: Session, agreement: Agreement, parties: Sequence[Party], today: date) -> AgreementView:
    aliases = {party.id: party.alias for party in parties}
    signed = rows.signatures(session, agreement.id)
    confirmation = _confirmation(session, agreement.id)
    confirmed = confirmation is not None and confirmation.state == "confirmed"
    lacks = agreement.form == "written" and agreement.state == "draft"
    return AgreementView(
        id=agreement.id,
        form=agreement.form,
        form_title=FORMS[agreement.form],
        state=agreement.state,
        terms=agreement.terms,
        disputes=agreement.disputes,
        amount=yuan(agreement.amount_fen) if agreement.amount_fen is not None else None,
        reached_on=agreement.reached_on,
        cooling_off_until=agreement.cooling_off_until,
        in_force_on=agreement.in_force_on,
        missing=force.missing(rows.elements(agreement, parties, signed)) if lacks else (),
        signatures=tuple(
            SignatureView(
                who=aliases.get(each.party_id or 0, N_("调解员")),
                capacity=each.capacity,
                signed_on=each.signed_on,
            )
            for each in signed
        ),
        promises=tuple(
            _promise(session, promise, aliases.get(promise.party_id, ""), today, confirmed=confirmed)
            for promise in rows.promises(session, agreement.id)
        ),
        confirmation=confirmation,
    )


def _promise(session: Session, promise: Promise, alias: str, today: date, *, confirmed: bool) -> PromiseView:
    late = promise.state in UNKEPT and is_past(session, promise.due_on, today)
    state = state_shown(promise.state, is_past=late, confirmed=confirmed)
    return PromiseView(
        id=promise.id,
        party_id=promise.party_id,
        party=alias,
        what=promise.what,
        due_on=promise.due_on,
        amount=yuan(promise.amount_fen) if promise.amount_fen is not None else None,
        state=state,
        state_title=PROMISE_STATES[state],
        performed_on=promise.performed_on,
    )


def _confirmation(session: Session, agreement_id: int) -> ConfirmationView | None:
    row = rows.confirmation(session, agreement_id)
    if row is None:
        return None
    return ConfirmationView(
        state=row.state,
        last_day=row.last_day,
        court=row.court,
        bars=row.bars,
        filed_on=row.filed_on,
        decided_on=row.decided_on,
        ruling_number=row.ruling_number,
        result_title=STATES.get(row.state),
    )
