"""Months and quarters, and those they are compared with."""

from datetime import date

import pytest

from mediation.kernel.errors import NotFound
from mediation.statistics.rules import periods


@pytest.mark.parametrize(
    ("key", "first", "last", "previous", "year_before"),
    [
        ("2026-01", date(2026, 1, 1), date(2026, 1, 31), "2025-12", "2025-01"),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29), "2024-01", "2023-02"),
        ("2026-Q1", date(2026, 1, 1), date(2026, 3, 31), "2025-Q4", "2025-Q1"),
        ("2026-Q4", date(2026, 10, 1), date(2026, 12, 31), "2026-Q3", "2025-Q4"),
    ],
)
def test_knows_its_days_and_its_neighbours(key, first, last, previous, year_before):
    period = periods.read(key)

    assert (period.key, period.starts_on, period.ends_on) == (key, first, last)
    assert (period.previous.key, period.year_before.key) == (previous, year_before)


@pytest.mark.parametrize("key", ["2026-13", "2026-Q5", "2026", "1799-01", "2026-1", "x"])
def test_knows_no_other_names(key):
    with pytest.raises(NotFound):
        periods.read(key)


def test_knows_periods_before_any_computer_too():
    assert periods.read("1999-01").starts_on == date(1999, 1, 1)


@pytest.mark.parametrize("key", ["2026-08", "2026-Q5", ""])
def test_a_month_is_no_quarter(key):
    with pytest.raises(periods.NoSuchQuarter):
        periods.read_quarter(key)

    assert periods.read_quarter("2026-Q3") == periods.quarter(2026, 3)


def test_is_over_when_its_last_day_has_passed():
    september = periods.month(2026, 9)

    assert not september.is_over(date(2026, 9, 30))
    assert september.is_over(date(2026, 10, 1))


def test_a_window_of_days_ends_with_its_last_day_and_has_a_year_before_on_leap_day():
    window = periods.days(date(2024, 2, 29), 30)

    assert (window.starts_on, window.ends_on) == (date(2024, 1, 31), date(2024, 2, 29))
    assert window.previous.ends_on == date(2024, 1, 30)
    assert window.year_before.ends_on == date(2023, 2, 28)


def test_the_latest_months_begin_with_the_running_one():
    assert [each.key for each in periods.latest("month", date(2026, 2, 3), 3)] == [
        "2026-02",
        "2026-01",
        "2025-12",
    ]


def test_says_a_quarter_as_an_office_writes_it():
    assert periods.read("2026-Q3").said == "2026年第三季度"
    assert periods.read("2026-09").said == "2026年9月"
