"""The work calendar: what was published, what the county edited, and what can be known beyond.

Published years come from chinesecalendar. Later years count weekends and the statutory holidays
of 全国年节及纪念日放假办法 as the holidays package knows them, without make-up days, and are
marked provisional until the year is published.
"""

from collections.abc import Collection, Mapping
from datetime import date
from functools import cache

import chinese_calendar
import holidays
from chinese_calendar import constants

from mediation.clocks.rules import Day

LAST_PUBLISHED = max(constants.holidays).year
_FIRST_PUBLISHED = min(constants.holidays).year
_SATURDAY = 5


@cache
def published(on: date) -> Day:
    """Return the day as the State Council arranged it, or as far as it can be known."""
    if not _FIRST_PUBLISHED <= on.year <= LAST_PUBLISHED:
        return _expected(on)
    rests, name = chinese_calendar.get_holiday_detail(on)
    said = _named(name)
    if rests:
        return Day(on, works=False, name=said)
    return Day(on, works=True, name=f"{said}调休上班" if said else "")


def _expected(on: date) -> Day:
    """Years to come are uncertain; of those long past nothing will be published any more."""
    uncertain = on.year > LAST_PUBLISHED
    name = statutory(on.year).get(on)
    if name is not None:
        return Day(on, works=False, name=name.split(";")[0].strip(), provisional=uncertain)
    return Day(on, works=on.weekday() < _SATURDAY, provisional=uncertain)


@cache
def statutory(year: int) -> Mapping[date, str]:
    """Return the statutory holidays of ``year`` as far as they can be known, with their names."""
    return dict(holidays.country_holidays("CN", years=year, language="zh_CN"))


def _named(name: str | None) -> str:
    known = next((holiday for holiday in constants.Holiday if holiday.value == name), None)
    return known.chinese if known else ""


class WorkCalendar:
    """The published calendar under the county's own edits.

    :param edits: days the county changed
    :param years: years whose arrangement the county entered itself: their other days are certain
    """

    def __init__(self, edits: Mapping[date, Day] | None = None, years: Collection[int] = ()) -> None:
        self._edits = edits or {}
        self._years = frozenset(years)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, WorkCalendar):
            return NotImplemented
        return (self._edits, self._years) == (other._edits, other._years)

    def __hash__(self) -> int:
        return hash((frozenset(self._edits), self._years))

    def day(self, on: date) -> Day:
        """Return what is known of the day."""
        if on in self._edits:
            return self._edits[on]
        if on.year in self._years and on.year > LAST_PUBLISHED:
            return Day(on, works=on.weekday() < _SATURDAY)
        return published(on)

    def changed(self, days: Mapping[date, Day | None], years: Mapping[int, bool]) -> "WorkCalendar":
        """Return the calendar with some days and years otherwise.

        :param days: day -> how it is now; None: as published
        :param years: year -> whether its arrangement is entered now
        """
        edits = {**self._edits, **days}
        kept = {on: day for on, day in edits.items() if day is not None}
        return WorkCalendar(kept, [year for year in self._years | years.keys() if years.get(year, True)])

    def is_published(self, year: int) -> bool:
        """Say whether nothing of ``year`` is provisional any more."""
        return year <= LAST_PUBLISHED or year in self._years
