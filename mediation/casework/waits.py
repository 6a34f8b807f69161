"""Timers of a process that wait for their clocks."""

from collections.abc import Collection
from datetime import datetime
from functools import cache

from sqlalchemy import Select, bindparam, delete, select

from mediation.casework.model import ProcessInstance, TimerWait, WorkItem
from mediation.clocks import operations as clocks
from mediation.clocks.model import Clock
from mediation.engine.instance import OpenTask
from mediation.kernel.actor import SYSTEM
from mediation.kernel.unit_of_work import UnitOfWork


def put(uow: UnitOfWork, row: ProcessInstance, *, task: OpenTask, clock: Clock) -> None:
    """Let the timer ``task`` wait until ``clock`` has run out."""
    uow.add(
        TimerWait(
            instance_id=row.id,
            case_id=row.case_id,
            task_ref=task.ref,
            element=task.element.id,
            clock_id=clock.id,
        )
    )
    row.timers += 1


def forget(uow: UnitOfWork, row: ProcessInstance, *, refs: Collection[str], at: datetime) -> None:
    """Let the timers among ``refs`` wait no more, and stop the clocks that were theirs alone.

    A clock that an open task works against as well runs on with the task.
    """
    found = uow.session.scalars(
        select(TimerWait).where(TimerWait.instance_id == row.id, TimerWait.task_ref.in_(refs))
    ).all()
    if found:
        shared = set(uow.session.scalars(_open_on(), {"on_clocks": [wait.clock_id for wait in found]}))
        for wait in found:
            clock = uow.session.get(Clock, wait.clock_id)
            if clock is not None and clock.scope == "item" and clock.id not in shared:
                clocks.stop(uow, clock=clock, reason="done", at=at, by=SYSTEM)
        uow.session.execute(delete(TimerWait).where(TimerWait.id.in_([wait.id for wait in found])))
        row.timers -= len(found)


@cache
def _open_on() -> Select[tuple[int | None]]:
    on_clocks = WorkItem.clock_id.in_(bindparam("on_clocks", expanding=True))
    return select(WorkItem.clock_id).where(on_clocks, WorkItem.state == "open")
