"""One batch of clocks counted anew: all of them read, counted and written together, each once.

Whatever is held by somebody else is left for the next batch, so that nobody who waits for this
transaction is waited for by it: first the clocks, then their cases are taken, each only where free.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, literal_column, select, update

from mediation.cases.model import Case
from mediation.clocks.book import work_calendar
from mediation.clocks.counting import Counting, End
from mediation.clocks.events import ClockConfirmed, ClockCountedAnew, ClockMoved, ClocksMoved, Moved
from mediation.clocks.model import CalendarChange, Clock, ClockEntry
from mediation.clocks.operations.calendar_edits.ledgers import Ledgers
from mediation.clocks.operations.settling import reminders_as_kept
from mediation.kernel.actor import SYSTEM
from mediation.kernel.database import table_of
from mediation.kernel.many import count_changed, insert_many, is_among, update_many
from mediation.kernel.text import N_
from mediation.kernel.unit_of_work import UnitOfWork

ADJUSTED, PUBLISHED = N_("工作日历有调整"), N_("放假安排已公布")
_MARKED: ColumnElement[bool] = literal_column("recount_id IS NOT NULL")
_COLUMNS = (
    *(Clock.id, Clock.case_id, Clock.title, Clock.unit, Clock.amount, Clock.alerts, Clock.counted_from),
    *(Clock.state, Clock.started_at, Clock.due_on, Clock.due_at, Clock.provisional, Clock.reminders),
    *(Clock.reached_at, Clock.ended_at, Clock.chain_since),
)


@dataclass(frozen=True)
class Batch:
    """What became of a batch.

    :ivar taken: clocks counted, and not marked any more
    :ivar moved: of them with another last day
    :ivar turned: ids of clocks that ran out and turn out in time, or were stopped and turn out late
        again: each is an act of its own, still to do
    """

    taken: int = 0
    moved: int = 0
    turned: tuple[int, ...] = ()


@dataclass(frozen=True)
class _Counted:
    row: Row[Any]
    end: End
    reminders: list[list[str]]
    wake_at: datetime

    @property
    def moves(self) -> bool:
        return self.end.due_on != self.row.due_on

    @property
    def shows(self) -> bool:
        """Whether what people see of it is another now."""
        return self.moves or self.end.provisional != self.row.provisional

    @property
    def is_other(self) -> bool:
        return self.shows or (self.row.state == "running" and self.reminders != self.row.reminders)


def count_batch(
    uow: UnitOfWork,
    *,
    change: CalendarChange,
    counting: Counting | None = None,
    clock_ids: Sequence[int] | None = None,
    size: int,
    at: datetime,
) -> Batch:
    """Count up to ``size`` marked clocks anew.

    :param counting: what was counted before with the same calendar
    :param clock_ids: these and no others
    """
    rows = _take(uow, change.id, clock_ids, size)
    known = counting or Counting(work_calendar(uow.session))
    ledgers = Ledgers.of(uow.session, [row.id for row in rows])
    counted, turned = [], []
    for row in rows:
        end = known.end(row.counted_from, row.amount, row.unit, row.alerts, ledgers.changes(row.id))
        if end is None:
            continue
        if turns_in_time(row, end, at) or turns_late_again(row, end, ledgers.reached(row.id)):
            turned.append(row.id)
        elif row.state != "stopped" or row.reached_at is not None:
            counted.append(_outcome(row, end, ledgers.reminded(row.id) or row.started_at))
    others = [each for each in counted if each.is_other]
    _write(uow, others)
    _tell(uow, change, [each for each in others if each.shows], at)
    done = {row.id for row in rows} - set(turned)
    _unmark(uow, done - {each.row.id for each in others})
    moved = sum(each.moves for each in others)
    progress(uow, change.id, counted=len(done), moved=moved)
    return Batch(len(done), moved, tuple(turned))


def park(uow: UnitOfWork, *, change_id: int, clock_id: int, error: str, at: datetime) -> None:
    """Keep why a clock could not be counted anew; its end stays as it was until somebody tries again."""
    clocks = table_of(Clock)
    parked = (
        update(clocks)
        .where(clocks.c.id == clock_id, clocks.c.recount_id == change_id)
        .values(recount_id=None, failures=clocks.c.failures + 1, failed_at=at, failure=error[:500])
    )
    if count_changed(uow.session, parked):
        progress(uow, change_id, counted=1, failed=1)


def turns_in_time(clock: Row[Any] | Clock, end: End, at: datetime) -> bool:
    """Say whether a clock that had run out has not: its work ended before, or its time still runs."""
    return clock.reached_at is not None and (clock.ended_at or at) < end.due_at


def turns_late_again(clock: Row[Any] | Clock, end: End, ran_out_at: datetime | None) -> bool:
    """Say whether a stopped clock that turned out in time did not: its work ended after its day all the same.

    Work that was never found late stays done in time, whatever the calendar says afterwards.

    :param ran_out_at: when it was found to have run out by the calendar of then
    """
    if clock.state != "stopped" or clock.reached_at is not None or ran_out_at is None:
        return False
    return clock.ended_at is not None and clock.ended_at >= end.due_at


def _take(uow: UnitOfWork, change_id: int, clock_ids: Sequence[int] | None, size: int) -> Sequence[Row[Any]]:
    query = select(*_COLUMNS).where(_MARKED, Clock.recount_id == change_id).order_by(Clock.id).limit(size)
    if clock_ids is not None:
        query = query.where(Clock.id.in_(clock_ids))
    rows = uow.session.execute(query.with_for_update(of=Clock, skip_locked=True)).all()
    cases = {row.case_id for row in rows}
    free = select(Case.id).where(is_among(uow.session, Case.id, cases)).order_by(Case.id)
    free_ids = set(uow.session.scalars(free.with_for_update(read=True, key_share=True, skip_locked=True)))
    return [row for row in rows if row.case_id in free_ids]


def _outcome(row: Row[Any], end: End, after: datetime) -> _Counted:
    coming = [each for each in end.reminders if each.at > after]
    return _Counted(row, end, reminders_as_kept(coming), coming[0].at if coming else end.due_at)


def _write(uow: UnitOfWork, others: Sequence[_Counted]) -> None:
    """Write the new ends: of those that run with their reminders, of those that ran out without."""
    running = [each for each in others if each.row.state == "running"]
    late = [each for each in others if each.row.state != "running"]
    clocks = table_of(Clock)
    counted = update(clocks).values(recount_id=None, row_version=clocks.c.row_version + 1)
    going_on = counted.values(failures=0, failed_at=None, failure=None)
    update_many(uow.session, clocks, [_running(each) for each in running], also=going_on)
    update_many(uow.session, clocks, [_end_of(each) for each in late], also=counted)


def _end_of(counted: _Counted) -> dict[str, Any]:
    end = counted.end
    return {
        "id": counted.row.id,
        "due_on": end.due_on,
        "due_at": end.due_at,
        "provisional": end.provisional,
    }


def _running(counted: _Counted) -> dict[str, Any]:
    return {
        **_end_of(counted),
        "reminders": counted.reminders,
        "wake_at": counted.wake_at,
        "wake_kind": "alert" if counted.reminders else "due",
    }


def _unmark(uow: UnitOfWork, clock_ids: set[int]) -> None:
    if clock_ids:
        clocks = table_of(Clock)
        uow.session.execute(update(clocks).where(clocks.c.id.in_(sorted(clock_ids))).values(recount_id=None))


def _tell(uow: UnitOfWork, change: CalendarChange, shown: Sequence[_Counted], at: datetime) -> None:
    """Write entries, facts for the ledgers of the cases, and what open tasks show."""
    if not shown:
        return
    told = [each for each in shown if each.moves or not each.end.provisional]
    if told:
        insert_many(uow.session, table_of(ClockEntry), [_entry(change, each, at) for each in told])
    for each in told:
        uow.record(_fact(change, each, at))
    # A chain under way is told by itself that its clock moved; where there is none, all go together.
    for each in shown:
        if each.row.chain_since is not None:
            uow.record(_one_moved(each, at))
    together = tuple(
        Moved(each.row.id, each.end.due_on, each.end.due_at, each.end.provisional)
        for each in shown
        if each.row.chain_since is None
    )
    if together:
        uow.record(ClocksMoved(clocks=together, at=at, by=SYSTEM))


def _one_moved(each: _Counted, at: datetime) -> ClockMoved:
    return ClockMoved(
        case_id=each.row.case_id,
        clock_id=each.row.id,
        due_on=each.end.due_on,
        due_at=each.end.due_at,
        provisional=each.end.provisional,
        at=at,
        by=SYSTEM,
    )


def _entry(change: CalendarChange, each: _Counted, at: datetime) -> dict[str, Any]:
    return entry_of(change, each.row.id, each.row.due_on, each.end.due_on, at)


def entry_of(
    change: CalendarChange, clock_id: int, was: date | None, due_on: date, at: datetime
) -> dict[str, Any]:
    """Return the line of a clock's own ledger that says how ``change`` moved or settled it."""
    return {
        "clock_id": clock_id,
        "kind": "recomputed",
        "at": at,
        "by_id": change.by_id,
        "by_post": change.by_post,
        "reason": ADJUSTED if due_on != was else PUBLISHED,
        "evidence": change.reason,
        "consents": [],
        "due_on": due_on,
        "was_due_on": was,
        "change_id": change.id,
    }


def _fact(change: CalendarChange, each: _Counted, at: datetime) -> ClockCountedAnew | ClockConfirmed:
    row, end = each.row, each.end
    named = {
        "case_id": row.case_id,
        "clock_id": row.id,
        "title": row.title,
        "unit": row.unit,
        "due_on": end.due_on,
        "due_at": end.due_at,
        "at": at,
        "by": SYSTEM,
    }
    if not each.moves:
        return ClockConfirmed(**named)
    return ClockCountedAnew(**named, was_due_on=row.due_on, reason=change.reason)


def progress(uow: UnitOfWork, change_id: int, **more: int) -> None:
    """Add to what a change has come to; whoever came too late for a clock of it adds nothing."""
    if not any(more.values()):
        return
    changes = table_of(CalendarChange)
    raised = {name: changes.c[name] + number for name, number in more.items()}
    uow.session.execute(update(changes).where(changes.c.id == change_id).values(state="running", **raised))
