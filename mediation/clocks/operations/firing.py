"""What a clock does when the sweep wakes it: remind, run out."""

from datetime import datetime

from mediation.clocks.alerts import missed_once
from mediation.clocks.events import ClockAlert, ClockReached
from mediation.clocks.model import Clock
from mediation.clocks.operations.changing import named, note
from mediation.clocks.operations.settling import reminders_of, set_reminders
from mediation.kernel.actor import SYSTEM
from mediation.kernel.unit_of_work import UnitOfWork


def fire(uow: UnitOfWork, *, clock: Clock, at: datetime) -> None:
    """Do what ``clock`` woke for. Running out wins over reminders missed on the way."""
    clock.failures, clock.failed_at, clock.failure = 0, None, None
    assert clock.due_at is not None
    if clock.due_at <= at:
        _reach(uow, clock, at)
    else:
        _remind(uow, clock, at)


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
