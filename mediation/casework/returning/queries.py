"""Where a task may be sent back to, what may still be taken back, and what was answered before."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session

from mediation.cases.model import CaseRecord
from mediation.casework.model import ProcessInstance, WorkItem, WorkMove
from mediation.casework.returning.law import USER, lawful, may_pass, may_redo, offered_again
from mediation.casework.returning.meanwhile import first_by_others
from mediation.casework.returning.undoing import done_items
from mediation.casework.steps import all_undo
from mediation.engine.instance import Instance
from mediation.people.model import Person
from mediation.processes.queries import definition

RETURNS = ("sent_back", "taken_back")


@dataclass(frozen=True)
class Place:
    """An earlier step one may return to.

    :ivar who: who did it, and when
    :ivar voids: labels of what will have to be done anew besides, in the order of the way
    """

    element: str
    label: str
    label_en: str
    who: str
    when: datetime
    voids: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Own:
    """What somebody did last in a process of a case, and might take back."""

    item_id: int
    label: str
    label_en: str
    when: datetime


@dataclass(frozen=True)
class Answered:
    """What was answered before the step was opened again.

    :ivar reason: why it was opened again; ``kind`` is sent_back or taken_back
    :ivar answers: JSON values by field, as far as they may be offered again
    """

    kind: str
    by: str
    reason: str
    at: datetime
    answers: Mapping[str, Any]


def places(session: Session, item_id: int) -> tuple[Place, ...]:
    """Return the earlier steps to which an open task may be sent back, the nearest first."""
    found = session.execute(
        select(WorkItem, ProcessInstance)
        .join(ProcessInstance, ProcessInstance.id == WorkItem.instance_id)
        .where(WorkItem.id == item_id, WorkItem.state == "open", WorkItem.parent_id.is_(None))
    ).first()
    if found is None:
        return ()
    item, row = found
    engine = Instance.load(definition(session, row.digest), row.process, row.state, _nothing)
    way = list(lawful(engine.earlier(item.task_ref, may_pass)))
    if not way:
        return ()
    done = done_items(session, row, way[-1].undone)
    names = _names(session, [each.closed_by for each in done if each])
    made: list[Place] = []
    seen: set[str] = set()
    for earlier in way:
        last = done[len(earlier.undone) - 1]
        # Of several rounds of a loop the nearest is offered.
        if last is None or last.closed_at is None or earlier.element.id in seen:
            continue
        seen.add(earlier.element.id)
        between = [(each.label, each.label_en) for each in reversed(earlier.undone[:-1]) if each.label]
        made.append(
            Place(
                element=last.element,
                label=last.label,
                label_en=last.label_en,
                who=names.get(last.closed_by or 0, ""),
                when=last.closed_at,
                voids=tuple(dict.fromkeys(between)),
            )
        )
    return tuple(made)


def own_last(session: Session, *, case_id: int, person_id: int) -> tuple[Own, ...]:
    """Return what the person did last in each process of the case under way, if nobody did anything since.

    Only what could be taken back now: nobody acted since, and what followed can be done anew.
    """
    rows = session.execute(_last_done(), {"case_id": case_id}).tuples()
    last: dict[int, tuple[WorkItem, ProcessInstance]] = {}
    for item, row in rows:
        last.setdefault(item.instance_id, (item, row))
    return tuple(
        Own(item.id, item.label, item.label_en, item.closed_at)
        for item, row in last.values()
        if item.closed_by == person_id
        and item.closed_at is not None
        and _may_redo(item)
        and _is_last(session, item, row, item.closed_at)
    )


def _is_last(session: Session, item: WorkItem, row: ProcessInstance, since: datetime) -> bool:
    """Say whether nobody acted on the case since, and the process still stands right behind the task."""
    assert item.closed_by is not None
    if first_by_others(session, case_id=item.case_id, since=since, person_id=item.closed_by) is not None:
        return False
    engine = Instance.load(definition(session, row.digest), row.process, row.state, _nothing)
    followed = engine.followed(item.process, item.element, may_pass)
    if followed is None or not all(map(may_redo, followed.undone)):
        return False
    return sum(element.kind == USER for element in followed.undone) == 1


def _may_redo(item: WorkItem) -> bool:
    return item.turn is None and (item.step is None or item.step in all_undo())


@cache
def _last_done() -> Select[tuple[WorkItem, ProcessInstance]]:
    return (
        select(WorkItem, ProcessInstance)
        .join(ProcessInstance, ProcessInstance.id == WorkItem.instance_id)
        .where(
            WorkItem.case_id == bindparam("case_id"),
            WorkItem.state == "done",
            ProcessInstance.finished_at.is_(None),
        )
        .order_by(WorkItem.closed_at.desc(), WorkItem.id.desc())
        .limit(50)
    )


def answered_before(session: Session, item_id: int) -> Answered | None:
    """Return what was answered before ``item_id`` was opened again; None where it was not."""
    row = session.execute(
        select(WorkMove, Person.name, WorkItem)
        .join(Person, Person.id == WorkMove.by_id)
        .join(WorkItem, WorkItem.id == WorkMove.to_item_id)
        .where(WorkMove.to_item_id == item_id, WorkMove.kind.in_(RETURNS))
    ).first()
    if row is None:
        return None
    move, name, item = row
    given = session.scalars(
        select(CaseRecord.answers)
        .join(WorkItem, WorkItem.id == CaseRecord.item_id)
        .where(
            CaseRecord.case_id == item.case_id,
            CaseRecord.element == item.element,
            WorkItem.instance_id == item.instance_id,
            CaseRecord.item_id < item.id,
        )
        .order_by(CaseRecord.id.desc())
        .limit(1)
    ).first()
    answers = offered_again(item.step, given or {})
    return Answered(kind=move.kind, by=name, reason=move.reason, at=move.at, answers=answers)


def opened_again(session: Session, item_id: int) -> int | None:
    """Return the task that opened when ``item_id`` was sent back; None where it was not."""
    query = select(WorkMove.to_item_id).where(WorkMove.item_id == item_id, WorkMove.kind == "sent_back")
    return session.scalars(query.order_by(WorkMove.id.desc()).limit(1)).first()


def _names(session: Session, person_ids: list[int | None]) -> dict[int, str]:
    query = select(Person.id, Person.name).where(Person.id.in_([each for each in person_ids if each]))
    return dict(session.execute(query).tuples().all())


def _nothing(name: str) -> Any:
    """Know nothing of the case: looking back asks no condition."""
    return None
