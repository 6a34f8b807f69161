"""Figures for whoever watches the machine: how much is open and late, what waits, what failed.

They are counts of the whole county without any case in them, read off indexes in one statement.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, func, literal_column, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from mediation.casework.model import ParkedStep, WorkItem
from mediation.clocks.model import Clock
from mediation.kernel.clock import day_of, start_of
from mediation.kernel.columns import Moment
from mediation.notifications.model import Delivery, Notice

# Literals, so that PostgreSQL sees that the partial indexes cover them, in prepared statements too.
_OPEN = WorkItem.state == literal_column("'open'")
_RUNNING = Clock.state == literal_column("'running'")


@dataclass(frozen=True)
class Gauges:
    """What is counted; ages in seconds, 0 where nothing waits.

    :ivar due_today_tasks: open tasks that fall due before the day is over
    :ivar late_tasks: open tasks whose time is over
    :ivar due_clocks: clocks that ought to have fired by now
    :ivar tick_lag_seconds: for how long the first of them has waited
    :ivar parked_clocks: clocks that could not be fired and are tried again later
    :ivar parked_steps: automatic steps that failed and wait for somebody
    :ivar outbox_waiting: notices not yet shared out, and messages not yet sent whose time has come
    :ivar deliveries_unsure: may have arrived; somebody decides
    """

    open_tasks: int
    due_today_tasks: int
    late_tasks: int
    due_clocks: int
    tick_lag_seconds: float
    parked_clocks: int
    parked_steps: int
    outbox_waiting: int
    outbox_age_seconds: float
    deliveries_failed: int
    deliveries_unsure: int


def gauges(session: Session, *, at: datetime) -> Gauges:
    """Return the figures at the moment ``at``."""
    tomorrow = start_of(day_of(at) + timedelta(days=1))
    row = session.execute(_query(), {"at": at, "tomorrow": tomorrow}).one()
    oldest = [moment for moment in (row.unsent_since, row.waiting_since) if moment is not None]
    return Gauges(
        open_tasks=row.open_tasks,
        due_today_tasks=row.until_tomorrow - row.late_tasks,
        late_tasks=row.late_tasks,
        due_clocks=row.due_clocks,
        tick_lag_seconds=_age(row.wakes_at, at),
        parked_clocks=row.parked_clocks,
        parked_steps=row.parked_steps,
        outbox_waiting=row.unsent + row.waiting,
        outbox_age_seconds=_age(min(oldest, default=None), at),
        deliveries_failed=row.failed,
        deliveries_unsure=row.unsure,
    )


def _age(since: datetime | None, at: datetime) -> float:
    return max((at - since).total_seconds(), 0.0) if since is not None else 0.0


@cache
def _query() -> Select[Any]:
    at, tomorrow = bindparam("at", type_=Moment), bindparam("tomorrow", type_=Moment)
    waiting = (Delivery.state == literal_column("'waiting'"), Delivery.next_at <= at)
    return select(
        _count(WorkItem.id, _OPEN).label("open_tasks"),
        _count(WorkItem.id, _OPEN, WorkItem.sort_at < tomorrow).label("until_tomorrow"),
        _count(WorkItem.id, _OPEN, WorkItem.sort_at <= at).label("late_tasks"),
        _count(Clock.id, _RUNNING, Clock.wake_at <= at).label("due_clocks"),
        _first(Clock.wake_at, _RUNNING).label("wakes_at"),
        _count(Clock.id, _RUNNING, Clock.failures > literal_column("0")).label("parked_clocks"),
        _count(ParkedStep.id, ParkedStep.resolved_at.is_(None)).label("parked_steps"),
        _count(Notice.id, Notice.sent_at.is_(None)).label("unsent"),
        _first(Notice.at, Notice.sent_at.is_(None)).label("unsent_since"),
        _count(Delivery.id, *waiting).label("waiting"),
        _first(Delivery.next_at, *waiting).label("waiting_since"),
        _count(Delivery.id, Delivery.state == literal_column("'failed'")).label("failed"),
        _count(Delivery.id, Delivery.state == literal_column("'unsure'")).label("unsure"),
    )


def _count(column: InstrumentedAttribute[int], *which: Any) -> Any:
    return select(func.count(column)).where(*which).scalar_subquery()


def _first(column: InstrumentedAttribute[Any], *which: Any) -> Any:
    return select(func.min(column)).where(*which).scalar_subquery()
