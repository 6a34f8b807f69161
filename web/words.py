"""How pages say days, deadlines and money: as people do, with the exact date beside."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from flask import Flask
from flask_babel import gettext as _
from flask_babel import ngettext

from mediation.kernel.clock import day_of, local, start_of
from web import asking
from web.language import language

WEEKDAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
WEEKDAYS_EN = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS_EN = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
SOON_HOURS = timedelta(hours=4)
COUNTED_IN_WORKING_DAYS = 20


@dataclass(frozen=True)
class Due:
    """A deadline as a page shows it.

    :ivar text: how long is left, or by how much it is late, and the day
    :ivar exact: ISO day or moment, for the machine and the careful reader
    :ivar is_soon: a working day or less is left
    """

    text: str
    exact: str
    is_late: bool = False
    is_soon: bool = False


def init_app(app: Flask) -> None:
    """Give templates these words."""
    app.jinja_env.filters.update(day=day, moment=moment, yuan=yuan)
    app.jinja_env.globals.update(due_of=due_of, now=asking.now, today=asking.today)


def day(on: date | None, *, in_full: bool = False) -> str:
    """Return e.g. 9月22日（周二）, with the year where it is not this one.

    :param in_full: with the year in any case, as papers and files have it
    """
    if on is None:
        return ""
    if isinstance(on, datetime):
        on = day_of(on)
    year = "" if on.year == asking.today().year and not in_full else str(on.year)
    if language() == "en":
        return f"{WEEKDAYS_EN[on.weekday()]} {on.day} {MONTHS_EN[on.month - 1]} {year}".rstrip()
    return f"{year and year + '年'}{on.month}月{on.day}日（{WEEKDAYS[on.weekday()]}）"


def moment(at: datetime | None, *, in_full: bool = False) -> str:
    """Return e.g. 9月19日 20:15, in the county's time; the year as :func:`day` says it."""
    if at is None:
        return ""
    here = local(at)
    year = "" if here.year == asking.today().year and not in_full else str(here.year)
    if language() == "en":
        return f"{here.day} {MONTHS_EN[here.month - 1]} {year}".rstrip() + f", {here:%H:%M}"
    return f"{year and year + '年'}{here.month}月{here.day}日 {here:%H:%M}"


def yuan(fen: int | None) -> str:
    """Return an amount in fen as yuan, e.g. 12,000 or 300.50."""
    if fen is None:
        return ""
    amount = Decimal(fen) / 100
    return f"{amount:,.0f}" if amount == amount.to_integral_value() else f"{amount:,.2f}"


def due_of(item: object) -> Due | None:
    """Return the deadline of anything with ``due_on`` and ``due_at``; None where there is none.

    One that stands still, since ``paused_at``, has no day yet.
    """
    due_on, due_at = getattr(item, "due_on", None), getattr(item, "due_at", None)
    if due_on is None or due_at is None:
        paused_at = getattr(item, "paused_at", None)
        return _paused(paused_at) if paused_at is not None else None
    if due_at == start_of(day_of(due_at)):
        return _by_day(due_on, due_at)
    left, said = due_at - asking.now(), moment(due_at)
    exact = f"{local(due_at):%Y-%m-%d %H:%M}"
    if left <= timedelta(0):
        return _late(_span(-left), said, exact)
    return Due(_("还剩%(left)s，%(day)s止", left=_span(left), day=said), exact, is_soon=left <= SOON_HOURS)


def _paused(since: datetime) -> Due:
    return Due(_("期限暂停中，自%(day)s起", day=day(since)), day_of(since).isoformat())


def _by_day(due_on: date, due_at: datetime) -> Due:
    on, said, exact = asking.today(), day(due_on), due_on.isoformat()
    if due_at <= asking.now():
        return _late(_days((on - due_on).days), said, exact)
    if due_on <= on:
        return Due(_("今天止，%(day)s", day=said), exact, is_soon=True)
    days = (due_on - on).days
    if days > COUNTED_IN_WORKING_DAYS:
        return Due(_("还剩%(left)s，%(day)s止", left=_days(days), day=said), exact)
    calendar = asking.calendar()
    working = sum(calendar.day(on + timedelta(days=ahead)).works for ahead in range(1, days + 1))
    left = ngettext(" %(num)d 个工作日", " %(num)d 个工作日", working) if working else _days(days)
    return Due(_("还剩%(left)s，%(day)s止", left=left, day=said), exact, is_soon=working <= 1)


def _late(span: str, said: str, exact: str) -> Due:
    return Due(_("已逾期%(span)s，%(day)s到期", span=span, day=said), exact, is_late=True)


def _span(span: timedelta) -> str:
    if span >= timedelta(days=2):
        return _days(span.days)
    hours = int(span.total_seconds() // 3600)
    if hours:
        return ngettext(" %(num)d 小时", " %(num)d 小时", hours)
    minutes = max(1, int(span.total_seconds() // 60))
    return ngettext(" %(num)d 分钟", " %(num)d 分钟", minutes)


def _days(days: int) -> str:
    return ngettext(" %(num)d 天", " %(num)d 天", days)
