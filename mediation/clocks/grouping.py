"""Clocks that end alike, put together by the database: how many there are of each kind, and where."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Date, SQLColumnExpression, and_, func, or_, select, tuple_
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Session
from sqlalchemy.sql.functions import FunctionElement

from mediation.cases.model import Case
from mediation.clocks.kinds import Place, kind_of
from mediation.clocks.model import Clock, ClockEntry
from mediation.clocks.operations.settling import MOVING

AT_ONCE = 1_000
Key = tuple[date, str, str, date]


class _CountyDay(FunctionElement[date]):
    type = Date()
    inherit_cache = True


@compiles(_CountyDay)
def _in_shanghai(element: _CountyDay, compiler: Any, **options: Any) -> str:
    column = compiler.process(next(iter(element.clauses)), **options)
    return f"CAST({column} AT TIME ZONE 'Asia/Shanghai' AS DATE)"


@compiles(_CountyDay, "sqlite")
def _eight_hours_on(element: _CountyDay, compiler: Any, **options: Any) -> str:
    """SQLite knows no zones. Summer time (1986 to 1991) lies longer back than any limit runs."""
    column = compiler.process(next(iter(element.clauses)), **options)
    return f"date({column}, '+8 hours')"


@dataclass(frozen=True)
class Alike:
    """Running clocks of one kind that began on one day with one limit and end on one day.

    :ivar kind: index in ``KINDS``
    :ivar begun: the county's day on which they began
    """

    kind: int
    begun: date
    amount: str
    unit: str
    due_on: date
    provisional: bool
    count: int

    @property
    def key(self) -> Key:
        """What tells them from others."""
        return self.begun, self.amount, self.unit, self.due_on


def alike(session: Session, which: ColumnElement[bool]) -> Iterator[Alike]:
    """Yield the plain clocks among those that fit: they run, and were neither paused nor extended."""
    plain = select(kind_of().label("kind"), *_key(), Clock.provisional).where(which, is_plain()).subquery()
    query = select(*plain.c, func.count()).group_by(*plain.c)
    for row in session.execute(query).tuples():
        yield Alike(*row)


def is_plain() -> ColumnElement[bool]:
    """Return the condition that nothing but its start and its limit says where a running clock ends."""
    moved = select(ClockEntry.clock_id).where(ClockEntry.kind.in_(MOVING))
    return and_(Clock.state == "running", Clock.id.not_in(moved))


def count_by_unit(
    session: Session, which: ColumnElement[bool], keys: Collection[Key]
) -> Iterator[tuple[int, int]]:
    """Yield units with how many plain clocks of cases there are among ``keys``; a unit may come often."""
    plain = (
        select(Case.unit_id, *_key()).join(Clock, Clock.case_id == Case.id).where(which, is_plain())
    ).subquery()
    # Put together by the database and picked here: it would hold every clock against every key.
    for unit_id, *key, count in session.execute(select(*plain.c, func.count()).group_by(*plain.c)).tuples():
        if tuple(key) in keys:
            yield unit_id, count


def page_of(
    session: Session,
    which: ColumnElement[bool],
    keys: Mapping[int, Collection[Key]],
    others: Sequence[Place],
    *,
    after: Place,
    size: int,
) -> Sequence[Place]:
    """Return where the clocks among ``keys`` and ``others`` stand, in order.

    :param keys: kind -> keys of the plain clocks of that kind
    """
    found = [place for place in others if place > after]
    for kind in sorted(each for each in keys if each >= after.kind):
        if sum(place.kind < kind for place in found) >= size:
            break
        first = after.id if kind == after.kind else 0
        for some in _batched(keys[kind], AT_ONCE):
            one = select(Clock.id).where(which, is_plain(), kind_of() == kind, Clock.id > first, _among(some))
            ids = session.scalars(one.order_by(Clock.id).limit(size))
            found += (Place(kind, clock_id) for clock_id in ids)
    return sorted(found)[:size]


def others(which: ColumnElement[bool]) -> ColumnElement[bool]:
    """Return the condition that a clock fits and is to be counted by itself."""
    return and_(which, or_(Clock.state != "running", ~is_plain()))


def _key() -> tuple[SQLColumnExpression[Any], ...]:
    return _CountyDay(Clock.counted_from), Clock.amount, Clock.unit, Clock.due_on


def _batched(keys: Collection[Key], size: int) -> Iterator[Sequence[Key]]:
    """Yield ``size`` keys at a time."""
    ordered = list(keys)
    for first in range(0, len(ordered), size):
        yield ordered[first : first + size]


def _among(keys: Sequence[Key]) -> ColumnElement[bool]:
    return tuple_(*_key()).in_(keys)
