"""Counting time limits: DOMAIN section 2, and the dates of the scripts."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from mediation.clocks import words
from mediation.clocks.calendar import WorkCalendar
from mediation.clocks.rules import (
    BadAmount,
    Count,
    Day,
    Pause,
    UnknownUnit,
    count,
    explain,
    working_days_before,
    working_days_between,
)
from mediation.kernel.clock import SHANGHAI, start_of

CALENDAR = WorkCalendar()


def day(written: str) -> date:
    return date.fromisoformat(written)


def at(written: str) -> datetime:
    return datetime.fromisoformat(written).replace(tzinfo=SHANGHAI)


def counted(start: str, amount: str | int, unit: str, *pauses: Pause) -> Count:
    return count(at(start), amount, unit, CALENDAR, pauses=pauses)


@pytest.mark.parametrize(
    ("start", "amount", "unit", "due"),
    [
        # 1: settled in the grid
        ("2026-09-18 21:00", 3, "working_day", "2026-09-22"),
        ("2026-09-21", 15, "calendar_day", "2026-10-08"),
        # 2: the homestead
        ("2026-09-09 10:00", 1, "month", "2026-10-09"),
        ("2026-09-10", 30, "calendar_day", "2026-10-10"),
        ("2026-09-11", 15, "calendar_day", "2026-09-28"),
        ("2026-09-11", 1, "month", "2026-10-12"),
        ("2026-09-11", 3, "month", "2026-12-11"),
        # 3: 屋场会
        ("2026-04-20 09:00", 3, "working_day", "2026-04-23"),
        ("2026-04-22", 1, "month", "2026-05-22"),
        ("2026-04-30", 5, "working_day", "2026-05-11"),
        # 9: the noise, and whose lateness it is
        ("2026-06-12", 5, "working_day", "2026-06-22"),
        ("2026-06-16", 3, "working_day", "2026-06-22"),
        ("2026-06-22", 2, "working_day", "2026-06-24"),
        ("2026-06-23", 1, "month", "2026-07-23"),
        ("2026-06-26", 3, "working_day", "2026-07-01"),
    ],
)
def test_the_dates_of_the_scripts(start: str, amount: int, unit: str, due: str) -> None:
    assert counted(start, amount, unit).due_on == day(due)


@pytest.mark.parametrize(
    ("start", "amount", "due"),
    [
        ("2026-09-18 20:15", "24", "2026-09-19 20:15"),
        ("2026-05-09 21:30", "0.5", "2026-05-09 22:00"),
        ("2026-04-28 21:00", "24", "2026-04-29 21:00"),
        ("2026-10-01 08:00", "72", "2026-10-04 08:00"),
        ("2026-10-01 08:00", "0", "2026-10-01 08:00"),
    ],
)
def test_hours_run_from_the_moment_and_never_roll(start: str, amount: str, due: str) -> None:
    found = counted(start, amount, "hour")

    assert found.due_at == at(due)
    assert found.due_on == at(due).date()
    assert not found.provisional


def test_a_day_limit_is_late_from_the_first_moment_of_the_next_day() -> None:
    assert counted("2026-09-18", 3, "working_day").due_at == at("2026-09-23 00:00")


def test_the_hour_of_the_start_makes_no_difference_to_days() -> None:
    assert counted("2026-09-18 00:00", 1, "month").due_on == counted("2026-09-18 23:59", 1, "month").due_on


def test_a_late_evening_in_another_zone_counts_from_the_day_in_the_county() -> None:
    evening = datetime.fromisoformat("2026-09-17T17:00+00:00")

    assert count(evening, 3, "working_day", CALENDAR).due_on == day("2026-09-22")


@pytest.mark.parametrize(
    ("start", "months", "due"),
    [
        ("2026-01-31", 1, "2026-02-28"),
        ("2027-12-31", 2, "2028-02-29"),
        ("2026-01-30", 13, "2027-03-01"),
        ("2026-03-31", 1, "2026-04-30"),
        ("2026-11-30", 3, "2027-03-01"),
    ],
)
def test_a_month_ends_on_its_day_or_on_the_last(start: str, months: int, due: str) -> None:
    assert counted(start, months, "month").due_on == day(due)


def test_nothing_added_still_rolls_a_rest_day() -> None:
    assert counted("2026-10-01", 0, "calendar_day").due_on == day("2026-10-08")
    assert counted("2026-09-20", 0, "working_day").due_on == day("2026-09-20")


def test_reminders_do_not_roll() -> None:
    found = count(at("2026-09-10"), 27, "calendar_day", CALENDAR, rolls=False)

    assert found.due_on == day("2026-10-07")


@pytest.mark.parametrize("amount", [1.5, 3.0, True, "x", "", "-1", "1.5", "NaN", "Infinity", 10_001])
def test_refuses_amounts_that_cannot_be_counted_in_days(amount: object) -> None:
    with pytest.raises(BadAmount):
        count(at("2026-09-18"), amount, "working_day", CALENDAR)  # type: ignore[arg-type]  # a wrong type is what is tested


def test_refuses_a_float_of_hours() -> None:
    with pytest.raises(BadAmount, match=r"0\.5"):
        count(at("2026-09-18"), 0.5, "hour", CALENDAR)  # type: ignore[arg-type]  # a wrong type is what is tested


def test_refuses_an_unknown_unit_and_names_the_four() -> None:
    with pytest.raises(UnknownUnit, match=r"fortnight.*working_day"):
        counted("2026-09-18", 1, "fortnight")


def test_paused_days_do_not_count_as_working_days() -> None:
    appraisal = Pause(at("2026-06-15 10:00"), at("2026-06-17 16:00"))

    found = counted("2026-06-12", 5, "working_day", appraisal)

    # 15 and 16 June are left out; 17, 18, 22, 23, 24 June are the five.
    assert found.due_on == day("2026-06-24")


def test_several_pauses_shift_a_month_day_by_day() -> None:
    first = Pause(at("2026-09-10"), at("2026-09-14"))
    second = Pause(at("2026-10-10"), at("2026-10-12"))

    found = counted("2026-09-09", 1, "month", first, second)

    # 9 October and four days is 13 October; two more days of the second pause make it the 15th.
    assert found.due_on == day("2026-10-15")


def test_a_pause_on_the_last_day_leaves_that_day_to_be_used() -> None:
    assert counted(
        "2026-09-18", 3, "working_day", Pause(at("2026-09-22 09:00"), at("2026-10-09"))
    ).due_on == day("2026-10-09")


def test_a_pause_begun_and_ended_on_one_day_changes_no_day() -> None:
    assert counted(
        "2026-09-18", 3, "working_day", Pause(at("2026-09-21 09:00"), at("2026-09-21 17:00"))
    ).due_on == (day("2026-09-22"))


def test_a_pause_before_the_start_leaves_out_nothing() -> None:
    assert counted("2026-09-18", 15, "calendar_day", Pause(at("2026-09-01"), at("2026-09-10"))).due_on == day(
        "2026-10-08"
    )


def test_a_third_of_an_hour_is_twenty_minutes() -> None:
    assert count(at("2026-09-18 20:15"), Decimal(20) / 60, "hour", CALENDAR).due_at == at("2026-09-18 20:35")


def test_paused_hours_are_added_to_the_minute() -> None:
    found = counted("2026-09-18 20:15", 24, "hour", Pause(at("2026-09-18 22:00"), at("2026-09-18 23:30")))

    assert found.due_at == at("2026-09-19 21:45")


def test_a_last_day_that_rolls_skips_a_pause_begun_meanwhile() -> None:
    # Nominal end on Saturday 12 September; paused from Sunday until Wednesday.
    found = counted("2026-08-12", 1, "month", Pause(at("2026-09-13 09:00"), at("2026-09-16 09:00")))

    assert found.due_on == day("2026-09-16")


def test_explains_each_day_that_did_not_count_and_why() -> None:
    found = explain(at("2026-09-18"), 3, "working_day", CALENDAR)

    assert [str(sentence) for sentence in words.steps(found)] == [
        "9月18日（周五）：起算当日不计",
        "9月19日（周六）：休息日，不计",
        "9月20日（周日）：第1个工作日（国庆节调休上班）",
        "9月21日（周一）：第2个工作日",
        "9月22日（周二）：第3个工作日",
    ]


def test_explains_the_roll_over_a_holiday() -> None:
    found = explain(at("2026-09-21"), 15, "calendar_day", CALENDAR)

    assert [str(sentence) for sentence in words.steps(found)] == [
        "9月21日（周一）：起算当日不计",
        "10月6日（周二）：期间届满",
        "10月6日（周二）：国庆节放假，顺延",
        "10月7日（周三）：国庆节放假，顺延",
        "10月8日（周四）：顺延后的第一个工作日，期限的最后一天",
    ]


def test_explanation_is_data_too() -> None:
    data = words.as_data(explain(at("2026-09-18"), 3, "working_day", CALENDAR))

    assert data["due_on"] == "2026-09-22"
    assert data["due_at"] == "2026-09-23T00:00:00+08:00"
    assert data["amount"] == "3"
    assert data["steps"][2] == {
        "on": "2026-09-20",
        "kind": "counted",
        "number": 1,
        "name": "国庆节调休上班",
        "provisional": False,
        "sentence": "9月20日（周日）：第1个工作日（国庆节调休上班）",
    }


def test_half_an_hour_is_said_in_minutes() -> None:
    assert str(words.limit(Decimal("0.5"), "hour")) == "30分钟"
    assert str(words.limit(Decimal(20) / 60, "hour")) == "20分钟"
    assert str(words.limit(Decimal("24"), "hour")) == "24小时"
    assert str(words.limit(Decimal("30"), "working_day")) == "30个工作日"


def test_a_working_day_before_the_dragon_boat_festival() -> None:
    assert working_days_before(day("2026-06-22"), 1, CALENDAR) == day("2026-06-18")


def test_working_days_left_and_late() -> None:
    assert working_days_between(day("2026-09-18"), day("2026-09-22"), CALENDAR) == 3
    assert working_days_between(day("2026-06-23"), day("2026-06-22"), CALENDAR) == -1
    assert working_days_between(day("2026-06-22"), day("2026-06-22"), CALENDAR) == 0


def test_an_edited_day_is_counted_as_edited() -> None:
    edited = WorkCalendar({day("2026-09-21"): Day(day("2026-09-21"), works=False, name="防汛停工")})

    found = count(start_of(day("2026-09-18")), 3, "working_day", edited)

    assert found.due_on == day("2026-09-23")
    assert "9月21日（周一）：防汛停工放假，不计" in [str(sentence) for sentence in words.steps(found)]
