"""Clocks of work that went back: none is reset. What opens again goes on with the clock it had.

A process keeps, for each task that will be done anew, its clock and that of the work sent back. It
is asked once, when the task opens again; a later round of a loop begins afresh.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from mediation.casework.model import ProcessInstance, WorkItem
from mediation.clocks import operations as clocks
from mediation.clocks.model import Clock
from mediation.engine.instance import OpenTask, Report
from mediation.kernel.actor import SYSTEM, Actor
from mediation.kernel.unit_of_work import UnitOfWork

Facts = Callable[[str], Any]


def key_of(process: str, element: str) -> str:
    """Return under what a task's clock is kept."""
    return f"{process}/{element}"


def keep(row: ProcessInstance, items: Iterable[WorkItem], *, sent_back: int | None) -> None:
    """Keep the clocks of ``items``, the newest first, until their tasks open again.

    :param sent_back: clock of the work that was sent back or taken back
    """
    kept = dict(row.kept_clocks)
    for item in reversed(list(items)):
        if item.turn is None:
            kept[key_of(item.process, item.element)] = [item.clock_id, sent_back]
    row.kept_clocks = kept


def carried(
    uow: UnitOfWork,
    *,
    row: ProcessInstance,
    report: Report,
    facts: Facts,
    attempt_id: int | None,
    at: datetime,
    by: Actor,
) -> dict[str, Clock]:
    """Return the clocks that go on with what opened, by ref: of tasks, and of timers at their edge."""
    found: dict[str, Clock] = {}
    hosts: dict[tuple[str, str], Clock] = {}
    kept = dict(row.kept_clocks)
    for task in report.opened:
        element = task.element
        own, sent_back = kept.pop(key_of(element.process, element.id), (None, None))
        if element.due_policy is None or (own is None and sent_back is None):
            continue
        clock = clocks.start_again(
            uow,
            case_id=row.case_id,
            policy=element.due_policy,
            facts=facts,
            attempt_id=attempt_id if task.level else None,
            earlier=uow.get(Clock, own) if own else None,
            sent_back=uow.get(Clock, sent_back) if sent_back else None,
            digest=row.digest,
            at=at,
            by=by,
        )
        found[task.ref] = hosts[element.process, element.id] = clock
        if own is not None and own != clock.id:
            _end_lateness(uow, own, at=at)
    for timer in report.timers:
        host = hosts.get((timer.element.process, timer.element.attached_to or ""))
        edge = _of_edge(uow, row, timer, host) if host is not None else None
        if edge is not None:
            found[timer.ref] = clocks.go_on(uow, clock=edge, at=at, by=by)
    row.kept_clocks = kept
    return found


def _of_edge(uow: UnitOfWork, row: ProcessInstance, timer: OpenTask, host: Clock) -> Clock | None:
    """Return the clock on which a boundary timer of a task that opens again waited before."""
    if timer.element.timer == host.policy:
        return host
    query = select(Clock).where(Clock.case_id == row.case_id, Clock.policy == timer.element.timer)
    same_try = Clock.attempt_id.is_(None) if host.attempt_id is None else Clock.attempt_id == host.attempt_id
    return uow.session.scalars(query.where(same_try).order_by(Clock.id.desc()).limit(1)).first()


def let_go(uow: UnitOfWork, *, row: ProcessInstance, at: datetime) -> None:
    """Forget what was kept, because the try or the process is over; what ran on late ends with it."""
    kept = {clock_id for clock_ids in row.kept_clocks.values() for clock_id in clock_ids if clock_id}
    row.kept_clocks = {}
    for clock_id in sorted(kept):
        _end_lateness(uow, clock_id, at=at)


def _end_lateness(uow: UnitOfWork, clock_id: int, *, at: datetime) -> None:
    """Stop a clock that stayed because its work was late, and that the work left for another."""
    clock = uow.get(Clock, clock_id)
    if clock.scope == "item" and clock.state == "reached" and not _worked_on(uow, clock.id):
        clocks.stop(uow, clock=clock, reason="cancelled", at=at, by=SYSTEM)


def _worked_on(uow: UnitOfWork, clock_id: int) -> bool:
    on_it = select(func.count()).select_from(WorkItem)
    return bool(uow.session.scalar(on_it.where(WorkItem.clock_id == clock_id, WorkItem.state == "open")))
