"""The work calendar: published, edited, and what can be known beyond."""

from datetime import date

import pytest

from mediation.clocks.calendar import LAST_PUBLISHED, WorkCalendar, published
from mediation.clocks.rules import Day, count
from mediation.kernel.clock import start_of

BEYOND = date(LAST_PUBLISHED + 1, 1, 1)


def test_make_up_weekends_are_worked() -> None:
    sunday = published(date(2026, 9, 20))

    assert sunday.works
    assert sunday.name == "国庆节调休上班"


def test_a_holiday_says_its_name() -> None:
    assert published(date(2026, 6, 19)) == Day(date(2026, 6, 19), works=False, name="端午")


def test_an_ordinary_weekend_rests_without_a_name() -> None:
    assert published(date(2026, 6, 13)) == Day(date(2026, 6, 13), works=False)


def test_beyond_the_published_years_every_day_is_provisional() -> None:
    for on in (date(2027, 1, 1), date(2027, 1, 4), date(2027, 1, 9), date(2027, 2, 8)):
        assert published(on).provisional, on


@pytest.mark.parametrize(
    ("on", "works", "name"),
    [
        (date(2027, 1, 1), False, "元旦"),
        (date(2027, 2, 8), False, "春节"),
        (date(2027, 6, 9), False, "端午节"),
        (date(2027, 6, 8), True, ""),
        (date(2027, 6, 12), False, ""),
    ],
)
def test_statutory_holidays_are_known_ahead(on: date, works: bool, name: str) -> None:
    day = published(on)

    assert (day.works, day.name) == (works, name)


def test_a_count_into_an_unpublished_year_is_provisional() -> None:
    calendar = WorkCalendar()

    assert count(start_of(date(2026, 12, 30)), 3, "working_day", calendar).provisional
    assert not count(start_of(date(2026, 12, 1)), 3, "working_day", calendar).provisional
    assert count(start_of(date(2026, 12, 11)), 1, "month", calendar).provisional


def test_an_edit_is_certain_and_wins() -> None:
    edit = Day(date(2027, 1, 2), works=True, name="元旦调休上班")
    calendar = WorkCalendar({edit.on: edit})

    assert calendar.day(edit.on) is edit
    assert calendar.day(date(2027, 1, 3)).provisional


def test_a_year_the_county_entered_follows_its_days_and_else_the_week() -> None:
    edit = Day(date(2027, 1, 2), works=True, name="元旦调休上班")
    calendar = WorkCalendar({edit.on: edit}, years=[2027])

    assert calendar.is_published(2027)
    assert calendar.day(edit.on).works
    assert calendar.day(date(2027, 1, 4)) == Day(date(2027, 1, 4), works=True)
    # The arrangement as entered names every holiday, so a statutory day left out of it is worked.
    assert calendar.day(date(2027, 6, 9)) == Day(date(2027, 6, 9), works=True)
    assert calendar.day(date(2027, 1, 9)) == Day(date(2027, 1, 9), works=False)
    assert not calendar.is_published(2028)
