"""What a clock does when the sweep wakes it: remind, recount, run out."""

from collections.abc import Sequence
from datetime import datetime

from mediation.clocks.alerts import missed_once
from mediation.clocks.book import work_calendar
from mediation.clocks.events import ClockAlert, ClockConfirmed, ClockReached, ClockRecomputed
from mediation.clocks.model import Clock, ClockEntry
from mediation.clocks.operations.changing import entries_of, named, note
from mediation.clocks.operations.settling import changes_of, reminders_of, set_reminders, settle, tell_move
from mediation.kernel.actor import SYSTEM, Actor
from mediation.kernel.text import N_
from mediation.kernel.unit_of_work import UnitOfWork


def fire(uow: UnitOfWork, *, clock: Clock, at: datetime) -> None:
    """Do what ``clock`` woke for. Running out wins over reminders missed on the way."""
    clock.failures, clock.failed_at, clock.failure = 0, None, None
    if clock.wake_kind == "recount":
        recompute(uow, clock=clock, at=at)
        return
    assert clock.due_at is not None
    if clock.due_at <= at:
        _reach(uow, clock, at)
    else:
        _remind(uow, clock, at)


def recompute(
    uow: UnitOfWork,
    *,
    clock_id: int | None = None,
    clock: Clock | None = None,
    by: Actor = SYSTEM,
    at: datetime,
) -> Clock:
    """Count ``clock`` anew with the calendar as it is now, and tell where that moved its end."""
    row = clock if clock is not None else uow.get(Clock, clock_id, what=N_("这个期限"))
    if row.state != "running":
        return row
    was, was_provisional = row.due_on, row.provisional
    entries = entries_of(uow, row)
    settle(row, changes_of(entries), work_calendar(uow.session), after=_reminded_until(row, entries))
    if row.due_on != was:
        note(uow, row, "recomputed", reason=N_("工作日历有调整"), due_on=row.due_on, at=at, by=by)
        uow.record(ClockRecomputed(**named(row), was_due_on=was, at=at, by=by))
    elif was_provisional and not row.provisional:
        note(uow, row, "recomputed", reason=N_("放假安排已公布"), due_on=row.due_on, at=at, by=by)
        uow.record(ClockConfirmed(**named(row), at=at, by=by))
    if (row.due_on, row.provisional) != (was, was_provisional):
        tell_move(uow, row, by=by, at=at)
    return row


def _reminded_until(clock: Clock, entries: Sequence[ClockEntry]) -> datetime:
    """Return the moment up to which reminders were given; one moved past it is given again."""
    return max([entry.at for entry in entries if entry.kind == "reminded"], default=clock.started_at)


def _remind(uow: UnitOfWork, clock: Clock, at: datetime) -> None:
    coming = reminders_of(clock)
    for each in missed_once(coming, at):
        note(uow, clock, "reminded", reason=each.label, due_on=clock.due_on, at=at, by=SYSTEM)
        uow.record(
            ClockAlert(**named(clock), label=each.label, attempt_id=clock.attempt_id, at=at, by=SYSTEM)
        )
    set_reminders(clock, [each for each in coming if each.at > at])


def _reach(uow: UnitOfWork, clock: Clock, at: datetime) -> None:
    clock.state, clock.reached_at = "reached", at
    clock.wake_at = clock.wake_kind = None
    clock.reminders = []
    note(uow, clock, "reached", due_on=clock.due_on, at=at, by=SYSTEM)
    uow.record(
        ClockReached(
            **named(clock),
            policy=clock.policy,
            scope=clock.scope,
            chain=clock.chain,
            attempt_id=clock.attempt_id,
            at=at,
            by=SYSTEM,
        )
    )
