"""What clocks of 督办 are counted from."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from mediation.cases.model import Case
from mediation.casework.facts import Context, LookUp
from mediation.clocks.model import Clock


def late_due_on(session: Session, case: Case, context: Context) -> date | datetime | None:
    """Last day in time of the late clock; 督办 counts its working days from it (DOMAIN 8)."""
    if context.instance.subject_id is None:
        return None
    clock = session.get(Clock, context.instance.subject_id)
    return clock.due_on if clock else None


FACTS: dict[str, LookUp] = {"late_due_on": late_due_on}
