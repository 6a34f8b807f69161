"""三零: the badges of villages and micro-grids in a quarter, and what broke them."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import Blueprint, Response, render_template, request
from flask_babel import gettext as _

from mediation.boards import scope
from mediation.kernel.text import N_
from mediation.people.identity import READS_AREA
from mediation.statistics.queries import badges as queries
from mediation.statistics.queries.breaking import broken as what_broke
from mediation.statistics.rules import periods
from mediation.statistics.rules.badges import BADGES
from mediation.statistics.rules.periods import Period
from mediation.units import queries as units
from mediation.units.queries import UnitView
from web import addresses, asking, exporting, naming
from web.access import requires
from web.language import word
from web.pages import badges_words
from web.returns.corrections import say_period

bp = Blueprint("badges", __name__)
ONLY = {"all": N_("全部单位"), "lost": N_("没有保住的")}
PLACES_AT_MOST = 500


@dataclass(frozen=True)
class Asked:
    """What an address asks for.

    :ivar only: all, or lost: the units alone that did not keep all three
    """

    unit: UnitView
    level: str
    quarter: Period
    only: str

    @property
    def is_lost(self) -> bool:
        """Whether only units that lost a badge are asked for."""
        return self.only == "lost"

    def written(self) -> dict[str, str]:
        """Return the parameters of the address."""
        given = {"unit": str(self.unit.id), "level": self.level, "quarter": self.quarter.key}
        return {**given, "only": self.only} if self.is_lost else given


@bp.get("/badges")
@requires(*READS_AREA)
def index() -> str:
    """Show which units kept which badge in a quarter, in order of code."""
    session, asked = asking.reading(), _asked()
    after, until = request.args.get("after") or None, request.args.get("until") or None
    found = queries.badges(
        session,
        unit=asked.unit,
        level=asked.level,
        quarter=asked.quarter,
        today=asking.today(),
        locality=asking.locality(),
        lost=asked.is_lost,
        after=after,
        until=until,
    )
    ladder = scope.ladder(session, asking.person(), asked.unit)
    return render_template(
        "pages/badges.html",
        asked=asked,
        unit=asked.unit,
        found=found,
        is_further=bool(after or until),
        ladder=ladder,
        places=[*ladder, *_places_below(asked)],
        levels=badges_words.levels_below(asked.unit),
        quarters=queries.quarters(session, asking.today()),
        only=ONLY,
        names=BADGES,
        definitions=badges_words.definitions(),
        today=asking.today(),
        say_period=say_period,
    )


@bp.get("/badges/file.<kind>")
@requires(*READS_AREA)
def take(kind: str) -> Response:
    """Give the whole list as Excel or CSV, its filters written inside."""
    asked = _asked()
    found = queries.every(
        asking.reading(),
        unit=asked.unit,
        level=asked.level,
        quarter=asked.quarter,
        locality=asking.locality(),
        lost=asked.is_lost,
        limit=exporting.MOST_ROWS + 1,
    )
    heads = [_("代码"), _("单位")]
    for name in BADGES.values():
        heads += [word(name), _("%(name)s：影响的纠纷（件）", name=word(name))]
    title = _("%(unit)s三零", unit=asked.unit.full_name or asked.unit.name)
    return exporting.download(kind, title, _filters(asked), heads, _rows(found), plain="badges")


@bp.get("/badges/<int:unit_id>/<key>")
@requires(*READS_AREA)
def broken(unit_id: int, key: str) -> str:
    """List what broke a unit's badges; who may not open a dispute reads its number only."""
    session = asking.reading()
    quarter = addresses.begun(periods.read_quarter(key), asking.today())
    unit = scope.board_unit(session, asking.person(), unit_id)
    found = what_broke(session, unit=unit, quarter=quarter, who=asking.person(), locality=asking.locality())
    return render_template(
        "pages/badges_broken.html",
        unit=unit,
        ladder=scope.ladder(session, asking.person(), unit),
        quarter=quarter,
        found=found,
        names=BADGES,
        causes=badges_words.causes,
        say_period=say_period,
    )


def _asked() -> Asked:
    """Return what the address asks for; what it does not say is as usual.

    :raises NoSuchChoice: there is no such level, or no such choice of units
    :raises NoSuchQuarter: there is no quarter of that name
    :raises PeriodNotBegun: the quarter is still to come
    """
    unit = scope.board_unit(asking.reading(), asking.person(), addresses.unit_of(request.args))
    levels = {each: naming.level_name(each) for each in badges_words.levels_below(unit)}
    only = {key: word(says) for key, says in ONLY.items()}
    return Asked(
        unit=unit,
        level=addresses.one_of(request.args, "level", levels, usual=next(iter(levels))),
        quarter=_quarter(),
        only=addresses.one_of(request.args, "only", only, usual="all"),
    )


def _quarter() -> Period:
    """Return the quarter asked for, else the last one that is over."""
    asked, today = request.args.get("quarter", "").strip(), asking.today()
    if not asked:
        return periods.holding("quarter", today).previous
    return addresses.begun(periods.read_quarter(asked), today)


def _places_below(asked: Asked) -> list[UnitView]:
    """Return the units right below that hold units of the level: the towns of a county, as a rule."""
    rank = asking.locality().level(asked.level).rank
    found = units.children(asking.reading(), asked.unit.id, size=PLACES_AT_MOST).items
    return [each for each in found if asking.locality().level(each.level).rank > rank]


def _filters(asked: Asked) -> list[tuple[str, str]]:
    quarter = say_period(asked.quarter)
    if not asked.quarter.is_over(asking.today()):
        quarter = _("%(quarter)s（截至今天，季度还没有结束）", quarter=quarter)
    said = badges_words.definitions()
    return [
        (_("辖区"), asked.unit.full_name or asked.unit.name),
        (_("哪一级"), naming.level_name(asked.level)),
        (_("季度"), quarter),
        (_("看哪些"), word(ONLY[asked.only])),
        *((word(name), said[key]) for key, name in BADGES.items()),
        (_("导出人"), asking.person().name),
    ]


def _rows(found: Iterator[queries.BadgeView]) -> Iterator[exporting.Row]:
    for each in found:
        row: list[exporting.Cell] = [each.unit.code, each.unit.full_name]
        for count in each.broken.values():
            row += [_("没有保住") if count else _("保住"), count]
        yield row
