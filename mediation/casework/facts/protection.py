"""What conditions and clocks ask of protection under violence."""

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mediation.cases import settings
from mediation.cases.model import Case, ProtectionAct
from mediation.casework.facts import Context, LookUp


def warning_on(session: Session, case: Case, context: Context) -> date | None:
    """Day of the 告诫书 that counts, the latest one."""
    return session.scalar(
        select(func.max(ProtectionAct.done_on)).where(
            ProtectionAct.case_id == case.id, ProtectionAct.issued.is_(True)
        )
    )


def weekly_visits_made(session: Session, case: Case, context: Context) -> int:
    """How many weekly visits were made."""
    return (
        session.scalar(
            select(func.count()).where(ProtectionAct.case_id == case.id, ProtectionAct.kind == "visit")
        )
        or 0
    )


def weekly_visit_number(session: Session, case: Case, context: Context) -> int:
    """Number of the next weekly visit, from 1."""
    return weekly_visits_made(session, case, context) + 1


def visits_due(session: Session, case: Case, context: Context) -> int:
    """Weekly visits still to be made after a 告诫书; 0 where none was issued (反家庭暴力法 17)."""
    if warning_on(session, case, context) is None:
        return 0
    planned = settings.of(context.locality).weekly_visits
    return max(0, planned - weekly_visits_made(session, case, context))


FACTS: dict[str, LookUp] = {
    "warning_on": warning_on,
    "visits_due": visits_due,
    "weekly_visit_number": weekly_visit_number,
}
