"""Stopping clocks: because the work is done, the attempt is over, or the case is."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from mediation.clocks.events import ClockStopped, LateClockStopped
from mediation.clocks.model import Clock
from mediation.clocks.operations.changing import named, taken
from mediation.kernel.actor import Actor
from mediation.kernel.text import N_
from mediation.kernel.unit_of_work import UnitOfWork

REASONS = {
    "done": N_("已办结"),
    "cancelled": N_("不再需要办理"),
    "settled": N_("纠纷已化解"),
    "up": N_("已逐级上报"),
    "down": N_("已交下级办理"),
    "ended": N_("调解已终结"),
    "interrupted": N_("调解已中止"),
    "closed": N_("案件已办结"),
}


def stop(
    uow: UnitOfWork,
    *,
    clock_id: int | None = None,
    clock: Clock | None = None,
    reason: str,
    at: datetime,
    by: Actor,
) -> Clock:
    """Stop a clock for good. One that was stopped before stays as it was.

    Only the end of a shared, statutory clock is a line of the case's ledger: a task's own clock
    ends with the task, which has its line.

    :param reason: key of ``REASONS``, or a sentence of the person who stopped it
    """
    stopped = taken(uow, clock_id, clock)
    if stopped.state == "stopped":
        return stopped
    stopped.state = "stopped"
    stopped.ended_at, stopped.ended_by = at, by.person_id
    stopped.end_reason = REASONS.get(reason, reason)
    stopped.wake_at = stopped.wake_kind = None
    stopped.reminders = []
    if stopped.reached_at is not None or stopped.chain_since is not None:
        late = LateClockStopped(
            case_id=stopped.case_id, clock_id=stopped.id, chain=stopped.chain, at=at, by=by
        )
        uow.record(late)
    if stopped.scope != "item":
        uow.record(ClockStopped(**named(stopped), reason=stopped.end_reason, at=at, by=by))
    return stopped


def finish_item(uow: UnitOfWork, *, clock_id: int, reason: str = "done", at: datetime, by: Actor) -> Clock:
    """Stop the clock of a task that is done, unless it is a statutory one, which runs on."""
    clock = taken(uow, clock_id, None)
    return stop(uow, clock=clock, reason=reason, at=at, by=by) if clock.scope == "item" else clock


def stop_attempt(uow: UnitOfWork, *, attempt_id: int, reason: str, at: datetime, by: Actor) -> list[Clock]:
    """Stop every clock of an attempt that is over."""
    query = select(Clock).where(Clock.attempt_id == attempt_id, Clock.scope == "attempt")
    return _stop_all(uow, uow.session.scalars(query.where(Clock.state != "stopped")).all(), reason, at, by)


def stop_case(
    uow: UnitOfWork, *, case_id: int, reason: str = "closed", at: datetime, by: Actor
) -> list[Clock]:
    """Stop every statutory clock of a case that is over; tasks' own clocks end with their tasks."""
    query = select(Clock).where(Clock.case_id == case_id, Clock.scope != "item", Clock.state != "stopped")
    return _stop_all(uow, uow.session.scalars(query).all(), reason, at, by)


def _stop_all(uow: UnitOfWork, clocks: Sequence[Clock], reason: str, at: datetime, by: Actor) -> list[Clock]:
    return [stop(uow, clock=clock, reason=reason, at=at, by=by) for clock in clocks]
