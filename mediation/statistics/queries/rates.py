"""Rates of a unit and of those right below it over a window: always with numerator and denominator.

Units stand in order of code. Nothing here knows who handled a dispute.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, select
from sqlalchemy.orm import Session

from mediation.cases.model import Attempt, Case
from mediation.kernel.clock import start_of
from mediation.kernel.locality import Locality
from mediation.statistics.queries.counting import (
    counts_itself,
    first_accepted,
    promises,
    ratings,
    was_late,
    within,
)
from mediation.statistics.queries.returns import Joined, joined
from mediation.statistics.rules.periods import Period
from mediation.statistics.settings import StatisticsSettings, of
from mediation.units.model import Unit
from mediation.units.paths import below
from mediation.units.queries import UnitView, children

RATES = ("ended", "on_time", "success", "performance", "satisfaction")
MOST = 200


@dataclass
class Rates:
    """Rate -> numerator and denominator."""

    parts: dict[str, tuple[int, int]] = field(default_factory=dict)

    def add(self, rate: str, above: int, below: int) -> None:
        """Count more above and below the line."""
        before = self.of(rate)
        self.parts[rate] = (before[0] + above, before[1] + below)

    def of(self, rate: str) -> tuple[int, int]:
        """Return numerator and denominator; 0 of 0 where there is nothing."""
        return self.parts.get(rate, (0, 0))


@dataclass(frozen=True)
class RatesView:
    """Rates of a unit over a window.

    :ivar below: units right below, in order of code
    :ivar rest: what is counted in no unit below in use; None where there is nothing of it
    """

    unit: UnitView
    window: Period
    whole: Rates
    below: Sequence[tuple[UnitView, Rates]]
    rest: Rates | None
    joined: tuple[Joined, ...]


def rates(session: Session, *, unit: UnitView, window: Period, locality: Locality) -> RatesView:
    """Return the rates of the unit and of those right below it."""
    whole, rest = Rates(), Rates()
    shown = children(session, unit.id, size=MOST).items
    each = {child.path: Rates() for child in shown}
    for query in _queries(unit.path, window, of(locality)):
        for row in session.execute(query).mappings():
            into = each.get(_child_of(row["path"], unit.path), rest)
            for rate, above, total in _pairs(dict(row)):
                whole.add(rate, above, total)
                into.add(rate, above, total)
    return RatesView(
        unit=unit,
        window=window,
        whole=whole,
        below=[(child, each[child.path]) for child in shown],
        rest=rest if any(total for _, total in rest.parts.values()) else None,
        joined=joined(session, unit.path, since=window.starts_on),
    )


def _child_of(path: str, above: str) -> str:
    """Return the path of the unit right below ``above`` that ``path`` lies in."""
    return above + path[len(above) :].partition("/")[0] + "/"


def _pairs(row: Mapping[str, Any]) -> Iterator[tuple[str, int, int]]:
    """Yield rate, numerator and denominator from a row whose columns are named after them."""
    for rate in RATES:
        if f"{rate}_of" in row:
            yield rate, int(row[rate] or 0), int(row[f"{rate}_of"] or 0)


def _queries(path: str, window: Period, settings: StatisticsSettings) -> Iterator[Select[Any]]:
    yield _accepted(path, window)
    yield _closed(path, window, settings)
    for rate, query in (("performance", promises(window)), ("satisfaction", ratings(window, settings))):
        rows = query.subquery()
        above, total = func.sum(rows.c.done).label(rate), func.sum(rows.c.due).label(f"{rate}_of")
        yield _by_place(path, above, total).join(rows, rows.c.case_id == Case.id)


def _accepted(path: str, window: Period) -> Select[Any]:
    ended = func.sum(case((Case.closed_at < start_of(window.after), 1), else_=0)).label("ended")
    query = _by_place(path, ended, func.count().label("ended_of"))
    return query.join(Attempt, Attempt.case_id == Case.id).where(*first_accepted(window), counts_itself())


def _closed(path: str, window: Period, settings: StatisticsSettings) -> Select[Any]:
    good = [key for key, how in settings.counts.items() if how == "success"]
    either = [key for key, how in settings.counts.items() if how in ("success", "failure")]
    return _by_place(
        path,
        func.sum(case((was_late(), 0), else_=1)).label("on_time"),
        func.count().label("on_time_of"),
        func.sum(case((Case.outcome.in_(good), 1), else_=0)).label("success"),
        func.sum(case((Case.outcome.in_(either), 1), else_=0)).label("success_of"),
    ).where(within(Case.closed_at, window), counts_itself())


def _by_place(path: str, *columns: ColumnElement[Any]) -> Select[Any]:
    """Select columns over the cases at or below ``path``, a row for each place."""
    return (
        select(Unit.path.label("path"), *columns)
        .select_from(Case)
        .join(Unit, Unit.id == Case.unit_id)
        .where(below(Unit.path, path))
        .group_by(Unit.path)
    )
