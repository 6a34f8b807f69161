"""A heat map in words and shades: what its page and its files say of each step and way."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from mediation.boards.asked import Asked as BoardAsked
from mediation.boards.heat import rules
from mediation.boards.heat.queries import Heat, HeatMap, Shared
from mediation.boards.steps import Step
from mediation.engine.definition import Element
from mediation.kernel.errors import NotFound
from mediation.kernel.text import N_
from mediation.units import queries as units
from web import asking, links, naming, words
from web.language import language, word
from web.pages import heat_naming
from web.pages.heat_asking import Wanted, called
from web.words import WEEKDAYS, WEEKDAYS_EN

COLOURS = {
    "now": N_("现在停着多少件"),
    "median": N_("一般用时（中位数）"),
    "p90": N_("九成不超过的用时"),
    "late": N_("逾期占比"),
    "count": N_("办了多少次"),
}
KINDS = {
    "user_task": N_("办理"),
    "call_activity": N_("里面另有一张图"),
    "service_task": N_("系统自动办"),
    "business_rule_task": N_("系统按表判断"),
    "timer_event": N_("等到日子"),
    "message_event": N_("等消息"),
    "boundary_timer": N_("到日子转出"),
    "boundary_message": N_("中途转出"),
    "end_event": N_("结束"),
}
ATTRIBUTES = {
    "kind": N_("类型"),
    "source": N_("来源"),
    "place": N_("地方"),
    "level": N_("层级"),
    "risk": N_("风险"),
    "role": N_("由谁办"),
    "weekday": N_("交办那天"),
}
GROUPS = {"kind": "kinds", "source": "sources", "risk": "risks"}
IN_DAYS = 48


@dataclass(frozen=True)
class Row:
    """A step as the table and the drawing show it.

    :ivar list_address: where the cases standing there are listed; "" where the visitor may not
    :ivar leads_to: the heat map of the process it calls; "" where it calls none
    """

    heat: Heat
    name: str
    kind: str
    value: float | None
    shade: int
    badge: str
    list_address: str
    leads_to: str

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to say: nobody stands there, nothing was done, nobody came."""
        return not (self.heat.now.count or self.heat.done or self.heat.came)

    @property
    def is_work(self) -> bool:
        """Whether somebody does it: how often it was done is a question only then."""
        return self.heat.element.kind == "user_task"

    @property
    def id(self) -> str:
        """Id of the element."""
        return self.heat.element.id


@dataclass(frozen=True)
class Band:
    """A colour of the legend and the numbers it stands for."""

    shade: int
    words: str


def rows(found: HeatMap, wanted: Wanted) -> list[Row]:
    """Return the steps in the order of the diagram; gateways are told of by their ways."""
    shown = [heat for heat in found.heats if heat.element.kind in KINDS]
    values = {heat.element.id: value(heat, wanted.colour) for heat in shown}
    ranges = rules.bands(each for each in values.values() if each)
    names = heat_naming.labels(found)
    return [_row(heat, names[heat.element.id], wanted, values[heat.element.id], ranges) for heat in shown]


def legend(found: Sequence[Row], wanted: Wanted) -> list[Band]:
    """Return what the colours stand for, from pale to dark."""
    ends: dict[int, list[float]] = {}
    for row in found:
        if row.shade and row.value is not None:
            ends.setdefault(row.shade, []).append(row.value)
    return [Band(shade, _range(min(held), max(held), wanted.colour)) for shade, held in sorted(ends.items())]


def hottest(shown: Sequence[Row]) -> Row | None:
    """Return the step with the highest number that colours; the first of several, None where none has one."""
    coloured = [row for row in shown if row.shade and row.value is not None]
    return max(coloured, key=lambda row: row.value or 0, default=None)


def value(heat: Heat, colour: str) -> float | None:
    """Return the number that colours a step, as exact as it is said; None where it has none."""
    if colour == "now":
        return heat.now.count
    if colour == "count":
        return heat.done if heat.element.kind == "user_task" else heat.came
    if colour == "late":
        return None if heat.late_share is None else round(heat.late_share, 2)
    hours = heat.median if colour == "median" else heat.p90
    if hours is None or hours < 1:
        return hours
    days = rules.HOURS_A_DAY
    return round(hours) if hours < IN_DAYS else round(hours / days, 1) * days


def taking(hours: float | None) -> str:
    """Return calendar hours as people say them."""
    if hours is None:
        return ""
    if hours < 1:
        return _("不到1小时")
    if hours < IN_DAYS:
        return _("%(n)s小时", n=f"{hours:.0f}")
    return _("%(n)s天", n=f"{hours / rules.HOURS_A_DAY:.1f}")


def share(part: float | None) -> str:
    """Return a share from 0 to 1 as a percentage."""
    return "" if part is None else f"{part:.0%}"


def said(number: float | None, colour: str) -> str:
    """Return a number of that colouring in words; "" for none."""
    if not number:
        return ""
    if colour in ("median", "p90"):
        return taking(number)
    return share(number) if colour == "late" else f"{number:,.0f}"


def period(wanted: Wanted) -> str:
    """Return the days a heat map is of; over a New Year both with their years."""
    in_full = wanted.first.year != wanted.last.year
    return _(
        "%(first)s至%(last)s",
        first=words.day(wanted.first, in_full=in_full),
        last=words.day(wanted.last, in_full=in_full),
    )


def attribute(each: Shared) -> str:
    """Return what is shared, e.g. 类型：山林土地."""
    return _("%(name)s：%(value)s", name=word(ATTRIBUTES[each.attribute]), value=_value(each))


def version_name(digest: str) -> str:
    """Return a publication as lists name it."""
    return digest[:8]


def _row(
    heat: Heat, name: str, wanted: Wanted, number: float | None, ranges: Sequence[tuple[float, float]]
) -> Row:
    element = heat.element
    leads_to = ""
    if element.called:
        inside = called(wanted, element.called).written(colour=wanted.colour)
        leads_to = links.leading_to("heat.index", inside)
    return Row(
        heat=heat,
        name=name,
        kind=word(KINDS[element.kind]),
        value=number,
        shade=rules.shade(number, ranges),
        badge=said(number, wanted.colour),
        list_address=_list_address(element, wanted) if wanted.sees_cases and heat.now.count else "",
        leads_to=leads_to,
    )


def _list_address(element: Element, wanted: Wanted) -> str:
    step = Step(element.process, element.id, wanted.version)
    asked = BoardAsked(unit=wanted.unit.id, kind=wanted.kind, step=str(step))
    return links.leading_to("board_lists.show", asked.written())


def _range(low: float, high: float, colour: str) -> str:
    first, last = said(low, colour), said(high, colour)
    return first if first == last else _("%(first)s至%(last)s", first=first, last=last)


def _value(each: Shared) -> str:
    if each.attribute == "weekday":
        return (WEEKDAYS_EN if language() == "en" else WEEKDAYS)[int(each.value) - 1]
    if each.attribute == "level":
        return naming.level_name(each.value)
    if each.attribute == "role":
        return naming.role_name(each.value)
    if each.attribute == "place":
        return _place(int(each.value))
    return naming.named(GROUPS[each.attribute], each.value)


def _place(unit_id: int) -> str:
    try:
        return units.unit(asking.reading(), unit_id).name
    except NotFound:
        return str(unit_id)
