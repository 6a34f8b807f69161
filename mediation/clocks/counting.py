"""Counting many clocks with one calendar: what begins on one day with one limit is counted once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache

from mediation.clocks.alerts import Alert, Planned, plan, read_alerts
from mediation.clocks.due import Change, due, pauses
from mediation.clocks.rules import Calendar, Count, Unit
from mediation.kernel.clock import day_of

_LONG_AGO = datetime(1900, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class End:
    """Where a clock ends.

    :ivar reminders: all of them, the earliest first
    """

    due_on: date
    due_at: datetime
    provisional: bool
    reminders: tuple[Planned, ...]


class Counting:
    """Counts with one calendar and remembers.

    Days, months and working days are counted from the day of the start alone, whatever its hour; so
    are reminders, but for those some hours after the start.
    """

    def __init__(self, calendar: Calendar) -> None:
        self._calendar = calendar
        self._known: dict[tuple[date | datetime, str, str, str], End] = {}

    def end(
        self, start: datetime, amount: str, unit: str, alerts: str = "", changes: Sequence[Change] = ()
    ) -> End | None:
        """Return the end of a clock, None while it is paused.

        :param changes: its pauses and extensions, in order
        """
        if changes:
            return self._count(start, amount, unit, alerts, changes)
        exact = unit == Unit.HOUR or _by_hours(alerts)
        key = (start if exact else day_of(start), amount, unit, alerts)
        found = self._known.get(key)
        if found is None:
            found = self._count(start, amount, unit, alerts, ())
            assert found is not None, "a clock that was never paused has an end"
            self._known[key] = found
        return found

    def _count(
        self, start: datetime, amount: str, unit: str, alerts: str, changes: Sequence[Change]
    ) -> End | None:
        counted = due(start, Decimal(amount), unit, changes, self._calendar)
        if counted is None:
            return None
        return End(
            counted.due_on, counted.due_at, counted.provisional, self._plan(start, counted, alerts, changes)
        )

    def _plan(
        self, start: datetime, counted: Count, alerts: str, changes: Sequence[Change]
    ) -> tuple[Planned, ...]:
        left_out, _ = pauses(changes)
        return plan(
            _read(alerts), counted, start=start, calendar=self._calendar, pauses=left_out, after=_LONG_AGO
        )


@cache
def _read(alerts: str) -> tuple[Alert, ...]:
    return read_alerts(alerts)


@cache
def _by_hours(alerts: str) -> bool:
    return any(alert.unit is Unit.HOUR and not alert.before for alert in _read(alerts))
