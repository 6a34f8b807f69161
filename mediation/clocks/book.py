"""The work calendar as the database has it, read once per transaction."""

from datetime import datetime
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import ScalarSelect, func, literal, select, union_all
from sqlalchemy.orm import Session

from mediation.clocks.calendar import WorkCalendar
from mediation.clocks.model import CalendarDay, CalendarYear
from mediation.clocks.rules import Day

_KEPT = "work_calendar"
Stamp = tuple[int, datetime | None, datetime | None]
_calendars: WeakKeyDictionary[Any, tuple[Stamp, WorkCalendar]] = WeakKeyDictionary()


def work_calendar(session: Session) -> WorkCalendar:
    """Return the published calendar under the county's edits, one statement a transaction."""
    transaction = session.get_transaction()
    kept: tuple[Any, WorkCalendar] | None = session.info.get(_KEPT)
    if kept is not None and transaction is not None and kept[0] is transaction:
        return kept[1]
    calendar = _read(session)
    session.info[_KEPT] = (session.get_transaction(), calendar)
    return calendar


def stamp() -> tuple[ScalarSelect[Any], ...]:
    """Return columns that any query may carry along: together they change with every edit."""
    return (
        select(func.count()).select_from(CalendarDay).scalar_subquery(),
        select(func.max(CalendarDay.at)).scalar_subquery(),
        select(func.max(CalendarYear.at)).scalar_subquery(),
    )


def take_calendar(session: Session, stamped: Stamp) -> None:
    """Use the calendar read before under the stamp ``stamped``, which this transaction has just seen."""
    database = session.get_bind().engine.pool
    known = _calendars.get(database)
    if known is None or known[0] != stamped:
        known = _calendars[database] = (stamped, _read(session))
    session.info[_KEPT] = (session.get_transaction(), known[1])


def forget_calendar(session: Session) -> None:
    """Read the calendar anew when next asked; for whoever edits it."""
    session.info.pop(_KEPT, None)


def _read(session: Session) -> WorkCalendar:
    days = select(CalendarDay.day, CalendarDay.is_working, CalendarDay.name, literal(0).label("year"))
    years = select(literal(None), literal(None), literal(None), CalendarYear.year)
    edits, entered = {}, []
    for on, works, name, year in session.execute(union_all(days, years)):
        if year:
            entered.append(year)
        else:
            edits[on] = Day(on, works=bool(works), name=name)
    return WorkCalendar(edits, entered)
