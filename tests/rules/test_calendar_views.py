"""How the days of a change of the calendar are put together to be read."""

from datetime import date

from mediation.clocks.calendar_views import DayChange, DaysChange, Side, in_a_row

WORKED, CLOSED, SNOW = Side(True, ""), Side(False, "防汛停工"), Side(False, "冰雪停工")


def day(number: int, was: Side = WORKED, now: Side = CLOSED) -> DayChange:
    return DayChange(date(2026, 9, number), was, now)


def test_days_in_a_row_that_change_alike_are_one_line() -> None:
    assert in_a_row([day(14), day(15), day(16)]) == (
        DaysChange(date(2026, 9, 14), date(2026, 9, 16), WORKED, CLOSED),
    )


def test_a_gap_or_another_change_begins_a_line_of_its_own() -> None:
    weekend = Side(False, "")

    found = in_a_row([day(14), day(16), day(17, now=SNOW), day(18, was=weekend, now=SNOW)])

    assert [(each.first.day, each.last.day) for each in found] == [(14, 14), (16, 16), (17, 17), (18, 18)]


def test_no_days_are_no_lines() -> None:
    assert in_a_row([]) == ()
