"""Puts tasks into inboxes and takes them out again, with their clocks."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import func, select, update

from mediation.cases.model import Attempt, Case
from mediation.casework.events import WorkCancelled, WorkDiverted, WorkOpened
from mediation.casework.model import FAR, ProcessInstance, WorkItem, WorkMove
from mediation.casework.routing import Desk, find_desk
from mediation.clocks import operations as clocks
from mediation.clocks.model import Clock
from mediation.engine.instance import OpenTask
from mediation.kernel.actor import SYSTEM, Actor
from mediation.kernel.clock import day_of
from mediation.kernel.unit_of_work import UnitOfWork
from mediation.people.rules import post_title
from mediation.units.queries import unit as unit_view

RISK_RANKS = ("red", "orange", "yellow")


def rank_by_risk(uow: UnitOfWork, case: Case) -> None:
    """Let the open tasks of ``case`` stand in lists by its present risk; one statement."""
    uow.session.execute(
        update(WorkItem)
        .where(WorkItem.case_id == case.id, WorkItem.state == "open")
        .values(risk_rank=RISK_RANKS.index(case.risk))
    )


def open_item(
    uow: UnitOfWork,
    *,
    case: Case,
    instance: ProcessInstance,
    task: OpenTask,
    clock: Clock | None,
    attempt: Attempt | None,
    desk: Desk | None = None,
    at: datetime,
) -> WorkItem:
    """Put ``task`` into the inbox it belongs to; tell where a vacant post sent it.

    :param desk: whose it is, where that is not for the diagram to say
    """
    desk = desk or find_desk(uow, case=case, instance=instance, task=task, on=day_of(at))
    element = task.element
    item = WorkItem(
        case_id=case.id,
        instance_id=instance.id,
        task_ref=task.ref,
        process=element.process,
        element=element.id,
        label=element.label,
        label_en=element.label_en or "",
        form_key=element.form_key,
        step=element.step,
        role=desk.role,
        unit_id=desk.unit_id,
        diverted_from_id=desk.diverted_from_id,
        diverted_from_role=desk.diverted_from_role,
        person_id=desk.person_id,
        attempt_id=attempt.id if attempt else None,
        task_level=task.level,
        turn=task.turn,
        clock_id=clock.id if clock else None,
        due_at=clock.due_at if clock else None,
        due_on=clock.due_on if clock else None,
        sort_at=(clock.due_at if clock else None) or FAR,
        provisional=clock.provisional if clock else False,
        late=bool(clock and clock.state == "reached"),
        state="open",
        opened_at=at,
        risk_rank=RISK_RANKS.index(case.risk),
        kind=case.kind,
    )
    uow.add(item)
    uow.session.flush()
    if desk.diverted_from_role is not None:
        _tell_diversion(uow, case=case, desk=desk, label=element.label, at=at)
    uow.record(
        WorkOpened(
            case_id=case.id,
            item_id=item.id,
            label=item.label,
            role=item.role,
            unit_id=item.unit_id,
            person_id=item.person_id,
            due_on=item.due_on,
            at=at,
            by=SYSTEM,
        )
    )
    return item


def _tell_diversion(uow: UnitOfWork, *, case: Case, desk: Desk, label: str, at: datetime) -> None:
    assert desk.diverted_from_id is not None
    assert desk.diverted_from_role is not None
    vacant_at = unit_view(uow.session, desk.diverted_from_id)
    taken_at = unit_view(uow.session, desk.unit_id)
    uow.record(
        WorkDiverted(
            case_id=case.id,
            label=label,
            vacant=post_title(vacant_at.full_name, uow.locality.role(desk.diverted_from_role).title),
            taken_by=post_title(taken_at.full_name, uow.locality.role(desk.role).title),
            at=at,
            by=SYSTEM,
        )
    )


def close_item(
    uow: UnitOfWork, item: WorkItem, *, state: str, clock_stays: bool = False, by: Actor, at: datetime
) -> None:
    """Take ``item`` out of the inbox as "done" or "cancelled" and stop the clock that was its own.

    Whoever was asked to co-sign it is asked no more.

    :param clock_stays: its clock is not stopped, because the work is late and not done
    """
    if item.cosigns_open:
        drop_cosigns(uow, item, by=by, at=at)
    item.state = state
    item.closed_at = at
    item.closed_by = by.person_id
    item.closed_post = by.post
    clock = uow.session.get(Clock, item.clock_id) if item.clock_id else None
    if clock is None or clock.scope != "item" or clock_stays:
        return
    if item.turn is None or not _others_share(uow, item):
        clocks.stop(uow, clock=clock, reason=state, at=at, by=by)


def cancel_items(
    uow: UnitOfWork, instance: ProcessInstance, *, refs: Collection[str], by: Actor, at: datetime
) -> None:
    """Take the tasks whose tokens went out of the inbox, and say so."""
    items = uow.session.scalars(
        select(WorkItem).where(
            WorkItem.instance_id == instance.id,
            WorkItem.task_ref.in_(refs),
            WorkItem.state == "open",
            WorkItem.parent_id.is_(None),
        )
    ).all()
    for item in items:
        close_item(uow, item, state="cancelled", by=by, at=at)
    if items:
        labels = "、".join(item.label for item in items)
        uow.record(WorkCancelled(case_id=instance.case_id, labels=labels, at=at, by=by))


def drop_cosigns(uow: UnitOfWork, item: WorkItem, *, by: Actor, at: datetime) -> None:
    """Cancel the open questions to co-signers of ``item``."""
    asked = uow.session.scalars(
        select(WorkItem).where(WorkItem.parent_id == item.id, WorkItem.state == "open")
    ).all()
    for row in asked:
        row.state, row.closed_at = "cancelled", at
        row.closed_by, row.closed_post = by.person_id, by.post
    uow.session.execute(
        update(WorkMove)
        .where(WorkMove.to_item_id.in_([row.id for row in asked]), WorkMove.outcome.is_(None))
        .values(outcome="dropped", answered_at=at)
    )
    item.cosigns_open = 0


def _others_share(uow: UnitOfWork, item: WorkItem) -> bool:
    """Say whether colleagues still work against the same clock (one opinion per panel member)."""
    count = uow.session.scalar(
        select(func.count())
        .select_from(WorkItem)
        .where(WorkItem.clock_id == item.clock_id, WorkItem.state == "open", WorkItem.id != item.id)
    )
    return bool(count)
