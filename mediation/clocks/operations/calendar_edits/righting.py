"""A clock that ran out by a calendar that turned out otherwise was in time; turned back, it is late again."""

from datetime import datetime

from sqlalchemy import insert, select

from mediation.cases.model import Case
from mediation.clocks.book import work_calendar
from mediation.clocks.counting import Counting, End
from mediation.clocks.events import ClockInTime, ClockLateAgain
from mediation.clocks.model import CalendarChange, Clock, ClockEntry
from mediation.clocks.operations.calendar_edits.batches import (
    entry_of,
    progress,
    turns_in_time,
    turns_late_again,
)
from mediation.clocks.operations.calendar_edits.ledgers import Ledgers
from mediation.clocks.operations.changing import named
from mediation.clocks.operations.settling import set_reminders, tell_move
from mediation.kernel.actor import SYSTEM
from mediation.kernel.database import table_of
from mediation.kernel.unit_of_work import UnitOfWork


def right(uow: UnitOfWork, *, change: CalendarChange, clock_id: int, at: datetime) -> bool:
    """Take back that a clock ran out, where it did not; False where somebody else holds or has done it.

    One that still runs goes on with its reminders to come; one that was stopped stays stopped, in time.
    What is known above of its lateness follows from :class:`ClockInTime`.
    """
    clock = _taken(uow, change, clock_id)
    if clock is None:
        return False
    ledgers = Ledgers.of(uow.session, [clock.id])
    end = _end(uow, clock, ledgers)
    if end is None or not turns_in_time(clock, end, at):
        return False
    was = clock.due_on
    clock.due_on, clock.due_at, clock.provisional = end.due_on, end.due_at, end.provisional
    clock.reached_at = clock.recount_id = None
    if clock.state == "reached":
        clock.state = "running"
        after = ledgers.reminded(clock.id) or clock.started_at
        set_reminders(clock, [each for each in end.reminders if each.at > after])
    uow.session.flush()
    uow.session.execute(insert(table_of(ClockEntry)), [entry_of(change, clock.id, was, end.due_on, at)])
    uow.record(
        ClockInTime(
            **named(clock),
            was_due_on=was,
            reason=change.reason,
            chain=clock.chain,
            provisional=clock.provisional,
            at=at,
            by=SYSTEM,
        )
    )
    if clock.state == "running":
        tell_move(uow, clock, by=SYSTEM, at=at)
    progress(uow, change.id, counted=1, moved=1, righted=1)
    return True


def make_late_again(uow: UnitOfWork, *, change: CalendarChange, clock_id: int, at: datetime) -> bool:
    """Let a stopped clock that was righted be late as before, where a later change says that it was.

    One that still runs needs nothing of the kind: the sweep finds that its time ran out. What is known
    above of the lateness follows from :class:`ClockLateAgain`.
    """
    clock = _taken(uow, change, clock_id)
    if clock is None:
        return False
    ledgers = Ledgers.of(uow.session, [clock.id])
    end, ran_out_at = _end(uow, clock, ledgers), ledgers.reached(clock.id)
    if end is None or not turns_late_again(clock, end, ran_out_at):
        return False
    was = clock.due_on
    clock.due_on, clock.due_at, clock.provisional = end.due_on, end.due_at, end.provisional
    clock.reached_at, clock.recount_id = ran_out_at, None
    uow.session.flush()
    uow.session.execute(insert(table_of(ClockEntry)), [entry_of(change, clock.id, was, end.due_on, at)])
    uow.record(
        ClockLateAgain(**named(clock), reason=change.reason, provisional=clock.provisional, at=at, by=SYSTEM)
    )
    progress(uow, change.id, counted=1, moved=1)
    return True


def _end(uow: UnitOfWork, clock: Clock, ledgers: Ledgers) -> End | None:
    counting = Counting(work_calendar(uow.session))
    changes = ledgers.changes(clock.id)
    return counting.end(clock.counted_from, clock.amount, clock.unit, clock.alerts, changes)


def _taken(uow: UnitOfWork, change: CalendarChange, clock_id: int) -> Clock | None:
    wanted = select(Clock).where(Clock.id == clock_id, Clock.recount_id == change.id)
    clock = uow.session.scalars(wanted.with_for_update(skip_locked=True)).one_or_none()
    if clock is None:
        return None
    free = select(Case.id).where(Case.id == clock.case_id).with_for_update(skip_locked=True)
    return clock if uow.session.scalars(free).first() is not None else None
