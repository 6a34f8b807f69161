"""Counts anew, after a change of the calendar, every clock that it touches: in batches, each clock once.

The change marks the clocks in its own transaction; whoever counts takes marked ones, so that several
may count at once and any may die: what a dead one had taken is still marked. The scheduler's job and
the command line come through here alike. A clock that cannot be counted is parked with its error.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import literal_column, select
from sqlalchemy.exc import OperationalError

from mediation.clocks.book import work_calendar
from mediation.clocks.calendar import WorkCalendar
from mediation.clocks.counting import Counting
from mediation.clocks.model import CalendarChange, Clock
from mediation.clocks.operations.calendar_edits import (
    Batch,
    count_batch,
    finish,
    make_late_again,
    park,
    right,
    take_published,
)
from mediation.kernel.errors import Changed
from mediation.kernel.unit_of_work import UnitOfWork, UnitOfWorkFactory, transact

log = logging.getLogger(__name__)

BATCH = 1_000
Told = Callable[[int], object]


@dataclass(frozen=True)
class Recounted:
    """What one run did.

    :ivar counted: clocks counted anew
    :ivar moved: of them with another last day
    :ivar righted: of them that had been taken for late
    :ivar failed: of them parked with an error
    :ivar left: changes of which clocks are still marked, because somebody is at work on them
    """

    counted: int = 0
    moved: int = 0
    righted: int = 0
    failed: int = 0
    left: int = 0

    def __add__(self, other: "Recounted") -> "Recounted":
        return Recounted(
            self.counted + other.counted,
            self.moved + other.moved,
            self.righted + other.righted,
            self.failed + other.failed,
            self.left + other.left,
        )


def recount(
    uow_factory: UnitOfWorkFactory, *, at: datetime, batch: int = BATCH, told: Told = lambda count: None
) -> Recounted:
    """Count everything that is marked and free, the earliest change first.

    :param told: called after each batch with how many clocks it counted
    """
    total = Recounted()
    for change_id in unfinished(uow_factory):
        total += _Change(uow_factory, change_id, at, batch, told).count()
    return total


def recount_published(uow_factory: UnitOfWorkFactory, *, at: datetime) -> int:
    """Mark the clocks whose dates were provisional and need not be any more; for a scheduler's start.

    The calendar of a year comes with a newer package, so nothing else tells that it was published.

    :return: how many are counted anew
    """

    def act(uow: UnitOfWork) -> int:
        change = take_published(uow, at=at)
        return change.touched if change is not None else 0

    return transact(uow_factory, act)


def unfinished(uow_factory: UnitOfWorkFactory) -> list[int]:
    """Return the ids of the changes for which not everything was counted, the earliest first."""
    uow = uow_factory()
    query = select(CalendarChange.id).where(CalendarChange.state != "done").order_by(CalendarChange.id)
    with uow:
        found = list(uow.session.scalars(query))
    uow.session.close()
    return found


class _Change:
    """Counting for one change."""

    def __init__(
        self, factory: UnitOfWorkFactory, change_id: int, at: datetime, size: int, told: Told
    ) -> None:
        self._factory, self._change_id, self._at = factory, change_id, at
        self._size, self._told = size, told
        self._counting: Counting | None = None
        self._calendar: WorkCalendar | None = None

    def count(self) -> Recounted:
        """Go on until nothing more is free, and say so where nothing is left at all."""
        total = Recounted()
        while (done := self._step()) != Recounted():
            total += done
            self._told(done.counted)
        finished = transact(self._factory, lambda uow: finish(uow, change_id=self._change_id, at=self._at))
        return total if finished else total + Recounted(left=1)

    def _step(self) -> Recounted:
        try:
            batch = transact(self._factory, lambda uow: self._batch(uow, None))
        except Changed:
            return Recounted()
        except Exception as error:
            if _is_busy(error):
                return Recounted()
            log.exception("a batch could not be counted anew; its clocks are counted one by one")
            return self._one_by_one()
        return self._with_turned(batch)

    def _with_turned(self, batch: Batch) -> Recounted:
        done = Recounted(counted=batch.taken, moved=batch.moved)
        for clock_id in batch.turned:
            done += self._alone(clock_id, self._turn)
        return done

    def _one_by_one(self) -> Recounted:
        uow = self._factory()
        marked = select(Clock.id).where(literal_column("recount_id IS NOT NULL"))
        with uow:
            query = marked.where(Clock.recount_id == self._change_id).order_by(Clock.id).limit(self._size)
            ids = list(uow.session.scalars(query))
        uow.session.close()
        done = Recounted()
        for clock_id in ids:
            done += self._alone(clock_id, self._count_one)
        return done

    def _alone(self, clock_id: int, act: Callable[[UnitOfWork, int], Recounted]) -> Recounted:
        """Do something with one clock in a transaction of its own; park it where that fails."""
        try:
            return transact(self._factory, lambda uow: act(uow, clock_id))
        except Changed:
            return Recounted()
        except Exception as error:
            if _is_busy(error):
                return Recounted()
            log.exception("clock %s could not be counted anew", clock_id)
            said = f"{type(error).__name__}: {error}"
        transact(
            self._factory,
            lambda uow: park(uow, change_id=self._change_id, clock_id=clock_id, error=said, at=self._at),
        )
        return Recounted(counted=1, failed=1)

    def _turn(self, uow: UnitOfWork, clock_id: int) -> Recounted:
        change = uow.get(CalendarChange, self._change_id)
        if right(uow, change=change, clock_id=clock_id, at=self._at):
            return Recounted(counted=1, moved=1, righted=1)
        late_again = make_late_again(uow, change=change, clock_id=clock_id, at=self._at)
        return Recounted(counted=1, moved=1) if late_again else Recounted()

    def _count_one(self, uow: UnitOfWork, clock_id: int) -> Recounted:
        batch = self._batch(uow, [clock_id])
        if batch.turned:
            return self._turn(uow, clock_id)
        return Recounted(counted=batch.taken, moved=batch.moved)

    def _batch(self, uow: UnitOfWork, clock_ids: list[int] | None) -> Batch:
        change = uow.get(CalendarChange, self._change_id)
        return count_batch(
            uow,
            change=change,
            counting=self._known(uow),
            clock_ids=clock_ids,
            size=self._size,
            at=self._at,
        )

    def _known(self, uow: UnitOfWork) -> Counting:
        """Return what was counted so far with the calendar of this moment."""
        calendar = work_calendar(uow.session)
        if self._counting is None or calendar != self._calendar:
            self._counting, self._calendar = Counting(calendar), calendar
        return self._counting


def _is_busy(error: Exception) -> bool:
    """Say whether the database had no time (SQLite, one writer at a time): no fault of the clock."""
    return isinstance(error, OperationalError) and "database is locked" in str(error)
