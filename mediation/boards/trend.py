"""Twelve months of a unit: what was reported, what was closed, what became late."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, case, distinct, func, select
from sqlalchemy.orm import Session

from mediation.boards.facts import Now
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
    columns = []
    for query in _queries(unit, months, Now(at)):
        found = dict(session.execute(query).tuples().all())
        columns.append([found.get(turn, 0) for turn in range(MONTHS)])
    return tuple(Month(month, *counts) for month, *counts in zip(months, *columns, strict=True))


def _queries(unit: UnitView, months: Sequence[date], now: Now) -> Iterator[Select[Any]]:
    """Yield a query each for what was reported, closed, became late: the turn of a month, and how many."""
    for moment in MOMENTS.values():
        yield placed(_by_month(moment, func.count(Case.id), months, now), unit)
    cases = func.count(distinct(Card.case_id))
    yield _by_month(Card.since.expression, cases, months, now).where(*became_late(unit))


def _by_month(
    moment: ColumnElement[Any], count: ColumnElement[int], months: Sequence[date], now: Now
) -> Select[Any]:
    spans = [span(month) for month in months]
    turn = case(*((moment < end, place) for place, (_, end) in enumerate(spans))).label("turn")
    query = select(turn, count).where(within(moment, spans[0][0], spans[-1][1]), now.moment.is_not(None))
    return query.group_by(turn)
