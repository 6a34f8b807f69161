"""Twelve months of a unit: what was reported, what was closed, what became late."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, case, distinct, func, select
from sqlalchemy.orm import Session

from mediation.boards.population import MOMENTS, became_late, following, placed, span, within
from mediation.cases.model import Case
from mediation.kernel.clock import day_of
from mediation.oversight.model import Card
from mediation.units.queries import UnitView

MONTHS = 12


@dataclass(frozen=True)
class Month:
    """One month; the running one is not over."""

    first: date
    reported: int
    closed: int
    became_late: int


def trend(session: Session, unit: UnitView, *, at: datetime) -> tuple[Month, ...]:
    """Return the last twelve months with the running one, the oldest first."""
    first = following(day_of(at).replace(day=1), 1 - MONTHS)
    months = [following(first, turn) for turn in range(MONTHS)]
    columns = [session.execute(query).one() for query in _queries(unit, months)]
    return tuple(Month(month, *counts) for month, *counts in zip(months, *columns, strict=True))


def _queries(unit: UnitView, months: Sequence[date]) -> list[Select[Any]]:
    """One query each for what was reported, closed, became late: a column a month."""
    begin, end = span(months[0])[0], span(months[-1])[1]
    found = []
    for moment in MOMENTS.values():
        counts = [func.count(_in(moment, month, Case.id.expression)) for month in months]
        found.append(placed(select(*counts), unit).where(within(moment, begin, end)))
    since = Card.since.expression
    late = [func.count(distinct(_in(since, month, Card.case_id.expression))) for month in months]
    return [*found, select(*late).where(*became_late(unit), within(since, begin, end))]


def _in(moment: ColumnElement[datetime], month: date, what: ColumnElement[Any]) -> ColumnElement[Any]:
    """Return ``what`` where ``moment`` is in the month, else null."""
    return case((within(moment, *span(month)), what))
