"""三零: which villages and micro-grids kept which badge in a quarter."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from mediation.cases.model import Case
from mediation.kernel.clock import day_of
from mediation.kernel.locality import Locality
from mediation.statistics.queries.breaking import Breaker, breakers
from mediation.statistics.rules import periods
from mediation.statistics.rules.badges import BADGES
from mediation.statistics.rules.periods import Period
from mediation.statistics.settings import of
from mediation.units.model import Unit
from mediation.units.paths import below
from mediation.units.queries import UnitView, view

PAGE = 30

Tally = Mapping[int, Mapping[str, int]]
"""Unit -> badge -> how many disputes in it and below broke it; units where none did are left out."""


@dataclass(frozen=True)
class BadgeView:
    """The badges of one unit in a quarter.

    :ivar broken: badge -> how many disputes broke it
    """

    unit: UnitView
    broken: Mapping[str, int]

    @property
    def is_three(self) -> bool:
        """Whether it kept all three."""
        return not any(self.broken.values())


@dataclass(frozen=True)
class BadgePage:
    """Badges of units of one level, in order of code.

    :ivar lost: units of the level that did not keep all three; ``of`` how many units there are
    :ivar before: how many of the ``listed`` units stand before the first row
    :ivar previous: code before which the page before ends; None where that is the first page, or none is
    :ivar next: code to go on after, None at the end
    """

    quarter: Period
    is_over: bool
    level: str
    rows: tuple[BadgeView, ...]
    lost: int
    of: int
    listed: int
    before: int
    previous: str | None
    next: str | None

    @property
    def kept(self) -> int:
        """How many units kept all three."""
        return self.of - self.lost


def badges(
    session: Session,
    *,
    unit: UnitView,
    level: str,
    quarter: Period,
    today: date,
    locality: Locality,
    lost: bool = False,
    after: str | None = None,
    until: str | None = None,
) -> BadgePage:
    """Return a page of the badges of the units of ``level`` at or below ``unit``.

    :param lost: those alone that did not keep all three
    :param after: code that the page begins after; ``until``: code that it ends before, where that is given
    """
    tally = _tally(breakers(session, unit.path, quarter, of(locality)))
    units = _units(unit, level)
    losers = set(session.scalars(_among(units, tally).with_only_columns(Unit.id)))
    shown = _among(units, losers) if lost else units
    whole = _count(session, units)
    rows, goes_on = _page(session, shown, after, until)
    before = _count(session, shown.where(Unit.code < rows[0].code)) if rows and (after or until) else 0
    return BadgePage(
        quarter=quarter,
        is_over=quarter.is_over(today),
        level=level,
        rows=tuple(_held(view(each), tally) for each in rows),
        lost=len(losers),
        of=whole,
        listed=len(losers) if lost else whole,
        before=before,
        previous=rows[0].code if before > PAGE else None,
        next=rows[-1].code if goes_on else None,
    )


def _page(
    session: Session, shown: Select[tuple[Unit]], after: str | None, until: str | None
) -> tuple[Sequence[Unit], bool]:
    """Return the units of a page, and whether there are more behind them."""
    if until is not None:
        back = shown.where(Unit.code < until).order_by(Unit.code.desc()).limit(PAGE)
        return session.scalars(back).all()[::-1], True
    if after is not None:
        shown = shown.where(Unit.code > after)
    found = session.scalars(shown.order_by(Unit.code).limit(PAGE + 1)).all()
    return found[:PAGE], len(found) > PAGE


def _count(session: Session, units: Select[tuple[Unit]]) -> int:
    return session.scalar(select(func.count()).select_from(units.subquery())) or 0


def every(
    session: Session,
    *,
    unit: UnitView,
    level: str,
    quarter: Period,
    locality: Locality,
    lost: bool,
    limit: int,
) -> Iterator[BadgeView]:
    """Yield the badges of all units :func:`badges` pages through, ``limit`` at most."""
    tally = _tally(breakers(session, unit.path, quarter, of(locality)))
    units = _units(unit, level)
    shown = _among(units, tally) if lost else units
    for row in session.scalars(shown.order_by(Unit.code).limit(limit)):
        yield _held(view(row), tally)


def badge_of(session: Session, *, unit: UnitView, quarter: Period, locality: Locality) -> BadgeView:
    """Return the badges of one unit."""
    return _held(unit, _tally(breakers(session, unit.path, quarter, of(locality))))


def quarters(session: Session, today: date) -> tuple[Period, ...]:
    """Return the running quarter and those before it, back to that of the first dispute, five at least."""
    first = session.scalar(select(func.min(Case.reported_at)))
    back = periods.holding("quarter", day_of(first) if first else today)
    found = list(periods.latest("quarter", today, 5))
    while found[-1].starts_on > back.starts_on:
        found.append(found[-1].previous)
    return tuple(found)


def _units(unit: UnitView, level: str) -> Select[tuple[Unit]]:
    return select(Unit).where(below(Unit.path, unit.path), Unit.level == level, Unit.retired_at.is_(None))


def _among(units: Select[tuple[Unit]], ids: Collection[int]) -> Select[tuple[Unit]]:
    return units.where(Unit.id.in_(ids))


def _tally(found: Iterable[Breaker]) -> Tally:
    tally: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for each in found:
        for part in each.path.strip("/").split("/"):
            for badge in each.badges:
                tally[int(part)][badge] += 1
    return tally


def _held(unit: UnitView, tally: Tally) -> BadgeView:
    counts = tally.get(unit.id, {})
    return BadgeView(unit, {badge: counts.get(badge, 0) for badge in BADGES})
