"""The work calendar as the database has it, read once per transaction."""

from typing import Any

from sqlalchemy import literal, select, union_all
from sqlalchemy.orm import Session

from mediation.clocks.calendar import WorkCalendar
from mediation.clocks.model import CalendarDay, CalendarYear
from mediation.clocks.rules import Day

_KEPT = "work_calendar"


def work_calendar(session: Session) -> WorkCalendar:
    """Return the published calendar under the county's edits, one statement a transaction."""
    transaction = session.get_transaction()
    kept: tuple[Any, WorkCalendar] | None = session.info.get(_KEPT)
    if kept is not None and transaction is not None and kept[0] is transaction:
        return kept[1]
    calendar = _read(session)
    session.info[_KEPT] = (session.get_transaction(), calendar)
    return calendar


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
