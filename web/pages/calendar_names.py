"""What the work calendar calls its changes and the days of a week, as the visitor reads them."""

import re
from collections.abc import Sequence
from datetime import date

from flask_babel import gettext as _

from mediation.clocks.calendar_views import ChangeView
from mediation.clocks.drafting import UNDONE
from mediation.clocks.edits import FORGET
from mediation.clocks.operations.calendar_edits.editing import UPGRADED
from web import asking
from web.language import language, word
from web.words import MONTHS_EN, WEEKDAYS, WEEKDAYS_EN

_OF_THE_SYSTEM = (UNDONE, UPGRADED)
_PLACE = re.compile(r"\\\{(\w+)\\\}")


def name(change: ChangeView) -> str:
    """Return e.g. 冰雪停工，11月25日至27日; of a change that takes another back, which one."""
    return _(UNDONE).format(reason=undone(change)) if change.undoes_id else _own(change, change.reason)


def undone(change: ChangeView) -> str:
    """Return the name of the change that ``change`` takes back."""
    return _own(change, change.reason.removeprefix(UNDONE.format(reason="")))


def reason(text: str) -> str:
    """Return why a change was made; what the system itself wrote of it in the visitor's language."""
    for template in _OF_THE_SYSTEM:
        found = re.fullmatch(_PLACE.sub(r"(?P<\1>.*)", re.escape(template)), text)
        if found:
            return _(template).format(**{key: reason(part) for key, part in found.groupdict().items()})
    return word(text)


def weekdays() -> Sequence[str]:
    """Return the heads of a month's columns, from Monday on."""
    return WEEKDAYS_EN if language() == "en" else [each.removeprefix("周") for each in WEEKDAYS]


def _own(change: ChangeView, why: str) -> str:
    if change.is_of_notice:
        return _("%(year)s年放假安排", year=change.year)
    said = _("恢复原来的安排") if change.kind == FORGET and not change.undoes_id else reason(why)
    if not change.days:
        return said
    return _("%(reason)s，%(days)s", reason=said, days=_span(change.days[0].on, change.days[-1].on))


def _span(first: date, last: date) -> str:
    """Return e.g. 11月25日至27日, with the year where it is not this one."""
    english, year = language() == "en", asking.today().year
    same_month = (first.year, first.month) == (last.year, last.month)
    if english:
        start = f"{first.day}" if same_month and first != last else _day_en(first, year)
        return _day_en(last, year) if first == last else f"{start}–{_day_en(last, year)}"
    start = _day(first, year)
    if first == last:
        return start
    return f"{start}至{f'{last.day}日' if same_month else _day(last, first.year)}"


def _day(on: date, year: int) -> str:
    return f"{'' if on.year == year else f'{on.year}年'}{on.month}月{on.day}日"


def _day_en(on: date, year: int) -> str:
    return f"{on.day} {MONTHS_EN[on.month - 1]}{'' if on.year == year else f' {on.year}'}"
