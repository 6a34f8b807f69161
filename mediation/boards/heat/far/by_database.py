"""PostgreSQL counts by itself: a year's tasks never leave it."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Double,
    Integer,
    Select,
    String,
    and_,
    cast,
    column,
    func,
    literal,
    select,
    union_all,
    values,
)
from sqlalchemy.orm import Session

from mediation.boards.heat.asked import Asked, below_part, done, still_open
from mediation.boards.heat.far.found import OF_CASES, OF_TASKS, Found, Outlier, Tally
from mediation.boards.heat.taking import hours_on_postgresql, may_be_far_out
from mediation.cases.model import Case
from mediation.casework.model import WorkItem
from mediation.units.model import Unit

# The county's days, as arithmetic: asking for the time zone of every task costs more than the rest.
SHANGHAI_SECONDS, DAY, EPOCHS_WEEKDAY = 8 * 3600, 86_400, 3


def found(session: Session, asked: Asked, limits: Mapping[str, float], *, at: datetime, most: int) -> Found:
    """Return what is far out among the tasks done in the period and those open at ``at``."""
    tasks = _Tasks(asked, limits, at)
    by_element: Counter[str] = Counter()
    far: Tally = Counter()
    everything: Tally = Counter()
    total = 0
    for element, *given, weekday, count, outside in session.execute(tasks.by_themselves()):
        total += int(count)
        by_element[element] += int(outside)
        _add(far, everything, OF_TASKS, (*given, str(weekday + 1)), count, outside)
    for *given, count, outside in session.execute(tasks.by_case()):
        _add(far, everything, OF_CASES, given, count, outside)
    listed = sorted(tasks.furthest(session, most), key=lambda each: (-each.hours / each.limit, each.item_id))
    return Found(tuple(listed[:most]), total, by_element, far, everything)


def _add(
    far: Tally, everything: Tally, names: Sequence[str], given: Sequence[Any], count: Any, outside: Any
) -> None:
    for name, value in zip(names, given, strict=True):
        everything[(name, value or "")] += int(count)
        if outside:
            far[(name, value or "")] += int(outside)


class _Tasks:
    """The tasks looked at, each with the limit of its step."""

    def __init__(self, asked: Asked, limits: Mapping[str, float], at: datetime) -> None:
        self._asked = asked
        self._limits = values(column("element", String), column("hours", Double), name="limits").data(
            list(limits.items())
        )
        self._may_be = may_be_far_out(at)
        self._sets = ((done, WorkItem.closed_at, False), (still_open, literal(at), True))

    def by_themselves(self) -> Select[Any]:
        """Return the query of how many there are of each sort, and how many of these are far out."""
        days = func.date_part("epoch", WorkItem.opened_at, type_=Double) + SHANGHAI_SECONDS
        weekday = (cast(func.floor(days / DAY), Integer) + EPOCHS_WEEKDAY) % 7
        return self._grouped(WorkItem.element, WorkItem.role, WorkItem.task_level, weekday)

    def by_case(self) -> Select[Any]:
        """Return the same query for what the case says: first by case, as there are far fewer cases."""
        by, count, far = self._grouped(WorkItem.case_id).subquery().c
        place = func.split_part(Unit.path, "/", below_part(self._asked) + 1)
        has = (Case.kind, Case.source, Case.risk, place)
        query = select(*has, func.sum(count), func.sum(far)).join(Case, Case.id == by)
        return query.join(Unit, Unit.id == Case.unit_id).group_by(*has)

    def _grouped(self, *columns: Any) -> Select[Any]:
        named = [each.label(f"by_{turn}") for turn, each in enumerate(columns)]
        parts = []
        for query, until, _ in self._sets:
            is_far = and_(hours_on_postgresql(until) > self._limits.c.hours, self._may_be)
            counts = func.count().label("count"), func.count().filter(is_far).label("far")
            parts.append(self._limited(query(self._asked, *named, *counts)).group_by(*columns))
        both = union_all(*parts).subquery()
        by = [both.c[each.name] for each in named]
        counts = func.sum(both.c.count).label("count"), func.sum(both.c.far).label("far")
        return select(*by, *counts).group_by(*by)

    def furthest(self, session: Session, most: int) -> Iterator[Outlier]:
        """Yield the furthest out of those done, and of those open."""
        limit = self._limits.c.hours
        for query, until, is_open in self._sets:
            hours = hours_on_postgresql(until)
            columns = (WorkItem.id, WorkItem.case_id, WorkItem.element, hours, limit)
            made = self._limited(query(self._asked, *columns)).where(hours > limit, self._may_be)
            for row in session.execute(made.order_by((hours / limit).desc(), WorkItem.id).limit(most)):
                item, case, element, taken, beyond = row
                yield Outlier(item, case, element, taken, beyond, is_open)

    def _limited(self, query: Select[Any]) -> Select[Any]:
        return query.join(self._limits, self._limits.c.element == WorkItem.element)
