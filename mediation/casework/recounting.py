"""What follows in inboxes when the calendar changed: other due dates, and lateness that was none."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import literal_column, or_, update

from mediation.casework.model import WorkItem
from mediation.clocks.events import ClockInTime, ClockLateAgain, ClocksMoved
from mediation.clocks.model import Clock
from mediation.kernel.database import table_of
from mediation.kernel.many import update_many
from mediation.kernel.unit_of_work import UnitOfWork
from mediation.oversight import operations as oversight


def on_clocks_moved(uow: UnitOfWork, fact: ClocksMoved) -> None:
    """Copy the new due dates of many clocks to the open tasks that work against them."""
    items = table_of(WorkItem)
    moved = [_dates(each.clock_id, each.due_on, each.due_at, each.provisional) for each in fact.clocks]
    # A literal state, so that PostgreSQL sees that the partial index on the clock covers it.
    still_open = update(items).where(items.c.state == literal_column("'open'"))
    update_many(uow.session, items, moved, key="clock_id", also=still_open)


def on_clock_in_time(uow: UnitOfWork, fact: ClockInTime) -> None:
    """Take the lateness back from the tasks of a clock, done ones too, and from the record of who was late.

    The cards of work that is still open are called off as for any clock that moves.
    """
    items = table_of(WorkItem)
    dates = _dates(fact.clock_id, fact.due_on, fact.due_at, fact.provisional)
    in_time = update(items).values(late=False, row_version=items.c.row_version + 1)
    update_many(uow.session, items, [dates], key="clock_id", also=in_time)
    clock = uow.get(Clock, fact.clock_id)
    if clock.state == "stopped":
        oversight.void_cards(uow, clock=clock, reason=fact.reason, by=fact.by, at=fact.at)


def on_clock_late_again(uow: UnitOfWork, fact: ClockLateAgain) -> None:
    """Put the lateness back to the tasks that were not done by the day, and to the record of who was late."""
    items = table_of(WorkItem)
    dates = _dates(fact.clock_id, fact.due_on, fact.due_at, fact.provisional)
    update_many(uow.session, items, [dates], key="clock_id")
    too_late = or_(items.c.closed_at.is_(None), items.c.closed_at >= fact.due_at)
    late = update(items).where(items.c.clock_id == fact.clock_id, too_late)
    uow.session.execute(late.values(late=True, row_version=items.c.row_version + 1))
    oversight.restore_cards(uow, clock=uow.get(Clock, fact.clock_id), by=fact.by, at=fact.at)


def _dates(clock_id: int, due_on: date | None, due_at: datetime | None, provisional: bool) -> dict[str, Any]:
    return {
        "clock_id": clock_id,
        "due_on": due_on,
        "due_at": due_at,
        "sort_at": due_at,
        "provisional": provisional,
    }
