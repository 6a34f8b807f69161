"""Through whose hands a dispute went."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from mediation.cases.model import Appointment, Attempt, Case
from mediation.kernel.locality import Locality


def handled_by(session: Session, locality: Locality, case: Case) -> frozenset[int]:
    """Return who handled the case: its handler, its mediators, and who took it up where one post does both.

    In a grid or a branch nobody is appointed: whoever answers for the level also talks it over.
    """
    mediated = select(Appointment.person_id).where(
        Appointment.case_id == case.id, Appointment.duty == "mediator"
    )
    both = [level.key for level in locality.levels.values() if level.handler == level.lead]
    took_up = select(Attempt.accepted_by).where(Attempt.case_id == case.id, Attempt.level.in_(both))
    found = session.scalars(mediated.union(took_up)).all()
    return frozenset(person_id for person_id in (case.handler_id, *found) if person_id is not None)
