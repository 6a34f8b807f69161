"""What failed by itself and waits for somebody: automatic steps that are parked."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, or_, select, true
from sqlalchemy.orm import Session

from mediation.cases.model import Case
from mediation.cases.queries import visible_to
from mediation.casework.model import ParkedStep
from mediation.people.queries import Identity
from mediation.units.model import Unit
from mediation.units.paths import below

KEEPS, LOOKS = "manage_system", "supervise"
SHOWN = 100


@dataclass(frozen=True)
class ParkedView:
    """An automatic step that failed.

    :ivar unit: full name of the unit that has the case in hand
    :ivar may_open: whether whoever asks may open the case
    :ivar failure: for the administrator; may name tables and columns, never a person
    """

    id: int
    case_id: int
    number: str
    unit: str
    may_open: bool
    label: str
    process: str
    element: str
    step: str
    failures: int
    failure: str
    parked_at: datetime
    failed_at: datetime


def parked(session: Session, identity: Identity, limit: int = SHOWN) -> list[ParkedView]:
    """Return the parked steps one answers for, those that wait longest first."""
    query = (
        select(ParkedStep, Case.number, Unit.full_name, visible_to(identity).label("may_open"))
        .join(Case, Case.id == ParkedStep.case_id)
        .join(Unit, Unit.id == Case.held_by_id)
        .where(ParkedStep.resolved_at.is_(None), in_care_of(identity))
        .order_by(ParkedStep.parked_at, ParkedStep.id)
    )
    return [_view(*row) for row in session.execute(query.limit(limit))]


def every_parked(session: Session) -> list[ParkedStep]:
    """Return every parked step, for whoever is at the machine itself."""
    query = select(ParkedStep).where(ParkedStep.resolved_at.is_(None))
    return list(session.scalars(query.order_by(ParkedStep.parked_at, ParkedStep.id)))


def count(session: Session, identity: Identity) -> int:
    """Return how many parked steps one answers for."""
    query = (
        select(func.count())
        .select_from(ParkedStep)
        .join(Case, Case.id == ParkedStep.case_id)
        .join(Unit, Unit.id == Case.held_by_id)
        .where(ParkedStep.resolved_at.is_(None), in_care_of(identity))
    )
    return session.scalar(query) or 0


def labels_of(session: Session, case_id: int) -> list[str]:
    """Return which steps of a case are parked, for its page."""
    query = select(ParkedStep.label).where(ParkedStep.case_id == case_id, ParkedStep.resolved_at.is_(None))
    return list(session.scalars(query.order_by(ParkedStep.id)))


def in_care_of(identity: Identity) -> ColumnElement[bool]:
    """Narrow to what one answers for: all for who keeps the system, else what one's units have in hand."""
    if identity.may(KEEPS):
        return true()
    return (
        or_(*(below(Unit.path, path) for path in identity.paths_with(LOOKS)))
        if identity.may(LOOKS)
        else ~true()
    )


def _view(row: ParkedStep, number: str, unit: str, may_open: bool) -> ParkedView:
    return ParkedView(
        id=row.id,
        case_id=row.case_id,
        number=number,
        unit=unit,
        may_open=bool(may_open),
        label=row.label,
        process=row.process,
        element=row.element,
        step=row.step,
        failures=row.failures,
        failure=row.failure,
        parked_at=row.parked_at,
        failed_at=row.failed_at,
    )
