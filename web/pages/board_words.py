"""What the board says of its numbers and lists: names, where they lead, what a list is narrowed by."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from flask import g, url_for
from flask_babel import gettext as _

from mediation.boards import overview, steps
from mediation.boards.asked import FIRST, NAMES, NARROWING, NOBODY, Asked, written
from mediation.boards.lines import Overdue, Wait
from mediation.boards.trend import Month
from mediation.inbox.late_work import LateWork
from mediation.kernel.errors import NotFound
from mediation.kernel.text import N_
from mediation.people import queries as people
from mediation.units import queries as units
from mediation.units.queries import UnitView
from web import asking, links, naming
from web.language import language, word
from web.pages.board_numbers import AT_A_STEP, HELD_HOW, HOW, NUMBERS

HEAD = ("open", "late", "week")
GROUPS = (
    (N_("期限"), ("provisional", "paused", "paused_short", "paused_long", "paused_very_long")),
    (N_("红黄牌"), ("yellow", "red", "unexplained")),
    (N_("督办措施"), ("instructed", "instructed_late", "listed", "unreached")),
    (N_("办结以后"), ("closed_late",)),
)
PARTS = frozenset({"paused_short", "paused_long", "paused_very_long", "unexplained", "instructed_late"})
IN_TABLES, IN_BREAKDOWNS = overview.OF_UNITS, overview.OF_BREAKDOWNS
OF_MONTHS = ("reported", "closed", "became_late")
SIGNS = {
    "late": ("late", "late"),
    "instructed_late": ("late", "late"),
    "red": ("late", "risk"),
    "closed_late": ("late", "late"),
    "week": ("soon", "soon"),
}
BREAKDOWNS = {"kind": N_("类型"), "source": N_("来源"), "level": N_("层级"), "risk": N_("风险")}
FIELDS = {
    **BREAKDOWNS,
    "own": N_("只看本级"),
    "role": N_("等谁办"),
    "at": N_("在哪个单位"),
    "person": N_("在谁手上"),
    "step": N_("停在哪一步"),
    "month": N_("月份"),
}
SORTS = {
    "due": N_("先到期的在前"),
    "new": N_("新登记的在前"),
    "risk": N_("风险高的在前"),
    "paused": N_("暂停久的在前"),
}
NOTHING = overview.NONE
GROUP_OF = {"kind": "kinds", "source": "sources", "risk": "risks"}


@dataclass(frozen=True)
class Chip:
    """A filter in force, and the address of the list without it."""

    words: str
    address: str


def task_name(named: Wait | Overdue) -> str:
    """Return a task or limit as a line names it: a step of 督办 with the late work it is about."""
    own = _in_own_words(named)
    return _("%(task)s（%(about)s）", task=own, about=_in_own_words(named.about)) if named.about else own


def _in_own_words(named: Wait | Overdue | LateWork) -> str:
    return (named.label_en if language() == "en" else "") or word(named.label)


def address(asked: Asked, after: str | None = None) -> str:
    """Return where a list is."""
    return links.leading_to("board_lists.show", asked.written(), **({"after": after} if after else {}))


def to(unit: UnitView | None, number: str, **narrowed: object) -> str:
    """Return the address of the list behind a number of a unit's board; for templates.

    A board has hundreds of them: written straight, as :func:`address` would write it.
    """
    assert unit is not None
    if "board_list" not in g:
        g.board_list = url_for("board_lists.show")
    given = {"number": number, "unit": unit.id, **narrowed}
    said = {name: written(given[name]) for name in NAMES if name in given}
    return (
        f"{g.board_list}?{urlencode({name: each for name, each in said.items() if each != FIRST.get(name)})}"
    )


def head(number: str) -> str:
    """Return a number's name, looked up once a page."""
    if "board_heads" not in g:
        g.board_heads = {each: word(name) for each, name in NUMBERS.items()}
    name: str = g.board_heads[number]
    return name


def name_of(unit: UnitView) -> str:
    """Return a unit as headings name it; the county's full name may be empty."""
    return unit.full_name or unit.name


def title(asked: Asked) -> str:
    """Return a list's name, e.g. 逾期, 2026年3月登记 or 停在“履行”."""
    number = word(NUMBERS[asked.number])
    if asked.step:
        step = _("停在“%(step)s”", step=_value("step", asked.step))
        return (
            step if asked.number == FIRST["number"] else _("%(step)s：%(number)s", step=step, number=number)
        )
    if asked.month is None:
        return number
    return _("%(month)s：%(number)s", month=month_name(asked.month), number=number)


def how(asked: Asked) -> str:
    """Return what a list holds, and how it is counted."""
    own = asked.number in HELD_HOW and bool(asked.role or asked.person is not None)
    counted = word(HELD_HOW[asked.number] if own else HOW[asked.number])
    if not asked.step:
        return counted
    return word(AT_A_STEP) if asked.number == FIRST["number"] else f"{word(AT_A_STEP)}{counted}"


def month_name(month: date) -> str:
    """Return e.g. 2026年3月."""
    return f"{month:%b %Y}" if language() == "en" else f"{month.year}年{month.month}月"


def key_name(field: str, key: str) -> str:
    """Return the name of a kind, source, level, risk or role."""
    if field == "level":
        return naming.level_name(key)
    if field == "role":
        return naming.role_name(key)
    return naming.named(GROUP_OF[field], key)


def keys(field: str, found: Mapping[str, object]) -> Sequence[str]:
    """Return the keys a breakdown shows, in the order the locality keeps them, unknown ones last."""
    locality = asking.locality()
    if field == "level":
        known = list(locality.levels)
    elif field == "role":
        known = list(locality.roles)
    else:
        known = [entry["key"] for entry in naming.entries(GROUP_OF[field])]
    shown = [key for key in known if key in found or field in ("level", "risk")]
    return [*shown, *sorted(set(found) - set(known))]


def series(months: Sequence[Month]) -> list[dict[str, object]]:
    """Return what the drawing of the twelve months shows."""
    return [
        {"key": number, "name": word(NUMBERS[number]), "counts": [getattr(each, number) for each in months]}
        for number in OF_MONTHS
    ]


def chips(asked: Asked) -> list[Chip]:
    """Return what narrows the list; the month is not to be left out, a number of a month needs one."""
    return [
        Chip(said(asked, name), address(asked.without(name))) for name in asked.filters if name != "month"
    ]


def said(asked: Asked, name: str) -> str:
    """Return a filter in words, e.g. 类型：邻里."""
    value = getattr(asked, name)
    if name == "own":
        return word(FIELDS["own"])
    return _("%(name)s：%(value)s", name=word(FIELDS[name]), value=_value(name, value))


def filters(asked: Asked, unit: UnitView) -> list[tuple[str, str]]:
    """Return what a file says it was chosen by."""
    shown = [
        (word(FIELDS[name]), _value(name, getattr(asked, name)))
        for name in NARROWING
        if name in asked.filters
    ]
    return [
        (_("辖区"), name_of(unit)),
        (_("数目"), title(asked)),
        (_("怎么算"), how(asked)),
        *shown,
        (_("顺序"), word(SORTS[asked.order])),
        (_("导出人"), asking.person().name),
    ]


def _value(name: str, value: object) -> str:
    if name == "own":
        return _("是")
    if name == "month" and isinstance(value, date):
        return month_name(value)
    if name == "at" and isinstance(value, int):
        return _unit_name(value)
    if name == "person" and isinstance(value, int):
        found = people.people_named(asking.reading(), [value])
        return _("还没有人认领") if value == NOBODY else found.get(value, _("没有这个人"))
    if name == "step":
        element = steps.element_of(asking.reading(), str(value))
        return naming.element_name(element) if element else _("没有这一步")
    return key_name(name, str(value))


def is_known(field: str, key: str) -> bool:
    """Say whether the locality has that kind, source, level, risk or role."""
    locality = asking.locality()
    if field == "role":
        return key in locality.roles
    if field == "level":
        return key in locality.levels
    return any(entry["key"] == key for entry in naming.entries(GROUP_OF[field]))


def _unit_name(unit_id: int) -> str:
    try:
        return name_of(units.unit(asking.reading(), unit_id))
    except NotFound:
        return _("没有这个单位")
