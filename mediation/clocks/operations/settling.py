"""Writes what a clock's ledger says into its row: end, reminders, next waking. One place only."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal

from mediation.clocks.alerts import Planned, plan, read_alerts
from mediation.clocks.due import Change, due, pauses
from mediation.clocks.events import ClockMoved
from mediation.clocks.model import Clock, ClockEntry
from mediation.clocks.rules import Calendar
from mediation.kernel.actor import Actor
from mediation.kernel.unit_of_work import UnitOfWork

MOVING = ("paused", "resumed", "extended")


def changes_of(entries: Iterable[ClockEntry]) -> tuple[Change, ...]:
    """Return the entries that move the end, in the order in which they happened."""
    moving = (entry for entry in entries if entry.kind in MOVING)
    return tuple(change_of(entry.kind, entry.at, entry.amount, entry.unit) for entry in moving)


def change_of(kind: str, at: datetime, amount: str | None, unit: str | None) -> Change:
    """Return an entry that moves the end, from what is kept of it."""
    return Change(kind, at, Decimal(amount) if amount else None, unit)


def settle(clock: Clock, changes: Sequence[Change], calendar: Calendar, *, after: datetime) -> None:
    """Recompute the end of ``clock`` and the reminders after the moment ``after``."""
    counted = due(clock.counted_from, clock.exact_amount, clock.unit, changes, calendar)
    if counted is None:
        clock.state = "paused"
        clock.due_on = clock.due_at = clock.wake_at = clock.wake_kind = None
        clock.reminders, clock.provisional = [], False
        clock.paused_at = max(change.at for change in changes if change.kind == "paused")
        return
    clock.state, clock.paused_at, clock.pause_told_on = "running", None, None
    clock.due_on, clock.due_at, clock.provisional = counted.due_on, counted.due_at, counted.provisional
    left_out, _ = pauses(changes)
    coming = plan(
        read_alerts(clock.alerts),
        counted,
        start=clock.counted_from,
        calendar=calendar,
        pauses=left_out,
        after=after,
    )
    set_reminders(clock, coming)


def set_reminders(clock: Clock, coming: Sequence[Planned]) -> None:
    """Keep the reminders to come, and wake for the first of them or for the end."""
    clock.reminders = reminders_as_kept(coming)
    clock.wake_kind = "alert" if coming else "due"
    clock.wake_at = coming[0].at if coming else clock.due_at


def reminders_as_kept(coming: Sequence[Planned]) -> list[list[str]]:
    """Return reminders as a clock keeps them."""
    return [[each.label, each.at.isoformat()] for each in coming]


def reminders_of(clock: Clock) -> tuple[Planned, ...]:
    """Return the reminders to come, the earliest first."""
    return tuple(Planned(label, datetime.fromisoformat(at)) for label, at in clock.reminders)


def tell_move(uow: UnitOfWork, clock: Clock, *, by: Actor, at: datetime) -> None:
    """Tell that the end of ``clock`` is another now."""
    uow.record(
        ClockMoved(
            case_id=clock.case_id,
            clock_id=clock.id,
            due_on=clock.due_on,
            due_at=clock.due_at,
            provisional=clock.provisional,
            at=at,
            by=by,
        )
    )
