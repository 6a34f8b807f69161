"""Twelve months of a unit: what was reported, what was closed, what became late."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, case, distinct, func, select, union_all
from sqlalchemy.orm import Session

from mediation.boards.asked import OF_A_MONTH
from mediation.boards.facts import Now, word
from mediation.boards.population import MOMENTS, Area, area, became_late, following, placed, span, within
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
    queries = union_all(*_queries(area(session, unit), months, Now(at))).subquery()
    found = {(number, turn): count for number, turn, count in session.execute(select(queries))}
    return tuple(
        Month(month, **{number: found.get((number, turn), 0) for number in OF_A_MONTH})
        for turn, month in enumerate(months)
    )


def _queries(of: Area, months: Sequence[date], now: Now) -> Iterator[Select[Any]]:
    """Yield a query a number: its name, the turn of a month, and how many."""
    for number, moment in MOMENTS.items():
        yield placed(_by_month(number, moment, func.count(), months, now).select_from(Case), of)
    cases = func.count(distinct(Card.case_id))
    yield _by_month("became_late", Card.since.expression, cases, months, now).where(*became_late(of))


def _by_month(
    number: str, moment: ColumnElement[Any], count: ColumnElement[int], months: Sequence[date], now: Now
) -> Select[Any]:
    spans = [span(month) for month in months]
    turn = case(*((moment < end, place) for place, (_, end) in enumerate(spans))).label("turn")
    query = select(word(number).label("number"), turn, count)
    return query.where(within(moment, spans[0][0], spans[-1][1]), now.moment.is_not(None)).group_by(turn)
