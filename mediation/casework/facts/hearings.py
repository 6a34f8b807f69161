"""What conditions and clocks ask of the case's last 屋场会."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from mediation.cases.model import Case
from mediation.casework.facts import Context, LookUp
from mediation.hearings import rows

NOT_CONSENTED = ("barred", "proposed", "declined")


def hearing_allowed(session: Session, case: Case, context: Context) -> bool:
    """Whether the screening found nothing against it."""
    hearing = rows.latest(session, case.id)
    return hearing is not None and hearing.state != "barred"


def hearing_consented(session: Session, case: Case, context: Context) -> bool:
    """Whether whoever must consent did."""
    hearing = rows.latest(session, case.id)
    return hearing is not None and hearing.state not in NOT_CONSENTED


def quorum_met(session: Session, case: Case, context: Context) -> bool:
    """Whether enough households came to the last meeting called."""
    hearing = rows.latest(session, case.id)
    notices = rows.notices(session, hearing.id) if hearing else ()
    return bool(notices and notices[-1].quorum_met)


def hearing_at(session: Session, case: Case, context: Context) -> datetime | None:
    """When the meeting last called begins."""
    hearing = rows.latest(session, case.id)
    notices = rows.notices(session, hearing.id) if hearing else ()
    return notices[-1].hearing_at if notices else None


def published_on(session: Session, case: Case, context: Context) -> date | None:
    """Day on which the last hearing's result was put up."""
    hearing = rows.latest(session, case.id)
    return hearing.published_on if hearing else None


FACTS: dict[str, LookUp] = {
    "hearing_allowed": hearing_allowed,
    "hearing_consented": hearing_consented,
    "quorum_met": quorum_met,
    "hearing_at": hearing_at,
    "published_on": published_on,
}
