"""What 督办 asks of the limit it is about, and what its own clocks are counted from."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from mediation.cases.model import Case
from mediation.casework.facts import Context, LookUp
from mediation.clocks.model import Clock

# Marks of a basis that was read as statute, or found as a published rule.
STATUTORY = frozenset({"L", "P"})


def _clock(session: Session, context: Context) -> Clock | None:
    subject = context.instance.subject_id
    return session.get(Clock, subject) if subject is not None else None


def late_due_on(session: Session, case: Case, context: Context) -> date | datetime | None:
    """Last day in time of the late clock; 督办 counts its working days from it (DOMAIN 8)."""
    clock = _clock(session, context)
    return clock.due_on if clock else None


def limit_passed(session: Session, case: Case, context: Context) -> bool:
    """Whether the limit has run out already, so that no warning came before."""
    clock = _clock(session, context)
    return clock is not None and clock.reached_at is not None


def limit_by_statute(session: Session, case: Case, context: Context) -> bool:
    """Whether it is a limit of a whole level or case that statute or a published rule sets."""
    clock = _clock(session, context)
    return clock is not None and clock.scope != "item" and clock.mark in STATUTORY


FACTS: dict[str, LookUp] = {
    "late_due_on": late_due_on,
    "limit_passed": limit_passed,
    "limit_by_statute": limit_by_statute,
}
