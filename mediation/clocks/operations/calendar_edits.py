"""Editing the work calendar. Whatever it moves is recounted by the sweep, each clock by itself."""

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, delete, or_, update

from mediation.clocks.book import forget_calendar, work_calendar
from mediation.clocks.calendar import LAST_PUBLISHED
from mediation.clocks.model import CalendarDay, CalendarYear, Clock
from mediation.clocks.rules import DAY, Day, Unit
from mediation.kernel.actor import Actor
from mediation.kernel.clock import start_of
from mediation.kernel.errors import Refused
from mediation.kernel.text import N_
from mediation.kernel.unit_of_work import UnitOfWork


class NameMissing(Refused):
    """A changed day needs its reason."""

    message = N_("请写明{day}改为上班或休息的理由。")


class NotOfThatYear(Refused):
    """A day that lies outside the year being published."""

    message = N_("{day}不在{year}年，请核对放假安排。")


def set_day(uow: UnitOfWork, *, on: date, is_working: bool, name: str, by: Actor, at: datetime) -> list[int]:
    """Say that ``on`` is worked or not, whatever was published.

    :return: ids of the clocks the next sweep recounts
    :raises NameMissing: no reason is given
    """
    _put(uow, Day(on, works=is_working, name=name), by, at)
    return _recount(uow, _touches(on), at)


def forget_day(uow: UnitOfWork, *, on: date, by: Actor, at: datetime) -> list[int]:
    """Take an edit back: the published calendar holds again for ``on``.

    :return: ids of the clocks the next sweep recounts
    """
    uow.session.execute(delete(CalendarDay).where(CalendarDay.day == on))
    return _recount(uow, _touches(on), at)


def publish_year(
    uow: UnitOfWork, *, year: int, days: Iterable[Day], source: str, by: Actor, at: datetime
) -> list[int]:
    """Enter the State Council's arrangement of ``year``: its holidays and make-up days.

    :param days: every holiday and every make-up day; the others follow the week
    :param source: the notice it is taken from
    :return: ids of the clocks the next sweep recounts
    :raises NotOfThatYear: a day of another year is among them
    """
    for day in days:
        if day.on.year != year:
            raise NotOfThatYear(day=day.on.isoformat(), year=year)
        _put(uow, day, by, at)
    uow.session.merge(CalendarYear(year=year, source=source, by_id=by.person_id, at=at))
    return _recount(uow, _reaches(year), at)


def recount_provisional(uow: UnitOfWork, *, at: datetime) -> int:
    """Have provisional clocks recounted that need not be any more, e.g. after an upgrade.

    :return: how many
    """
    calendar = work_calendar(uow.session)
    last = LAST_PUBLISHED
    while calendar.is_published(last + 1):
        last += 1
    return len(_recount(uow, and_(Clock.provisional, Clock.due_on <= date(last, 12, 31)), at))


def _put(uow: UnitOfWork, day: Day, by: Actor, at: datetime) -> None:
    if not day.name.strip():
        raise NameMissing(day=day.on.isoformat())
    row = CalendarDay(day=day.on, is_working=day.works, name=day.name.strip(), by_id=by.person_id, at=at)
    uow.session.merge(row)


def _touches(on: date) -> ColumnElement[bool]:
    return and_(Clock.counted_from < start_of(on + DAY), Clock.due_on >= on)


def _reaches(year: int) -> ColumnElement[bool]:
    return and_(
        Clock.counted_from < start_of(date(year + 1, 1, 1)),
        or_(Clock.due_on >= date(year, 1, 1), Clock.provisional),
    )


def _recount(uow: UnitOfWork, which: ColumnElement[bool], at: datetime) -> list[int]:
    """Wake the running clocks that an edit touches; the sweep recounts each in its own transaction."""
    uow.session.flush()
    forget_calendar(uow.session)
    woken = uow.session.scalars(
        update(Clock)
        .where(Clock.state == "running", Clock.unit != Unit.HOUR.value, which)
        .values(wake_at=at, wake_kind="recount", row_version=Clock.row_version + 1)
        .returning(Clock.id)
        .execution_options(synchronize_session="fetch")
    )
    return list(woken.all())
