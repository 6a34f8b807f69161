"""What an edit of the work calendar says: which days, worked or not, and why. No database, no clock."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from mediation.clocks.calendar import WorkCalendar
from mediation.clocks.rules import DAY, Day
from mediation.kernel.errors import Conflict, Refused
from mediation.kernel.text import N_

SET, FORGET, PUBLISH = "set_day", "forget_day", "publish_year"
HOLIDAY, MAKEUP, COUNTY, DISASTER = "holiday", "makeup", "county", "disaster"
KINDS = {
    HOLIDAY: N_("法定节假日"),
    MAKEUP: N_("调休上班"),
    COUNTY: N_("本县安排"),
    DISASTER: N_("灾害停工"),
}
OF_THE_NOTICE = frozenset({HOLIDAY, MAKEUP})
"""Kinds of days that the State Council's notice arranges; the others are the county's own."""
_WORKS = {HOLIDAY: False, MAKEUP: True, DISASTER: False}
MOST_DAYS = 31
LONGEST_NAME = 60
LONGEST_SOURCE = 200


class NameMissing(Refused):
    """A changed day needs its reason."""

    message = N_("请写明{day}改为上班或休息的理由。")
    is_slip = True


class DaysReversed(Refused):
    """The last day lies before the first."""

    message = N_("最后一天早于第一天，请核对日期。")
    is_slip = True


class TooManyDays(Refused):
    """One edit is one closure or one arrangement, not half a year (county default)."""

    message = N_("一次最多改{most}天，请分次办理；整年的放假安排请用“导入放假通知”。")
    is_slip = True


class WrongKind(Refused):
    """A holiday is no working day, a make-up day is one."""

    message = N_("“{kind}”与“上班”或“休息”对不上，请重新选择。")
    is_slip = True


class NotOfThatYear(Refused):
    """A day that lies outside the year being published."""

    message = N_("{day}不在{year}年，请核对放假安排。")
    is_slip = True


class NothingChanges(Refused):
    """The calendar says so already."""

    message = N_("日历上已经是这样，不需要再改。")
    is_slip = True


class NotTheCountys(Refused):
    """What a notice arranged is changed by another notice, or by an arrangement of the county."""

    message = N_(
        "{day}不是县里自己改的日子，不能取消。通知有更正的，请重新导入；县里另有安排的，请直接改这一天。"
    )
    is_slip = True


class ChangedSince(Conflict):
    """A later change stands on the same day; taking the earlier one back would undo both."""

    message = N_("这次调整之后，{day}又改过。请先撤销后面那一次，再撤销这一次。")


class UndoneAlready(Conflict):
    """It was taken back before."""

    message = N_("这次调整已经撤销过，不能再撤销。")


class CalendarChanged(Conflict):
    """Somebody changed the calendar between the preview and the confirmation."""

    message = N_("预览之后，工作日历又有改动，这次没有写入。请重新预览，看清变动后再确认。")


@dataclass(frozen=True)
class DayEdit:
    """One day as the calendar is to have it.

    :ivar works: None: as published again
    :ivar kind: key of ``KINDS``; "" where it is as published
    """

    on: date
    works: bool | None
    name: str = ""
    kind: str = ""


@dataclass(frozen=True)
class Edit:
    """One change of the calendar, not made yet.

    :ivar kind: set_day, forget_day, publish_year
    :ivar reason: why, or the notice it is taken from
    :ivar enters: the arrangement of ``year`` is known from now on
    :ivar leaves: it is not known any more, because the change that entered it is taken back
    :ivar undoes_id: the change it takes back
    """

    kind: str
    year: int
    days: tuple[DayEdit, ...]
    reason: str
    enters: bool = False
    leaves: bool = False
    undoes_id: int | None = None

    @property
    def first(self) -> date:
        """The first day whose working may be another now."""
        return date(self.year, 1, 1) if self.is_of_year else min(each.on for each in self.days)

    @property
    def last(self) -> date:
        """The last such day."""
        return date(self.year, 12, 31) if self.is_of_year else max(each.on for each in self.days)

    @property
    def is_of_year(self) -> bool:
        """Whether it says of every day of the year that it is certain, or not any more."""
        return self.enters or self.leaves

    def under(self, calendar: WorkCalendar) -> WorkCalendar:
        """Return ``calendar`` as it is after this edit."""
        days = {
            each.on: None if each.works is None else Day(each.on, works=each.works, name=each.name)
            for each in self.days
        }
        years = {self.year: self.enters} if self.is_of_year else {}
        return calendar.changed(days, years)


def setting(*, first: date, last: date, works: bool, kind: str, reason: str) -> Edit:
    """Say that the days from ``first`` to ``last`` are worked or not, whatever was published.

    :raises NameMissing: no reason is given
    :raises DaysReversed: the last day lies before the first
    :raises TooManyDays: more than ``MOST_DAYS``
    :raises WrongKind: a closure that works, a make-up day that rests
    """
    if not reason.strip():
        raise NameMissing(day=first.isoformat(), fields={"reason": NameMissing.message})
    if last < first:
        raise DaysReversed(fields={"last": DaysReversed.message})
    if (last - first).days >= MOST_DAYS:
        raise TooManyDays(most=MOST_DAYS, fields={"last": TooManyDays.message})
    if kind not in KINDS or _WORKS.get(kind, works) is not works:
        raise WrongKind(kind=KINDS.get(kind, kind), fields={"what": WrongKind.message})
    name = reason.strip()[:LONGEST_NAME]
    days = (first + n * DAY for n in range((last - first).days + 1))
    return Edit(SET, first.year, tuple(DayEdit(day, works, name, kind) for day in days), reason.strip())


def publishing(*, year: int, days: Iterable[DayEdit], source: str) -> Edit:
    """Enter the State Council's arrangement of ``year``.

    :param days: every holiday and every make-up day; the others follow the week
    :param source: the notice it is taken from
    :raises NotOfThatYear: a day of another year is among them
    :raises NameMissing: a day, or the whole, without its reason
    """
    given = tuple(days)
    for day in given:
        if day.on.year != year:
            raise NotOfThatYear(day=day.on.isoformat(), year=year)
        if not day.name.strip():
            raise NameMissing(day=day.on.isoformat())
    if not source.strip():
        raise NameMissing(day=f"{year}年", fields={"source": NameMissing.message})
    kinds = (replace(day, kind=day.kind or (MAKEUP if day.works else HOLIDAY)) for day in given)
    return Edit(PUBLISH, year, tuple(kinds), source.strip()[:LONGEST_SOURCE], enters=True)


def differing(days: Iterable[DayEdit], now: Mapping[date, DayEdit]) -> tuple[DayEdit, ...]:
    """Return those days that the calendar has otherwise ``now``, in order."""
    others = (day for day in days if now.get(day.on, DayEdit(day.on, None)) != day)
    return tuple(sorted(others, key=lambda day: day.on))
