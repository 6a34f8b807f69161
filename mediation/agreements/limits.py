"""Last days that the law itself sets for agreements."""

from datetime import date

from sqlalchemy.orm import Session

from mediation.agreements.settings import agreement_settings
from mediation.clocks.book import work_calendar
from mediation.clocks.rules import Unit, count
from mediation.kernel.clock import start_of
from mediation.kernel.locality import Locality


def last_day_to_apply(session: Session, locality: Locality, in_force_on: date) -> date:
    """Return the last day to apply for judicial confirmation (人民调解法 33, 民诉法 85).

    The day of taking effect does not count; a last day on a holiday rolls to the next working day.
    """
    days = agreement_settings(locality).confirmation_days
    return count(start_of(in_force_on), days, Unit.CALENDAR_DAY, work_calendar(session)).due_on


def is_past(session: Session, promised_on: date, on: date) -> bool:
    """Say whether ``on`` comes too late for what was promised for ``promised_on``.

    In time is the day agreed on, or where that is a day of rest, the next working day (民法典 203).
    """
    if on <= promised_on:
        return False
    return on > count(start_of(promised_on), 0, Unit.CALENDAR_DAY, work_calendar(session)).due_on
