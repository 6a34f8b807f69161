"""How deadlines are counted, and why a day did or did not count. No database, no clock.

Sources: 民法典 201-204 and 民诉法 85: the first day does not count; a month ends on the same day of
the month, or on its last; a last day on a holiday rolls to the next working day; hours run from the
exact moment. Time under appraisal does not count (最高人民法院关于民商事案件繁简分流和调解速裁操作规程 and
医疗纠纷预防和处理条例 38): the day a pause begins is not counted, the day it ends is.
"""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Protocol

from mediation.kernel.clock import day_of, start_of
from mediation.kernel.errors import Refused
from mediation.kernel.text import N_

DAY = timedelta(days=1)
_MICROSECONDS_AN_HOUR = 3_600_000_000
_LONGEST = 10_000


class Unit(StrEnum):
    """What a time limit is counted in."""

    CALENDAR_DAY = "calendar_day"
    MONTH = "month"
    WORKING_DAY = "working_day"
    HOUR = "hour"


class UnknownUnit(Refused):
    """There is no such unit."""

    message = N_(
        "没有“{unit}”这种期限单位。可用：calendar_day（日）、month（月）、working_day（工作日）、hour（小时）。"
    )
    is_slip = True


class BadAmount(Refused):
    """The amount cannot be counted."""

    message = N_("“{amount}”不能作为期限的数量：日、月、工作日须为整数，小时可带小数，均不得为负。")
    is_slip = True


@dataclass(frozen=True)
class Day:
    """One day of the work calendar.

    :ivar name: holiday or reason, e.g. 国庆节 or 国庆节调休; "" for an ordinary day
    :ivar provisional: the year's arrangement has not been published yet
    """

    on: date
    works: bool
    name: str = ""
    provisional: bool = False


class Calendar(Protocol):
    """Anything that knows which days are worked."""

    def day(self, on: date) -> Day:
        """Return what is known of the day."""
        ...


@dataclass(frozen=True)
class Pause:
    """Time that does not count, from ``since`` until ``until``."""

    since: datetime
    until: datetime

    def covers(self, on: date) -> bool:
        """Say whether the whole-day count leaves ``on`` out."""
        return day_of(self.since) <= on < day_of(self.until)


@dataclass(frozen=True)
class Step:
    """One step of a count.

    :ivar kind: first_day, counted, rest, paused, ends, rolled, rolled_to, from_hour
    :ivar number: which counted day this is, where one was counted
    :ivar name: the holiday, or the make-up day's holiday
    """

    kind: str
    on: date
    number: int | None = None
    name: str = ""
    provisional: bool = False


@dataclass(frozen=True)
class Count:
    """A counted time limit.

    :ivar due_on: last day in time
    :ivar due_at: first moment at which it is late
    :ivar provisional: a day of a year not yet published was looked at
    """

    start: datetime
    amount: Decimal
    unit: Unit
    due_on: date
    due_at: datetime
    provisional: bool
    steps: tuple[Step, ...]


def read_unit(unit: str) -> Unit:
    """Return the unit.

    :raises UnknownUnit: there is none of that key
    """
    try:
        return Unit(unit)
    except ValueError:
        raise UnknownUnit(unit=unit) from None


def read_amount(amount: str | int | Decimal, unit: Unit) -> Decimal:
    """Return the exact amount; floats are never taken.

    :raises BadAmount: it is negative, too long, a float, or a fraction of a day
    """
    if isinstance(amount, bool | float):
        raise BadAmount(amount=amount)
    try:
        exact = Decimal(amount)
    except InvalidOperation:
        raise BadAmount(amount=amount) from None
    if not exact.is_finite() or not 0 <= exact <= _LONGEST:
        raise BadAmount(amount=amount)
    if unit is not Unit.HOUR and exact != exact.to_integral_value():
        raise BadAmount(amount=amount)
    return exact


def count(
    start: datetime,
    amount: str | int | Decimal,
    unit: str,
    calendar: Calendar,
    *,
    pauses: Sequence[Pause] = (),
    rolls: bool = True,
) -> Count:
    """Count ``amount`` of ``unit`` from ``start`` and keep each step of how.

    :param rolls: False for reminders, which do not roll to a working day
    :raises UnknownUnit: the unit is none of the four
    :raises BadAmount: see :func:`read_amount`
    """
    known = read_unit(unit)
    exact = read_amount(amount, known)
    if known is Unit.HOUR:
        return _count_hours(start, exact, pauses)
    tally = _Tally(day_of(start), calendar, pauses)
    if known is Unit.WORKING_DAY:
        tally.work(int(exact))
    elif known is Unit.MONTH:
        tally.jump(months_after(tally.on, int(exact)))
    else:
        tally.jump(tally.on + int(exact) * DAY)
    if rolls:
        tally.roll()
    return Count(
        start=start,
        amount=exact,
        unit=known,
        due_on=tally.on,
        due_at=start_of(tally.on + DAY),
        provisional=tally.provisional,
        steps=tuple(tally.steps),
    )


def months_after(day: date, months: int) -> date:
    """Return the same day ``months`` later, or the last day of that month (民法典 202)."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def working_days_before(day: date, amount: int, calendar: Calendar) -> date:
    """Return the ``amount``-th working day before ``day``."""
    while amount:
        day -= DAY
        if calendar.day(day).works:
            amount -= 1
    return day


def working_days_between(after: date, until: date, calendar: Calendar) -> int:
    """Return how many working days lie after ``after`` up to and with ``until``; negative when past."""
    if until < after:
        return -working_days_between(until, after, calendar)
    days = (after + n * DAY for n in range(1, (until - after).days + 1))
    return sum(calendar.day(day).works for day in days)


def explain(start: datetime, amount: str | int | Decimal, unit: str, calendar: Calendar) -> Count:
    """Count without pauses, for showing how a date came about; see :func:`count`."""
    return count(start, amount, unit, calendar)


def hours(amount: Decimal) -> timedelta:
    """Return ``amount`` hours as exactly as the machine keeps moments."""
    return timedelta(microseconds=int((amount * _MICROSECONDS_AN_HOUR).to_integral_value()))


def _count_hours(start: datetime, amount: Decimal, pauses: Sequence[Pause]) -> Count:
    """Count in UTC: where summer time begins or ends (1986 to 1991), the county's clocks jump."""
    begun = start.astimezone(UTC)
    due = begun + hours(amount)
    for pause in sorted(pauses, key=lambda pause: pause.since):
        since, until = max(pause.since.astimezone(UTC), begun), pause.until.astimezone(UTC)
        if begun <= until and since < due:
            due += until - since
    steps = (Step("from_hour", day_of(start)), Step("ends", day_of(due)))
    return Count(start, amount, Unit.HOUR, day_of(due), due, False, steps)


class _Tally:
    """Walks from the first day and notes what it met."""

    def __init__(self, first: date, calendar: Calendar, pauses: Sequence[Pause]) -> None:
        self.on = first
        self.steps = [Step("first_day", first)]
        self.provisional = False
        self._first = first
        self._calendar = calendar
        self._pauses = pauses

    def _note(self, kind: str, day: Day, number: int | None = None) -> None:
        self.steps.append(Step(kind, day.on, number, day.name, day.provisional))

    def _look(self, on: date) -> Day:
        day = self._calendar.day(on)
        self.provisional = self.provisional or day.provisional
        return day

    def _paused(self, on: date) -> bool:
        return any(pause.covers(on) for pause in self._pauses)

    def work(self, amount: int) -> None:
        """Walk ``amount`` working days."""
        counted = 0
        while counted < amount:
            self.on += DAY
            day = self._look(self.on)
            if self._paused(self.on):
                self._note("paused", day)
            elif day.works:
                counted += 1
                self._note("counted", day, counted)
            else:
                self._note("rest", day)

    def jump(self, target: date) -> None:
        """Go to ``target``, and as much further as days in between were paused."""
        nominal, left_out = target, 0
        while left_out != len(paused := self._paused_days(target)):
            left_out = len(paused)
            target = nominal + left_out * DAY
        for on in paused:
            self._note("paused", self._look(on))
        self.on = target
        self._note("ends", self._look(target))

    def roll(self) -> None:
        """Go on to the next working day that is not paused (民法典 203)."""
        nominal = self.on
        while True:
            day = self._look(self.on)
            if day.works and not self._paused(self.on):
                break
            self._note("paused" if self._paused(self.on) else "rolled", day)
            self.on += DAY
        if self.on != nominal:
            self._note("rolled_to", day)

    def _paused_days(self, until: date) -> list[date]:
        days = (self._first + n * DAY for n in range(1, (until - self._first).days + 1))
        return [day for day in days if self._paused(day)] if self._pauses else []
