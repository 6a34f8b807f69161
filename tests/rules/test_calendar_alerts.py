"""Reminders: written in the deadline table, given once, never rolled."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from mediation.clocks.alerts import BadAlert, Planned, missed_once, plan, read_alerts
from mediation.clocks.calendar import WorkCalendar
from mediation.clocks.rules import BadAmount, Pause, Unit, UnknownUnit, count
from mediation.kernel.clock import SHANGHAI

CALENDAR = WorkCalendar()


def at(written: str) -> datetime:
    return datetime.fromisoformat(written).replace(tzinfo=SHANGHAI)


def planned(start: str, amount: str, unit: str, alerts: str, *pauses: Pause) -> list[tuple[str, datetime]]:
    counted = count(at(start), amount, unit, CALENDAR, pauses=pauses)
    found = plan(
        read_alerts(alerts), counted, start=at(start), calendar=CALENDAR, pauses=pauses, after=at(start)
    )
    return [(each.label, each.at) for each in found]


def test_a_yellow_card_comes_a_working_day_before_the_end() -> None:
    assert planned("2026-06-16 09:00", "3", "working_day", "yellow:-1 working_day") == [
        ("yellow", at("2026-06-18 08:00"))
    ]


def test_reminders_of_a_confirmation_do_not_roll_over_the_holiday() -> None:
    assert planned(
        "2026-09-10", "30", "calendar_day", "remind:+20 calendar_day; remind:+27 calendar_day"
    ) == [
        ("remind", at("2026-09-30 08:00")),
        ("remind", at("2026-10-07 08:00")),
    ]


def test_the_hour_of_a_reminder_can_be_said() -> None:
    assert planned("2026-09-09", "1", "month", "remind:+15 calendar_day@17:30") == [
        ("remind", at("2026-09-24 17:30"))
    ]


def test_hours_are_reminded_to_the_moment() -> None:
    assert planned("2026-09-18 20:15", "24", "hour", "yellow:-2 hour; remind:+0.5 hour") == [
        ("remind", at("2026-09-18 20:45")),
        ("yellow", at("2026-09-19 18:15")),
    ]


def test_a_reminder_that_would_fall_before_the_start_is_none() -> None:
    assert planned("2026-09-18 10:00", "1", "working_day", "yellow:-1 working_day") == []


def test_a_reminder_after_the_end_is_none() -> None:
    assert planned("2026-09-18", "15", "calendar_day", "remind:+25 calendar_day") == []


def test_a_pause_shifts_the_reminders_after_it() -> None:
    pause = Pause(at("2026-09-14"), at("2026-09-17"))

    assert planned("2026-09-09", "1", "month", "remind:+3 calendar_day; remind:+15 calendar_day", pause) == [
        ("remind", at("2026-09-12 08:00")),
        ("remind", at("2026-09-27 08:00")),
    ]


def test_months_and_days_before_the_end() -> None:
    assert planned("2026-09-11", "3", "month", "yellow:-1 month; remind:-10 calendar_day") == [
        ("yellow", at("2026-11-11 08:00")),
        ("remind", at("2026-12-01 08:00")),
    ]


def test_reminders_missed_together_are_given_once_per_label() -> None:
    day = timedelta(days=1)
    first = at("2026-09-24 08:00")
    coming = (
        Planned("remind", first),
        Planned("remind", first + day),
        Planned("yellow", first + 2 * day),
        Planned("remind", first + 9 * day),
    )

    assert missed_once(coming, first + 3 * day) == (
        Planned("remind", first + day),
        Planned("yellow", first + 2 * day),
    )
    assert missed_once(coming, first - day) == ()


def test_reads_every_part_exactly() -> None:
    (alert,) = read_alerts(" yellow:-0.5 hour ;")

    assert (alert.label, alert.before, alert.amount, alert.unit) == (
        "yellow",
        True,
        Decimal("0.5"),
        Unit.HOUR,
    )
    assert read_alerts("") == read_alerts(None) == ()


@pytest.mark.parametrize(
    ("written", "refusal"),
    [
        ("yellow 1 working_day", BadAlert),
        ("yellow:1 working_day", BadAlert),
        ("yellow:-1 working_day remind:+1 month", BadAlert),
        ("yellow:-1 week", UnknownUnit),
        ("yellow:-1.5 working_day", BadAmount),
    ],
)
def test_refuses_what_it_cannot_read(written: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        read_alerts(written)
