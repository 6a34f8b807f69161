"""Reminders of a clock: what a policy asks for, and when each is given. No database, no clock."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from decimal import Decimal

from mediation.clocks.rules import (
    DAY,
    Calendar,
    Count,
    Pause,
    Unit,
    count,
    hours,
    months_after,
    read_amount,
    read_unit,
    working_days_before,
)
from mediation.kernel.clock import SHANGHAI
from mediation.kernel.errors import Refused
from mediation.kernel.text import N_

MORNING = time(8, 0)
_WRITTEN = re.compile(
    r"(?P<label>\w+):(?P<sign>[+-])(?P<amount>[\d.]+) (?P<unit>\w+)(?:@(?P<hour>\d\d:\d\d))?"
)


class BadAlert(Refused):
    """An alert that cannot be read."""

    message = N_(
        "提醒“{alert}”写法不对。例如 yellow:-1 working_day（届满前）或 remind:+15 calendar_day（起算后）。"
    )


@dataclass(frozen=True)
class Alert:
    """One reminder, before the end (``before``) or after the start of a clock.

    :ivar hour: time of day at which it is given; hours are given to the moment
    """

    label: str
    before: bool
    amount: Decimal
    unit: Unit
    hour: time = MORNING


@dataclass(frozen=True)
class Planned:
    """A reminder with its moment."""

    label: str
    at: datetime


def read_alerts(written: str | None) -> tuple[Alert, ...]:
    """Read ``yellow:-1 working_day; remind:+15 calendar_day``.

    :raises BadAlert: naming the part that cannot be read
    """
    parts = (part.strip() for part in (written or "").split(";"))
    return tuple(_read(part) for part in parts if part)


def _read(part: str) -> Alert:
    found = _WRITTEN.fullmatch(part)
    if found is None:
        raise BadAlert(alert=part)
    unit = read_unit(found["unit"])
    hour = time.fromisoformat(found["hour"]) if found["hour"] else MORNING
    return Alert(found["label"], found["sign"] == "-", read_amount(found["amount"], unit), unit, hour)


def plan(
    alerts: Iterable[Alert],
    counted: Count,
    *,
    start: datetime,
    calendar: Calendar,
    pauses: Sequence[Pause] = (),
    after: datetime,
) -> tuple[Planned, ...]:
    """Return the reminders still to come after the moment ``after``, the earliest first.

    A reminder that would fall before the clock began, or when it has already run out, is none.
    """
    planned = (Planned(alert.label, _moment(alert, counted, start, calendar, pauses)) for alert in alerts)
    coming = [each for each in planned if after < each.at < counted.due_at]
    return tuple(sorted(coming, key=lambda each: (each.at, each.label)))


def _moment(
    alert: Alert, counted: Count, start: datetime, calendar: Calendar, pauses: Sequence[Pause]
) -> datetime:
    if not alert.before:
        reached = count(start, alert.amount, alert.unit, calendar, pauses=pauses, rolls=False)
        if alert.unit is Unit.HOUR:
            return reached.due_at
        return datetime.combine(reached.due_on, alert.hour, SHANGHAI)
    if alert.unit is Unit.HOUR:
        return counted.due_at - hours(alert.amount)
    amount = int(alert.amount)
    if alert.unit is Unit.WORKING_DAY:
        day = working_days_before(counted.due_on, amount, calendar)
    elif alert.unit is Unit.MONTH:
        day = months_after(counted.due_on, -amount)
    else:
        day = counted.due_on - amount * DAY
    return datetime.combine(day, alert.hour, SHANGHAI)


def missed_once(planned: Sequence[Planned], at: datetime) -> tuple[Planned, ...]:
    """Return what to give at ``at`` of the reminders that have come: of each label only the latest.

    Whoever was away, or a system that was down, is reminded once and not once per missed day.
    """
    latest = {each.label: each for each in planned if each.at <= at}
    return tuple(latest.values())
