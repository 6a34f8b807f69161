"""The tick: finds the clocks that are due and fires them, a few to a transaction, each exactly once.

One look at a partial index finds what is due; nothing else is read when nothing is. Several
schedulers may tick at once and any may die: a clock is locked while it fires (PostgreSQL skips
locked rows, SQLite lets writers queue), its row says that it fired in the same transaction, and
what was missed while the system was down is simply still due. Where one of a few fails, each is
fired by itself; a clock that fails then is parked with its error and tried again later; the others go on.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from random import randrange
from typing import Any

from sqlalchemy import Select, bindparam, literal_column, select
from sqlalchemy.exc import OperationalError

from mediation.cases.model import Case
from mediation.clocks.book import stamp, take_calendar
from mediation.clocks.events import ClockAlert, ClockReached
from mediation.clocks.model import Clock
from mediation.clocks.operations.firing import fire
from mediation.kernel.errors import Changed
from mediation.kernel.failures import told
from mediation.kernel.unit_of_work import UnitOfWork, UnitOfWorkFactory, transact
from mediation.processes.queries import latest_digest, take_current

log = logging.getLogger(__name__)
Taken = tuple[Clock, Case]

BATCH = 1_000
# Commit, ledger and outbox cost the same for a few as for one; more would hold people up at their cases.
TOGETHER = 4
FIRST_RETRY = timedelta(minutes=5)
LONGEST_RETRY = timedelta(hours=6)
# A literal, so that PostgreSQL sees that the partial index covers it, in a prepared statement too.
_RUNNING = Clock.state == literal_column("'running'")
# What waits to be counted anew after a change of the calendar is not late by the calendar of before.
_COUNTED = Clock.recount_id.is_(None)


@dataclass(frozen=True)
class Swept:
    """What a tick did.

    :ivar fired: clocks that ran out
    :ivar alerts: reminders given
    :ivar failed: ids of clocks that failed and were parked
    """

    fired: int = 0
    alerts: int = 0
    failed: tuple[int, ...] = ()

    def __add__(self, other: "Swept") -> "Swept":
        return Swept(
            self.fired + other.fired,
            self.alerts + other.alerts,
            self.failed + other.failed,
        )


def tick(
    uow_factory: UnitOfWorkFactory,
    *,
    at: datetime,
    batch: int = BATCH,
    pulse: Callable[[], object] = lambda: None,
    much: Callable[[], object] = lambda: None,
) -> Swept:
    """Fire every clock that is due at the moment ``at``, and those that firing makes due.

    :param uow_factory: opens a unit of work with its listeners and closers, on a session of its own
    :param batch: how many ids one look brings
    :param pulse: called after every few clocks, to show that a long tick is alive
    :param much: called once, where more is due than one look brings: others may be asked to help
    """
    swept, left_alone = Swept(), set[int]()
    due = _due(uow_factory, at, batch, left_alone)
    if len(due) == batch:
        much()
    while due:
        for few in (due[first : first + TOGETHER] for first in range(0, len(due), TOGETHER)):
            done, held = _fire_few(uow_factory, few, at)
            pulse()
            swept += done
            if held:
                left_alone.update(held)
                break
        due = _due(uow_factory, at, batch, left_alone)
        if left_alone and due:
            due = _from_anywhere(due)
    return swept


def _from_anywhere(due: Sequence[int]) -> Sequence[int]:
    """Begin elsewhere: somebody else goes through the same clocks, and side by side both would stumble."""
    first = randrange(len(due))  # noqa: S311 (chosen apart from others, not from attackers)
    return [*due[first:], *due[:first]]


def _due(uow_factory: UnitOfWorkFactory, at: datetime, batch: int, left_alone: set[int]) -> Sequence[int]:
    """Return ids of clocks to fire, the earliest first, but for those another scheduler is at."""
    waiting = select(Clock.id).where(_RUNNING, Clock.wake_at <= at, _COUNTED)
    query = waiting.order_by(Clock.wake_at, Clock.id)
    if left_alone:
        query = query.where(Clock.id.not_in(left_alone))
    uow = uow_factory()
    with uow:
        found = uow.session.scalars(query.limit(batch)).all()
    uow.session.close()
    return found


def _fire_few(
    uow_factory: UnitOfWorkFactory, clock_ids: Sequence[int], at: datetime
) -> tuple[Swept, Sequence[int]]:
    """Fire some clocks with one commit, and where that breaks, each by itself.

    Nearly every clock fires without trouble, so they are tried in one piece, without savepoints.

    :return: what was done, and the ids that somebody else holds or was quicker with
    """
    with suppress(Exception):
        return _done(transact(uow_factory, lambda uow: _act(uow, clock_ids, at, in_one=True)))
    alone = {clock_id: fire_one(uow_factory, clock_id=clock_id, at=at) for clock_id in clock_ids}
    done = sum((each for each in alone.values() if each is not None), Swept())
    return done, [clock_id for clock_id, each in alone.items() if each is None]


def fire_one(uow_factory: UnitOfWorkFactory, *, clock_id: int, at: datetime) -> Swept | None:
    """Fire one clock and commit; None when somebody else holds it or was quicker.

    A step that fails is parked by itself, and all before it stands.
    """
    try:
        done, held = _done(transact(uow_factory, lambda uow: _act(uow, [clock_id], at)))
    except Changed:
        return None
    except Exception as error:
        if _is_busy(error):
            return None
        log.exception("clock %s failed to fire", clock_id)
        return _park(uow_factory, clock_id, error, at)
    return None if held else done


def _act(
    uow: UnitOfWork, clock_ids: Sequence[int], at: datetime, *, in_one: bool = False
) -> tuple[UnitOfWork, Mapping[int, Taken | None]]:
    uow.in_one = in_one
    found: dict[int, Taken | None] = {}
    for clock_id in clock_ids:
        found[clock_id] = taken = _take(uow, clock_id, at)
        if taken is not None:
            fire(uow, clock=taken[0], at=at)
            # Told now: what follows from this one may stop the next.
            uow.tell()
    # Held until the commit: the session forgets rows nobody holds, and listeners ask for these.
    return uow, found


def _is_busy(error: Exception) -> bool:
    """Say whether the database had no time (SQLite, one writer at a time): no fault of the clock."""
    return isinstance(error, OperationalError) and "database is locked" in str(error)


def _take(uow: UnitOfWork, clock_id: int, at: datetime) -> Taken | None:
    """Lock the clock, if it is still due, and return it with its case; both must be held on to."""
    row = uow.session.execute(_due_query(), {"clock_id": clock_id}).first()
    if row is None:
        return None
    clock: Clock = row[0]
    if clock.wake_at is None or clock.wake_at > at:
        return None
    take_calendar(uow.session, (row[1], row[2], row[3]))
    if row[4] is not None:
        take_current(uow.session, row[4])
    return clock, row[5]


@cache
def _due_query() -> Select[Any]:
    """Built once. It brings along its case, whether the calendar was edited, which publication is current.

    When it wakes is not asked here: among many that are due, the database would look the clock up in
    the index of waking instead of by its id.
    """
    return (
        select(Clock, *stamp(), latest_digest(), Case)
        .join(Case, Case.id == Clock.case_id)
        .where(Clock.id == bindparam("clock_id"), _RUNNING, _COUNTED)
        .with_for_update(of=Clock, skip_locked=True)
    )


def _done(acted: tuple[UnitOfWork, Mapping[int, Taken | None]]) -> tuple[Swept, Sequence[int]]:
    uow, found = acted
    kinds = [type(fact) for fact in uow.recorded]
    swept = Swept(kinds.count(ClockReached), kinds.count(ClockAlert))
    return swept, [clock_id for clock_id, taken in found.items() if taken is None]


def _park(uow_factory: UnitOfWorkFactory, clock_id: int, error: Exception, at: datetime) -> Swept | None:
    """Keep the error with the clock, where the administrator sees it, and try again later."""

    def act(uow: UnitOfWork) -> Swept | None:
        taken = _take(uow, clock_id, at)
        if taken is None:
            return None
        clock, _ = taken
        clock.failures += 1
        clock.failed_at = at
        clock.failure = told(error)
        clock.wake_at = at + min(FIRST_RETRY * 2 ** (clock.failures - 1), LONGEST_RETRY)
        return Swept(failed=(clock_id,))

    try:
        return transact(uow_factory, act)
    except Changed:
        return None
