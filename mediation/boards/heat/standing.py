"""How many stand at each step of a process now: open tasks, timers waiting, automatic steps parked."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import CompoundSelect, Select, and_, false, func, or_, select, union_all
from sqlalchemy.orm import Session

from mediation.boards.heat.asked import Asked, in_hand
from mediation.casework.model import ParkedStep, ProcessInstance, TimerWait, WorkItem
from mediation.engine.definition import Definition, Element

Place = tuple[str, str | None]
"""A process and the level at which it runs."""

TIMER = "timer_event"
# Rows of co-signers are left out: no token waits for them.
_OPEN = (WorkItem.state == "open", WorkItem.parent_id.is_(None))
_IS_CALLED = ProcessInstance.process != WorkItem.process


@dataclass(frozen=True)
class Now:
    """What stands at one element, in cases.

    :ivar count: all cases that stand there: with open tasks, with timers waiting for their day, with
        an automatic step that failed, or inside the process it calls
    :ivar late: those with an overdue task there
    """

    count: int = 0
    late: int = 0
    timers: int = 0
    parked: int = 0
    inside: int = 0


def standing(session: Session, asked: Asked, drawn: Definition, *, at: datetime) -> dict[str, Now]:
    """Return what stands at each element at the moment ``at``, in the hands of the unit asked for.

    What stands inside a called process is counted at the call. Where the same process is called
    from two places of one diagram, each shows what stands in both.
    """
    found: dict[str, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    calls = {each.id: _inside(drawn, each) for each in _calls_of(drawn, asked.process)}
    for row in session.execute(_open_tasks(asked, at)):
        if row.process == asked.process:
            found[row.element]["tasks"].add(row.case_id)
            if row.is_late:
                found[row.element]["late"].add(row.case_id)
        if row.is_called:
            for element, places in calls.items():
                if (row.process, row.task_level) in places:
                    found[element]["inside"].add(row.case_id)
    for name, query in (("timers", _timers(asked, drawn)), ("parked", _parked(asked))):
        for element, case_id in session.execute(query):
            found[element][name].add(case_id)
    return {element: _now(sets) for element, sets in found.items()}


def _now(sets: Mapping[str, set[int]]) -> Now:
    count = len(set().union(*sets.values()))
    return Now(count, *(len(sets.get(name, ())) for name in ("late", "timers", "parked", "inside")))


def cases_at(
    drawn: Definition, process: str, element: str, *, version: str = ""
) -> CompoundSelect[Any] | None:
    """Return the query of the ids of the cases that :func:`standing` counts at one element.

    None where the diagrams have no such element.

    :param version: beginning of the digest of the publication whose cases are meant; "": all
    """
    here = drawn.elements.get((process, element))
    if here is None:
        return None
    parts = [
        _ids(WorkItem, version).where(*_OPEN, WorkItem.process == process, WorkItem.element == element),
        _ids(ParkedStep, version).where(
            ParkedStep.process == process, ParkedStep.element == element, ParkedStep.resolved_at.is_(None)
        ),
    ]
    if here.kind == TIMER:
        parts.append(_ids(TimerWait, version).where(TimerWait.element == element))
    if here.called:
        inside = (
            and_(WorkItem.process == name, WorkItem.task_level.is_not_distinct_from(level))
            for name, level in sorted(_inside(drawn, here), key=str)
        )
        parts.append(_ids(WorkItem, version).where(*_OPEN, _IS_CALLED, or_(*inside)))
    return union_all(*parts)


def _ids(of: Any, version: str) -> Select[Any]:
    query = select(of.case_id).join(ProcessInstance, ProcessInstance.id == of.instance_id)
    return query.where(ProcessInstance.digest.startswith(version, autoescape=True)) if version else query


def _open_tasks(asked: Asked, at: datetime) -> Any:
    is_late = or_(WorkItem.late, func.coalesce(WorkItem.due_at <= at, false()))
    columns = (WorkItem.case_id, WorkItem.process, WorkItem.element, WorkItem.task_level)
    query = select(*columns, _IS_CALLED.label("is_called"), is_late.label("is_late")).where(*_OPEN)
    return in_hand(asked, query, WorkItem.case_id, WorkItem.instance_id)


def _timers(asked: Asked, drawn: Definition) -> Any:
    """Leave out timers at the edge of something: the token stands on what they are attached to."""
    known = [each.id for each in drawn.diagram(asked.process).elements.values() if each.kind == TIMER]
    query = select(TimerWait.element, TimerWait.case_id).where(TimerWait.element.in_(known))
    return in_hand(asked, query, TimerWait.case_id, TimerWait.instance_id)


def _parked(asked: Asked) -> Any:
    query = select(ParkedStep.element, ParkedStep.case_id)
    query = query.where(ParkedStep.process == asked.process, ParkedStep.resolved_at.is_(None))
    return in_hand(asked, query, ParkedStep.case_id, ParkedStep.instance_id)


def _calls_of(drawn: Definition, process: str) -> list[Element]:
    return [each for each in drawn.diagram(process).elements.values() if each.called]


def _inside(drawn: Definition, call: Element) -> set[Place]:
    """Return what runs inside a call: processes, each with the levels at which it does."""
    begins = {call.level} if call.level else _levels_of(drawn, call.process)
    return {place for level in begins for place in _reached(drawn, call.called or "", level)}


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
