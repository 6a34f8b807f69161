"""Clocks that failed to fire, for whoever keeps the system running or answers for their cases."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, literal, select, true
from sqlalchemy.orm import Session

from mediation.cases.model import Case
from mediation.clocks.model import Clock
from mediation.units.model import Unit

SHOWN = 100


@dataclass(frozen=True)
class ParkedClock:
    """A clock that failed to fire.

    :ivar unit: full name of the unit that has the case in hand
    :ivar may_open: whether whoever asks may open the case
    """

    id: int
    case_id: int
    number: str
    unit: str
    may_open: bool
    title: str
    failures: int
    failed_at: datetime
    retried_at: datetime
    failure: str


def parked(
    session: Session,
    *,
    whose: ColumnElement[bool] | None = None,
    may_open: ColumnElement[bool] | None = None,
    limit: int | None = SHOWN,
) -> list[ParkedClock]:
    """Return clocks whose firing failed and is tried again later, those that wait longest first.

    :param whose: which cases and units (that hold them) are asked for; None: all
    :param may_open: which of the cases may be opened; None: all
    """
    opens = literal(True) if may_open is None else may_open
    query = _of(select(Clock, Case.number, Unit.full_name, opens.label("may_open")), whose)
    rows = session.execute(query.order_by(Clock.failed_at, Clock.id).limit(limit))
    return [_view(*row) for row in rows]


def count_parked(session: Session, *, whose: ColumnElement[bool] | None = None) -> int:
    """Return how many of those clocks were parked."""
    return session.scalar(_of(select(func.count(Clock.id)), whose)) or 0


def _of(query: Select[Any], whose: ColumnElement[bool] | None) -> Select[Any]:
    return (
        query.join(Case, Case.id == Clock.case_id)
        .join(Unit, Unit.id == Case.held_by_id)
        .where(Clock.failures > 0, Clock.state == "running", true() if whose is None else whose)
    )


def _view(clock: Clock, number: str, unit: str, may_open: bool) -> ParkedClock:
    return ParkedClock(
        id=clock.id,
        case_id=clock.case_id,
        number=number,
        unit=unit,
        may_open=bool(may_open),
        title=clock.title,
        failures=clock.failures,
        failed_at=clock.failed_at or clock.started_at,
        retried_at=clock.wake_at or clock.started_at,
        failure=clock.failure or "",
    )
