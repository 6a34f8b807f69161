"""What conditions and clocks ask of settlements, their performance and confirmation."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from mediation.agreements import rows
from mediation.agreements.model import Agreement, Performance
from mediation.agreements.rules.confirmation import DECIDED
from mediation.cases.model import Case
from mediation.casework.facts import Context, LookUp
from mediation.casework.facts.protection import weekly_visit_number


def _agreement(session: Session, case: Case, context: Context) -> Agreement | None:
    attempt_id = context.attempt.id if context.attempt else None
    return rows.of_attempt(session, case.id, attempt_id)


def _performance(session: Session, case: Case, context: Context) -> Performance | None:
    return rows.performance(session, case.id, context.attempt.seq if context.attempt else 0)


def settlement_form(session: Session, case: Case, context: Context) -> str:
    """private, oral or written; "" where nothing was settled here."""
    agreement = _agreement(session, case, context)
    return agreement.form if agreement else ""


def agreement_in_force(session: Session, case: Case, context: Context) -> bool:
    """Whether the present attempt's agreement binds the parties."""
    agreement = _agreement(session, case, context)
    return agreement is not None and agreement.state == "in_force"


def in_force_on(session: Session, case: Case, context: Context) -> date | None:
    """Day the present attempt's agreement took effect."""
    agreement = _agreement(session, case, context)
    return agreement.in_force_on if agreement else None


def cooling_off(session: Session, case: Case, context: Context) -> bool:
    """Whether the draft gives the parties time to think before they sign."""
    return cooling_off_until(session, case, context) is not None


def cooling_off_until(session: Session, case: Case, context: Context) -> datetime | None:
    """Moment from which the draft may be signed."""
    agreement = _agreement(session, case, context)
    return agreement.cooling_off_until if agreement and agreement.state == "draft" else None


def next_promise_due_on(session: Session, case: Case, context: Context) -> date | None:
    """Day the next promise falls due; the day of settling where no promise has a date of its own."""
    agreement = _agreement(session, case, context)
    if agreement is None:
        return case.settled_on
    owed = rows.owed_promises(session, agreement.id)
    return owed[0].due_on if owed else agreement.in_force_on or agreement.reached_on


def performed_on(session: Session, case: Case, context: Context) -> date | None:
    """Day on which all that was promised had been done."""
    row = _performance(session, case, context)
    return row.performed_on if row else None


def all_performed(session: Session, case: Case, context: Context) -> bool:
    """Whether all that was promised has been done."""
    return performed_on(session, case, context) is not None


def reopen(session: Session, case: Case, context: Context) -> bool:
    """Whether a breach reopens the dispute."""
    row = _performance(session, case, context)
    return row is not None and row.breach_decision == "reopen"


def visits_from_on(session: Session, case: Case, context: Context) -> date | None:
    """Day from which the return visits are counted."""
    row = _performance(session, case, context)
    return row.visits_from_on if row else None


def visit_number(session: Session, case: Case, context: Context) -> int:
    """Number of the next visit under the present plan, from 1; under protection, of the weekly visits."""
    row = _performance(session, case, context)
    if row is None:
        return weekly_visit_number(session, case, context)
    return len(rows.visits(session, row.id)) - row.visits_before + 1


def visits_left(session: Session, case: Case, context: Context) -> int:
    """How many return visits are still to be made."""
    row = _performance(session, case, context)
    return row.visits_planned + row.visits_before - len(rows.visits(session, row.id)) if row else 0


def confirmation_open(session: Session, case: Case, context: Context) -> bool:
    """Whether the parties can still ask for judicial confirmation."""
    agreement = _agreement(session, case, context)
    if agreement is None or agreement.state != "in_force" or agreement.form == "private":
        return False
    row = rows.confirmation(session, agreement.id)
    return row is None or row.state not in DECIDED


def confirmable(session: Session, case: Case, context: Context) -> bool:
    """Whether the screen found nothing that a court would not accept."""
    agreement = _agreement(session, case, context)
    row = rows.confirmation(session, agreement.id) if agreement else None
    return row is not None and row.state in ("screened", "filed", "mend", "confirmed")


FACTS: dict[str, LookUp] = {
    "settlement_form": settlement_form,
    "agreement_in_force": agreement_in_force,
    "in_force_on": in_force_on,
    "cooling_off": cooling_off,
    "cooling_off_until": cooling_off_until,
    "next_promise_due_on": next_promise_due_on,
    "performed_on": performed_on,
    "all_performed": all_performed,
    "reopen": reopen,
    "visits_from_on": visits_from_on,
    "visit_number": visit_number,
    "visits_left": visits_left,
    "confirmation_open": confirmation_open,
    "confirmable": confirmable,
}
