"""Writing an edit of the calendar down, and marking what is to be counted anew for it."""

from datetime import date, datetime

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.orm import Session

from mediation.clocks.book import forget_calendar, work_calendar
from mediation.clocks.calendar import LAST_PUBLISHED
from mediation.clocks.drafting import edited_days, kept
from mediation.clocks.edits import PUBLISH, CalendarChanged, DayEdit, Edit, NothingChanges, differing
from mediation.clocks.model import CalendarChange, CalendarDay, CalendarYear, Clock
from mediation.clocks.operations.calendar_edits.waiting import refuse_while_counting
from mediation.clocks.touched import (
    counts_days,
    once_late_between,
    once_late_by,
    touched_between,
    touched_by,
)
from mediation.kernel.actor import SYSTEM, Actor
from mediation.kernel.database import table_of, wait_turn
from mediation.kernel.many import count_changed
from mediation.kernel.sentences import author
from mediation.kernel.text import N_
from mediation.kernel.unit_of_work import UnitOfWork

UPGRADED = N_("系统日历已更新，{year}年放假安排已公布")
_TURN = "work calendar"


def change_calendar(
    uow: UnitOfWork, *, edit: Edit, seen: int | None = None, by: Actor, at: datetime
) -> CalendarChange:
    """Change the calendar, and mark the clocks that are to be counted anew.

    They are counted afterwards, in batches (:mod:`mediation.clocks.recount`); until then none of them
    runs out by the calendar of before.

    :param seen: id of the latest change on the page where it was confirmed, 0 for none; None: not asked
    :raises StillCounting: dates of an earlier change are not counted yet
    :raises NothingChanges: the calendar says so already
    :raises CalendarChanged: somebody else changed it since ``seen``
    """
    wait_turn(uow.session, _TURN)
    refuse_while_counting(uow.session)
    if seen is not None and seen != latest_change(uow.session):
        raise CalendarChanged()
    now = edited_days(uow.session, edit.first, edit.last)
    days = differing(edit.days, now)
    if not days and not _is_news(uow, edit):
        raise NothingChanges()
    change = _kept(edit, by, at)
    # A notice is kept whole: what it says of a day holds again when the county takes an edit of its own back.
    change.days = [
        {"day": day.on.isoformat(), "now": kept(day), "was": kept(now.get(day.on))}
        for day in (edit.days if edit.enters else days)
    ]
    uow.add(change)
    for day in days:
        _put(uow, day, by, at)
    _enter_year(uow, edit, by, at)
    _mark(uow, change, touched_by(edit), once_late_by(edit))
    return change


def count_again(uow: UnitOfWork, *, change_id: int) -> None:
    """Have everything that a change touches counted once more; what is right stays as it is.

    :raises NotFound: there is no such change
    :raises StillCounting: this or another change is being counted
    """
    wait_turn(uow.session, _TURN)
    change = uow.get(CalendarChange, change_id, what=N_("这次日历调整"))
    refuse_while_counting(uow.session)
    on_days = [date.fromisoformat(each["day"]) for each in change.days]
    first, last = date(change.year, 1, 1), date(change.year, 12, 31)
    if change.kind != PUBLISH and on_days:
        first, last = min(on_days), max(on_days)
    change.state, change.finished_at = "waiting", None
    change.counted = change.moved = change.failed = change.righted = 0
    _mark(uow, change, touched_between(first, last), once_late_between(first, last))


def take_published(uow: UnitOfWork, *, at: datetime) -> CalendarChange | None:
    """Have provisional clocks counted anew that need not be any more: a newer package knows their year.

    :return: the change, or None where there is nothing to count
    """
    wait_turn(uow.session, _TURN)
    calendar, last = work_calendar(uow.session), LAST_PUBLISHED
    while calendar.is_published(last + 1):
        last += 1
    which = counts_days() & Clock.provisional & (Clock.due_on <= date(last, 12, 31))
    which &= Clock.recount_id.is_(None)
    if uow.session.scalars(select(Clock.id).where(which).limit(1)).first() is None:
        return None
    edit = Edit(PUBLISH, last, (), UPGRADED.format(year=last))
    change = uow.add(_kept(edit, SYSTEM, at))
    _mark(uow, change, which)
    return change


def latest_change(session: Session) -> int:
    """Return the id of the latest change of the calendar, 0 where there is none."""
    return session.scalar(select(func.max(CalendarChange.id))) or 0


def _is_news(uow: UnitOfWork, edit: Edit) -> bool:
    """Say whether the edit makes a year certain, or uncertain again, that was not so."""
    known = uow.session.get(CalendarYear, edit.year) is not None
    return (edit.enters and not known) or (edit.leaves and known)


def _kept(edit: Edit, by: Actor, at: datetime) -> CalendarChange:
    return CalendarChange(
        kind=edit.kind,
        year=edit.year,
        days=[],
        reason=edit.reason,
        by_id=by.person_id,
        by_post=author(by)[:200],
        at=at,
        undoes_id=edit.undoes_id,
    )


def _put(uow: UnitOfWork, day: DayEdit, by: Actor, at: datetime) -> None:
    row = uow.session.get(CalendarDay, day.on)
    if day.works is None:
        if row is not None:
            uow.session.delete(row)
        return
    if row is None:
        row = uow.add(CalendarDay(day=day.on))
    row.is_working, row.name, row.kind = day.works, day.name, day.kind
    row.by_id, row.at = by.person_id, at


def _enter_year(uow: UnitOfWork, edit: Edit, by: Actor, at: datetime) -> None:
    row = uow.session.get(CalendarYear, edit.year)
    if edit.leaves and row is not None:
        uow.session.delete(row)
    elif edit.enters:
        row = row or uow.add(CalendarYear(year=edit.year))
        row.source, row.by_id, row.at = edit.reason, by.person_id, at


def _mark(uow: UnitOfWork, change: CalendarChange, *conditions: ColumnElement[bool]) -> None:
    """Mark the clocks, none of which waits for another change.

    Their version stays: whoever holds one of them meanwhile is not told that it changed.
    """
    uow.session.flush()
    forget_calendar(uow.session)
    marks = (update(table_of(Clock)).where(which).values(recount_id=change.id) for which in conditions)
    change.touched = sum(count_changed(uow.session, each) for each in marks)
    uow.session.flush()
    uow.session.expire_all()
