"""What the board says of its numbers: their names, how each is counted, what a list is narrowed by."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from flask import g, url_for
from flask_babel import gettext as _

from mediation.boards import overview, steps
from mediation.boards.asked import FIRST, NAMES, NARROWING, NOBODY, Asked, written
from mediation.boards.trend import Month
from mediation.kernel.errors import NotFound
from mediation.kernel.text import N_
from mediation.people import queries as people
from mediation.units import queries as units
from mediation.units.queries import UnitView
from web import asking, links, naming
from web.language import language, word

NUMBERS = {
    "open": N_("在办"),
    "late": N_("逾期"),
    "week": N_("本周到期"),
    "provisional": N_("期限暂定"),
    "paused": N_("期限暂停"),
    "paused_short": N_("暂停不到7天"),
    "paused_long": N_("暂停7至30天"),
    "paused_very_long": N_("暂停30天以上"),
    "yellow": N_("有黄牌"),
    "red": N_("有红牌"),
    "unexplained": N_("红牌未说明原因"),
    "instructed": N_("督办单未办结"),
    "instructed_late": N_("督办单逾期未答复"),
    "listed": N_("挂牌督办"),
    "unreached": N_("督办找不到人"),
    "closed_late": N_("已办结、后续事项逾期"),
    "reported": N_("登记"),
    "closed": N_("办结"),
    "became_late": N_("新增逾期"),
}
HOW = {
    "open": N_("正由本单位和下级单位办理、还没有办结的纠纷，一件算一件。按现在由谁办理算，不按发生地算。"),
    "late": N_(
        "在办纠纷中，有待办事项过了期限还没有办，或者整件纠纷的期限已经用完的。一件只算一次，换人、转办都不改变期限。"
    ),
    "week": N_("在办纠纷中，下一个到期日在今天到本周日之间的。已经逾期、另有期限本周到期的，也算在内。"),
    "provisional": N_("在办纠纷中，下一个到期日落在放假安排尚未公布的年份的。公布后自动重算。"),
    "paused": N_("在办纠纷中，有期限正在暂停的，例如正在鉴定。"),
    "paused_short": N_("从期限暂停时算起，不到7天的。几个期限都暂停的，看最早的一个。"),
    "paused_long": N_("从期限暂停时算起，满7天、不到30天的。几个期限都暂停的，看最早的一个。"),
    "paused_very_long": N_("从期限暂停时算起，满30天的。几个期限都暂停的，看最早的一个。"),
    "yellow": N_("在办纠纷中，发过黄牌、所提醒的期限还在走的。按纠纷算，不按牌数算。"),
    "red": N_("在办纠纷中，有红牌、逾期的事还没有办完的。按纠纷算，不按牌数算；因日历调整作废的不算。"),
    "unexplained": N_("有红牌的在办纠纷中，至少有一张红牌还没有说明原因的。"),
    "instructed": N_("在办纠纷中，有督办单等着答复，或者答复了还没有认可的。"),
    "instructed_late": N_("在办纠纷中，有督办单过了要求的日期还没有答复的。"),
    "listed": N_("在办纠纷中，正在挂牌、还没有摘牌的。"),
    "unreached": N_(
        "在办纠纷中，逾期的事该由某个岗位督办，但岗位没有人或者没有通知渠道，事情也还没有办完的。"
    ),
    "closed_late": N_(
        "已经办结的纠纷中，回访、说明逾期原因等后续事项过了期限还没有办的。一件算一件，不算在“在办”和“逾期”里。"
    ),
    "reported": N_("当月登记的纠纷，按发生地算，现在办结了的也算。"),
    "closed": N_("当月办结的纠纷，按发生地算，不论结果。"),
    "became_late": N_(
        "当月得到红牌的纠纷，算在当时经办的单位名下。后来换人、移交、办结都不改；因日历调整作废的不算。"
    ),
}
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
    """Return a list's name, e.g. 逾期 or 2026年3月登记."""
    number = word(NUMBERS[asked.number])
    if asked.month is None:
        return number
    return _("%(month)s：%(number)s", month=month_name(asked.month), number=number)


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
        (_("怎么算"), word(HOW[asked.number])),
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
