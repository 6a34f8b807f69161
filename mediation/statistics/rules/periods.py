"""Months, quarters and windows of days."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from mediation.kernel.errors import NotFound
from mediation.kernel.text import N_

_KEY = re.compile(r"((?:19|20)\d\d)-(?:(0[1-9]|1[0-2])|Q([1-4]))")
SHOWN = 20


class NoSuchPeriod(NotFound):
    """An address names no month and no quarter."""

    message = N_(
        "“{text}”不是一个报告期，网址可能抄错了。月份写成2026-08，季度写成2026-Q3；也可以从“统计报表”里选一期。"
    )


class NoSuchQuarter(NotFound):
    """An address names no quarter where one is needed."""

    message = N_("“{text}”不是一个季度，网址可能抄错了。季度写成2026-Q3；也可以从“三零”里选一个季度。")


@dataclass(frozen=True)
class Period:
    """A month or a quarter, or any span of days, both ends included.

    :ivar kind: month, quarter or days
    """

    kind: str
    starts_on: date
    ends_on: date

    @property
    def key(self) -> str:
        """How an address names it: 2026-09, 2026-Q3."""
        if self.kind == "quarter":
            return f"{self.starts_on.year}-Q{(self.starts_on.month + 2) // 3}"
        if self.kind == "month":
            return f"{self.starts_on:%Y-%m}"
        return f"{self.starts_on:%Y%m%d}-{self.ends_on:%Y%m%d}"

    @property
    def said(self) -> str:
        """How a Chinese sentence names it: 2026年9月, 2026年第三季度."""
        if self.kind == "quarter":
            return f"{self.starts_on.year}年第{'一二三四'[self.starts_on.month // 3]}季度"
        if self.kind == "month":
            return f"{self.starts_on.year}年{self.starts_on.month}月"
        first, last = self.starts_on, self.ends_on
        return f"{first.year}年{first.month}月{first.day}日至{last.year}年{last.month}月{last.day}日"

    @property
    def previous(self) -> "Period":
        """The month before the month, the quarter before the quarter, as many days before the days."""
        last = self.starts_on - timedelta(days=1)
        if self.kind == "days":
            return days(last, (self.ends_on - self.starts_on).days + 1)
        return holding(self.kind, last)

    @property
    def year_before(self) -> "Period":
        """The same period of the year before."""
        if self.kind == "days":
            return days(_a_year_before(self.ends_on), (self.ends_on - self.starts_on).days + 1)
        return holding(self.kind, self.starts_on.replace(year=self.starts_on.year - 1))

    @property
    def after(self) -> date:
        """The first day after it."""
        return self.ends_on + timedelta(days=1)

    def is_over(self, today: date) -> bool:
        """Whether its last day has passed."""
        return today > self.ends_on


def month(year: int, number: int) -> Period:
    """Return a month."""
    return Period("month", date(year, number, 1), date(year, number, monthrange(year, number)[1]))


def quarter(year: int, number: int) -> Period:
    """Return a quarter, 1 to 4."""
    last = month(year, 3 * number)
    return Period("quarter", date(year, 3 * number - 2, 1), last.ends_on)


def year(number: int) -> Period:
    """Return a year, as a span of days."""
    return Period("days", date(number, 1, 1), date(number, 12, 31))


def days(last: date, count: int) -> Period:
    """Return the ``count`` days that end with ``last``."""
    return Period("days", last - timedelta(days=count - 1), last)


def holding(kind: str, day: date) -> Period:
    """Return the month or quarter that ``day`` lies in."""
    if kind == "quarter":
        return quarter(day.year, (day.month + 2) // 3)
    return month(day.year, day.month)


def latest(kind: str, today: date, count: int) -> tuple[Period, ...]:
    """Return the running month or quarter and those before it, ``count`` in all, the latest first."""
    found = [holding(kind, today)]
    while len(found) < count:
        found.append(found[-1].previous)
    return tuple(found)


def read(key: str) -> Period:
    """Return the month or quarter of an address.

    :raises NoSuchPeriod: there is none of that name
    """
    matched = _KEY.fullmatch(key)
    if matched is None:
        raise NoSuchPeriod(text=key[:SHOWN])
    number, of_month, of_quarter = matched.groups()
    return quarter(int(number), int(of_quarter)) if of_quarter else month(int(number), int(of_month))


def read_quarter(key: str) -> Period:
    """Return the quarter of an address.

    :raises NoSuchQuarter: there is none of that name
    """
    matched = _KEY.fullmatch(key)
    if matched is None or matched[3] is None:
        raise NoSuchQuarter(text=key[:SHOWN])
    return quarter(int(matched[1]), int(matched[3]))


def _a_year_before(day: date) -> date:
    return day.replace(year=day.year - 1, day=min(day.day, monthrange(day.year - 1, day.month)[1]))
