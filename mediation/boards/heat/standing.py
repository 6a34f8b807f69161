"""How many stand at each step of a process now: open tasks, timers waiting, automatic steps parked."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, case, func, or_, select
from sqlalchemy.orm import Session

from mediation.boards.heat.asked import Asked, in_hand
from mediation.casework.model import ParkedStep, ProcessInstance, TimerWait, WorkItem
from mediation.engine.definition import Definition

Place = tuple[str, str | None]
"""A process and the level at which it runs."""


@dataclass(frozen=True)
class Now:
    """What stands at one element.

    :ivar tasks: open tasks, ``late`` of them overdue
    :ivar timers: timers waiting for their day
    :ivar parked: automatic steps that failed and wait to be tried again
    :ivar inside: all that stands inside the process it calls
    """

    tasks: int = 0
    late: int = 0
    timers: int = 0
    parked: int = 0
    inside: int = 0

    @property
    def count(self) -> int:
        """All of them together."""
        return self.tasks + self.timers + self.parked + self.inside


def standing(session: Session, asked: Asked, drawn: Definition, *, at: datetime) -> dict[str, Now]:
    """Return what stands at each element at the moment ``at``, in the hands of the unit asked for.

    What stands inside a called process is counted at the call. Where the same process is called
    from two places of one diagram, each shows what stands in both.
    """
    tasks = session.execute(_open_tasks(asked, at)).all()
    timers, parked = _timers(session, asked, drawn), _parked(session, asked)
    inside = _inside(drawn, asked.process, tasks)
    own: Counter[str] = Counter()
    late: Counter[str] = Counter()
    for row in tasks:
        if row.process == asked.process:
            own[row.element] += row.tasks
            late[row.element] += row.late
    return {
        element: Now(
            tasks=own[element],
            late=late[element],
            timers=timers.get(element, 0),
            parked=parked.get(element, 0),
            inside=inside.get(element, 0),
        )
        for element in {*own, *timers, *parked, *inside}
    }


def _open_tasks(asked: Asked, at: datetime) -> Any:
    is_late = or_(WorkItem.late, and_(WorkItem.due_at.is_not(None), WorkItem.due_at <= at))
    is_called = ProcessInstance.process != WorkItem.process
    by = (WorkItem.process, WorkItem.element, WorkItem.task_level, is_called.label("is_called"))
    query = (
        select(*by, func.count().label("tasks"), func.sum(case((is_late, 1), else_=0)).label("late"))
        .where(WorkItem.state == "open", WorkItem.parent_id.is_(None))
        .group_by(*by)
    )
    return in_hand(asked, query, WorkItem.case_id, WorkItem.instance_id)


def _timers(session: Session, asked: Asked, drawn: Definition) -> Mapping[str, int]:
    """Leave out timers at the edge of something: the token stands on what they are attached to."""
    known = [each.id for each in drawn.diagram(asked.process).elements.values() if each.kind == "timer_event"]
    if not known:
        return {}
    query = select(TimerWait.element, func.count().label("times")).where(TimerWait.element.in_(known))
    query = in_hand(asked, query.group_by(TimerWait.element), TimerWait.case_id, TimerWait.instance_id)
    return {row.element: row.times for row in session.execute(query)}


def _parked(session: Session, asked: Asked) -> Mapping[str, int]:
    query = (
        select(ParkedStep.element, func.count().label("times"))
        .where(ParkedStep.process == asked.process, ParkedStep.resolved_at.is_(None))
        .group_by(ParkedStep.element)
    )
    query = in_hand(asked, query, ParkedStep.case_id, ParkedStep.instance_id)
    return {row.element: row.times for row in session.execute(query)}


def _inside(drawn: Definition, process: str, tasks: Any) -> Mapping[str, int]:
    counts: Counter[Place] = Counter()
    for row in tasks:
        if row.is_called:
            counts[(row.process, row.task_level)] += row.tasks
    levels = _levels_of(drawn, process)
    found: dict[str, int] = {}
    for element in drawn.diagram(process).elements.values():
        if element.called:
            begins = {element.level} if element.level else levels
            places = {place for level in begins for place in _reached(drawn, element.called, level)}
            found[element.id] = sum(counts[place] for place in places)
    return found


def _levels_of(drawn: Definition, process: str) -> set[str | None]:
    """Return the levels at which a process runs: those of the calls that lead to it."""
    roots = set(drawn.diagrams) - _called(drawn)
    reached = {place for root in roots for place in _reached(drawn, root, None)}
    return {level for name, level in reached if name == process} or {None}


def _called(drawn: Definition) -> set[str]:
    return {element.called for element in drawn.elements.values() if element.called}


def _reached(drawn: Definition, process: str, level: str | None) -> set[Place]:
    """Return ``process`` and all it calls, each with the levels at which that happens."""
    found: set[Place] = set()
    left = [(process, level)]
    while left:
        place = left.pop()
        if place not in found and place[0] in drawn.diagrams:
            found.add(place)
            left.extend(_calls(drawn, *place))
    return found


def _calls(drawn: Definition, process: str, level: str | None) -> Iterator[Place]:
    for element in drawn.diagram(process).elements.values():
        if element.called:
            yield element.called, element.level or level
