"""Clocks of work that was sent back or taken back: they go on, so that nobody gains time by it."""

from datetime import datetime

from mediation.clocks.book import work_calendar
from mediation.clocks.events import ClockWentOn
from mediation.clocks.model import Clock
from mediation.clocks.operations.changing import entries_of, named, note
from mediation.clocks.operations.firing import fire
from mediation.clocks.operations.settling import changes_of, settle
from mediation.clocks.operations.starting import draft, put
from mediation.clocks.policies import Facts, Policy
from mediation.kernel.actor import Actor
from mediation.kernel.text import N_
from mediation.kernel.unit_of_work import UnitOfWork

OPENED = "opened"
REOPENED = N_("这一步重新办理")


def go_on(uow: UnitOfWork, *, clock: Clock, reason: str = REOPENED, at: datetime, by: Actor) -> Clock:
    """Let a task's clock that ended with the task go on, as if it had never ended.

    Its end stays what it was, also where that has passed; one that had run out stays run out.
    """
    if clock.state != "stopped":
        return clock
    entry = note(uow, clock, "reopened", reason=reason, at=at, by=by)
    changes, calendar = changes_of(entries_of(uow, clock)), work_calendar(uow.session)
    clock.ended_at = clock.ended_by = clock.end_reason = None
    if clock.reached_at is not None:
        clock.state = "reached"
    else:
        settle(clock, changes, calendar, after=at)
    entry.due_on = clock.due_on
    uow.record(ClockWentOn(**named(clock), at=at, by=by))
    return clock


def start_again(
    uow: UnitOfWork,
    *,
    case_id: int,
    policy: str | Policy,
    facts: Facts,
    attempt_id: int | None = None,
    earlier: Clock | None,
    sent_back: Clock | None,
    digest: str | None = None,
    at: datetime,
    by: Actor,
) -> Clock:
    """Return the clock of a task that opens again: never one that ends later than a fresh one.

    Its earlier clock goes on. Where that has run out, the clock of the work that was sent back goes
    on for it, unless a fresh one ends sooner. A shared clock runs on in any case, and one that counts
    from a fact of the case, such as the hour of a meeting, counts from it as it is now (county default).

    :param earlier: the clock of the task when it was open before
    :param sent_back: the clock of the work that was sent back or taken back
    :param digest: publication the process began with, for a policy whose row was deleted since
    """
    if earlier is not None and _goes_on(earlier) and not has_run_out(earlier, at):
        return go_on(uow, clock=earlier, at=at, by=by)
    fresh = draft(
        uow,
        case_id=case_id,
        policy=policy,
        facts=facts,
        attempt_id=attempt_id,
        digest=digest,
        at=at,
        by=by,
    )
    if fresh.id is not None:
        return fresh
    if sent_back is not None and _goes_on(fresh) and _ends_first(sent_back, fresh):
        return go_on(uow, clock=sent_back, at=at, by=by)
    put(uow, fresh, at=at, by=by)
    return fresh


def _goes_on(clock: Clock) -> bool:
    """Say whether it is a task's own and counts from when the task was opened."""
    return clock.scope == "item" and clock.anchor == OPENED


def _ends_first(one: Clock, other: Clock) -> bool:
    return one.due_at is not None and other.due_at is not None and one.due_at <= other.due_at


def has_run_out(clock: Clock, at: datetime) -> bool:
    """Say whether the end of ``clock`` has passed, swept or not."""
    return clock.reached_at is not None or (clock.due_at is not None and clock.due_at <= at)


def fire_if_late(uow: UnitOfWork, *, clock: Clock, at: datetime) -> None:
    """Do now what the sweep would do with a clock that has just run out: it is late where it stands."""
    if clock.state == "running" and clock.due_at is not None and clock.due_at <= at:
        fire(uow, clock=clock, at=at)
        uow.tell()
