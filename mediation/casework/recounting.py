"""What follows in inboxes when the calendar changed: other due dates, and lateness that was none."""

from typing import Any

from sqlalchemy import bindparam, update

from mediation.casework.model import WorkItem
from mediation.clocks.events import ClockInTime, ClocksMoved
from mediation.clocks.model import Clock
from mediation.kernel.columns import Moment
from mediation.kernel.database import table_of
from mediation.kernel.unit_of_work import UnitOfWork
from mediation.oversight import operations as oversight


def on_clocks_moved(uow: UnitOfWork, fact: ClocksMoved) -> None:
    """Copy the new due dates of many clocks to the open tasks that work against them."""
    moved = [
        {
            "on_clock": each.clock_id,
            "new_due_at": each.due_at,
            "new_due_on": each.due_on,
            "new_provisional": each.provisional,
        }
        for each in fact.clocks
    ]
    items = table_of(WorkItem)
    # A literal state, so that PostgreSQL sees that the partial index on the clock covers it.
    uow.session.execute(
        _new_dates().where(items.c.state == bindparam("open", "open", literal_execute=True)), moved
    )


def on_clock_in_time(uow: UnitOfWork, fact: ClockInTime) -> None:
    """Take the lateness back from the tasks of a clock, done ones too, and from the record of who was late.

    The cards of work that is still open are called off as for any clock that moves.
    """
    items = table_of(WorkItem)
    dates = {
        "on_clock": fact.clock_id,
        "new_due_at": fact.due_at,
        "new_due_on": fact.due_on,
        "new_provisional": fact.provisional,
    }
    uow.session.execute(_new_dates().values(late=False, row_version=items.c.row_version + 1), [dates])
    clock = uow.get(Clock, fact.clock_id)
    if clock.state == "stopped":
        oversight.void_cards(uow, clock=clock, reason=fact.reason, by=fact.by, at=fact.at)


def _new_dates() -> Any:
    items = table_of(WorkItem)
    return (
        update(items)
        .where(items.c.clock_id == bindparam("on_clock"))
        .values(
            due_at=bindparam("new_due_at", type_=Moment),
            sort_at=bindparam("new_due_at", type_=Moment),
            due_on=bindparam("new_due_on"),
            provisional=bindparam("new_provisional"),
        )
    )
