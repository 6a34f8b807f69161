"""PostgreSQL counts by itself: a year's tasks never leave it."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Double,
    Integer,
    Select,
    String,
    Subquery,
    and_,
    cast,
    column,
    false,
    func,
    literal,
    null,
    select,
    true,
    tuple_,
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

# What tells tasks apart, in the order of what is added up of them.
SORT = ("element", *OF_TASKS)
# The county's days, as arithmetic: asking for the time zone of every task costs more than the rest.
SHANGHAI_SECONDS, DAY, EPOCHS_WEEKDAY = 8 * 3600, 86_400, 3


def found(session: Session, asked: Asked, limits: Mapping[str, float], *, at: datetime, most: int) -> Found:
    """Return what is far out among the tasks done in the period and those open at ``at``."""
    tasks = _Tasks(asked, limits, at)
    by_element: Counter[str] = Counter()
    far: Tally = Counter()
    everything: Tally = Counter()
    total = 0
    for of_cases, element, *given, count, outside in session.execute(tasks.counted()):
        names = OF_CASES if of_cases else OF_TASKS
        _add(far, everything, names, given[: len(names)], count, outside)
        if not of_cases:
            total += int(count)
            by_element[element] += int(outside)
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

    def counted(self) -> Select[Any]:
        """Return the query of how many there are of each sort, and how many of these are far out.

        Rows are of tasks (element, role, level, weekday, nothing) or of cases (nothing, kind, source, risk,
        place); these are gathered by case first, as cases are far fewer. Both in one look at the tasks.
        """
        both = union_all(*self._grouped()).cte("both")
        count, far = func.sum(both.c.count), func.sum(both.c.far)
        sort = [both.c[name] for name in SORT]
        known = (*sort[:-1], cast(both.c.weekday, String))
        of_tasks = select(false(), *known, null(), count, far).where(both.c.case_id.is_(None)).group_by(*sort)
        place = func.split_part(Unit.path, "/", below_part(self._asked) + 1)
        has = (Case.kind, Case.source, Case.risk, place)
        of_cases = select(true(), null(), *has, count, far).join(Case, Case.id == both.c.case_id)
        of_cases = of_cases.join(Unit, Unit.id == Case.unit_id).group_by(*has)
        return select(union_all(of_tasks, of_cases).subquery())

    def _grouped(self) -> Iterator[Select[Any]]:
        for each in self._rows():
            sort = [each.c[name] for name in SORT]
            sets = func.grouping_sets(tuple_(*sort), tuple_(each.c.case_id))
            counts = func.count().label("count"), func.count().filter(each.c.is_far).label("far")
            yield select(each.c.case_id, *sort, *counts).group_by(sets)

    def _rows(self) -> Iterator[Subquery]:
        """Yield the tasks, one a row, behind a fence.

        Looking through it, PostgreSQL would take the weekday for as many sorts as there are moments, and
        put a year's tasks in order on disk instead of counting them in memory.
        """
        days = func.date_part("epoch", WorkItem.opened_at, type_=Double) + SHANGHAI_SECONDS
        weekday = (cast(func.floor(days / DAY), Integer) + EPOCHS_WEEKDAY) % 7 + 1
        sort = (WorkItem.element, WorkItem.role, WorkItem.task_level, weekday)
        columns: list[ColumnElement[Any]] = [each.label(name) for each, name in zip(sort, SORT, strict=True)]
        for query, until, _ in self._sets:
            is_far = and_(hours_on_postgresql(until) > self._limits.c.hours, self._may_be)
            asked = query(self._asked, WorkItem.case_id, *columns, is_far.label("is_far"))
            yield self._limited(asked).offset(0).subquery()

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
