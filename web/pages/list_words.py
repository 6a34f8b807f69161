"""What a list of work says of itself: its boxes, orders, filters, and what may be chosen in each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from mediation.inbox.queries import Asked
from mediation.kernel.errors import NotFound
from mediation.kernel.text import N_
from mediation.units import queries as units
from web import asking, links, naming
from web.language import language, word

BOXES = {
    "mine": N_("我的"),
    "today": N_("今天"),
    "late": N_("逾期"),
    "unit": N_("待领"),
    "waiting": N_("等别人"),
    "followed": N_("关注"),
    "done": N_("已办"),
}
SORTS = {
    "due": N_("先到期的在前"),
    "risk": N_("风险高的在前"),
    "new": N_("新来的在前"),
    "kind": N_("按纠纷类型"),
}
DUES = {
    "today": N_("今天到期"),
    "week": N_("本周到期（到周日）"),
    "late": N_("已经逾期"),
    "none": N_("没有期限"),
}
RISKS = {"red": N_("红色"), "orange": N_("橙色"), "yellow": N_("黄色")}
FIELDS = {
    "words": N_("事项、编号或标题"),
    "party": N_("当事人"),
    "kind": N_("类型"),
    "level": N_("层级"),
    "unit": N_("辖区"),
    "risk": N_("风险"),
    "due": N_("期限"),
}
# Boxes of what one may take in hand oneself.
ON_A_DESK = frozenset({"mine", "today", "late", "unit"})
PLACES_AT_MOST = 3
SHORTEST_NAME = 2


@dataclass(frozen=True)
class Tab:
    """A box as a link: always the whole box, so that its count is that of the list behind it."""

    box: str
    words: str
    address: str
    is_current: bool


@dataclass(frozen=True)
class Chip:
    """A filter in force, and the address of the list without it."""

    words: str
    address: str


@dataclass(frozen=True)
class Sheet:
    """The form of a list's filters.

    :ivar options: field -> (value, words) of what may be chosen; a field left out is not offered
    :ivar warning: why a filter finds nothing; ""
    """

    options: Mapping[str, Sequence[tuple[str, str]]]
    chips: Sequence[Chip]
    sorts: Sequence[tuple[str, str]]
    offers_party: bool
    warning: str
    unfiltered: str


def tabs(asked: Asked) -> list[Tab]:
    """Return the boxes; going to another keeps the order."""
    return [
        Tab(box, word(words), address(Asked(box=box, sort=asked.sort)), box == asked.box)
        for box, words in BOXES.items()
    ]


def address(asked: Asked) -> str:
    """Return where a list is."""
    return links.leading_to("inbox.index", asked.written())


def sheet(asked: Asked) -> Sheet:
    """Return the form of the filters, filled in as ``asked``."""
    said = "label_en" if language() == "en" else "label"
    options = {
        "kind": [(each["value"], each[said] or each["label"]) for each in naming.values("kinds")],
        "level": [(key, naming.level_name(key)) for key in asking.locality().levels],
        "risk": _words(RISKS),
        "due": _words(DUES),
        "unit": _places(asked.unit),
    }
    return Sheet(
        options={name: offered for name, offered in options.items() if len(offered) > 1},
        chips=[Chip(_said(asked, name, options), address(asked.without(name))) for name in asked.filters],
        sorts=_words(SORTS),
        offers_party=asking.person().may("act_on_case"),
        warning=_warning(asked),
        unfiltered=address(asked.without(*asked.filters)),
    )


def usable(asked: Asked) -> Asked:
    """Return the list without a party's name that is too short to look for."""
    short = any(len(name) < SHORTEST_NAME for name in asked.party.split())
    return asked.without("party") if short and asking.person().may("act_on_case") else asked


def title(asked: Asked) -> str:
    """Return a list in words, e.g. 逾期，类型：邻里，风险高的在前."""
    options = {"unit": _places(asked.unit)} if asked.unit is not None else {}
    order = [word(SORTS[asked.sort])] if "sort" in asked.written() else []
    filters = [_said(asked, name, options) for name in asked.filters]
    return _("，").join([word(BOXES[asked.box]), *filters, *order])


def _said(asked: Asked, name: str, options: Mapping[str, Sequence[tuple[str, str]]]) -> str:
    value = str(getattr(asked, name))
    fixed = {"risk": RISKS, "due": DUES}.get(name)
    if fixed is not None:
        shown = word(fixed.get(value, value))
    elif name == "kind":
        shown = naming.named("kinds", value)
    elif name == "level":
        shown = naming.level_name(value)
    else:
        shown = dict(options.get(name, ())).get(value, value)
    return _("%(name)s：%(value)s", name=word(FIELDS[name]), value=shown)


def _words(choices: Mapping[str, str]) -> list[tuple[str, str]]:
    return [(key, word(words)) for key, words in choices.items()]


def _places(asked: int | None) -> list[tuple[str, str]]:
    """Return one's own units and those right below them, and the one asked for."""
    session = asking.reading()
    found: dict[str, str] = {}
    for unit_id in list(dict.fromkeys(post.unit_id for post in asking.person().posts))[:PLACES_AT_MOST]:
        below = units.children(session, unit_id).items
        if below:
            name = next(post.unit_name for post in asking.person().posts if post.unit_id == unit_id)
            found |= {str(unit_id): name, **{str(each.id): each.full_name for each in below}}
    if asked is not None and str(asked) not in found:
        try:
            found[str(asked)] = units.unit(session, asked).full_name
        except NotFound:
            found[str(asked)] = _("已经没有的单位")
    return list(found.items())


def _warning(asked: Asked) -> str:
    if asked.party and not asking.person().may("act_on_case"):
        return _("您看不到当事人姓名，不能按姓名查找。")
    if asked.unit is None:
        return ""
    try:
        place = units.unit(asking.reading(), asked.unit)
    except NotFound:
        return _("这份清单要找的单位已经没有了，所以找不到什么。请另选辖区。")
    if place.is_retired:
        return _("%(unit)s已经停用。它的纠纷如已划归别处，请另选辖区。", unit=place.full_name)
    return ""
