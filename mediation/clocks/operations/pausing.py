"""A pause that does not end: told to whoever handles the case and answers for it, again and again."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, or_, select

from mediation.clocks.events import PauseLasts
from mediation.clocks.model import Clock
from mediation.clocks.operations.changing import entries_of
from mediation.kernel.actor import SYSTEM
from mediation.kernel.clock import day_of
from mediation.kernel.unit_of_work import UnitOfWork

TOLD_AFTER_DAYS = 30
"""A pause that lasted so long is told, and again every so often (county default)."""
AT_ONCE = 200


def look_after_pauses(uow: UnitOfWork, *, at: datetime) -> int:
    """Tell of clocks that stand still for long; return of how many, at most ``AT_ONCE`` a time.

    A clock that is told of is not told of again before as many days have passed once more
    (``settings.pause_told_after_days`` of the locality). Schedulers that look at once share them out.
    """
    days = timedelta(days=uow.locality.settings.get("pause_told_after_days", TOLD_AFTER_DAYS))
    clocks = uow.session.scalars(_lasting(at, days)).all()
    for clock in clocks:
        assert clock.paused_at is not None
        last = next(entry for entry in reversed(entries_of(uow, clock)) if entry.kind == "paused")
        clock.pause_told_on = day_of(at)
        uow.record(
            PauseLasts(
                case_id=clock.case_id,
                clock_id=clock.id,
                title=clock.title,
                reason=last.reason,
                since=day_of(clock.paused_at),
                days=(day_of(at) - day_of(clock.paused_at)).days,
                at=at,
                by=SYSTEM,
            )
        )
    return len(clocks)


def _lasting(at: datetime, days: timedelta) -> Select[Any]:
    told_before = or_(Clock.pause_told_on.is_(None), Clock.pause_told_on <= day_of(at) - days)
    return (
        select(Clock)
        .where(Clock.state == "paused", Clock.paused_at <= at - days, told_before)
        .order_by(Clock.paused_at, Clock.id)
        .limit(AT_ONCE)
        .with_for_update(skip_locked=True)
    )
