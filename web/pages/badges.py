"""三零: the badges of villages and micro-grids in a quarter, and what broke them."""

from flask import Blueprint, render_template, request
from flask_babel import gettext as _

from mediation.boards import scope
from mediation.kernel.locality import Locality
from mediation.statistics import settings
from mediation.statistics.queries import badges as queries
from mediation.statistics.rules import periods
from mediation.statistics.rules.badges import BADGES
from mediation.statistics.rules.periods import Period
from mediation.statistics.settings import Breaks
from mediation.units.queries import UnitView
from web import addresses, asking, naming
from web.access import requires
from web.returns.corrections import say_period
from web.returns.lines import joined

bp = Blueprint("badges", __name__)
QUARTERS = 5


@bp.get("/badges")
@requires("supervise")
def index() -> str:
    """Show which units kept which badge in a quarter, in order of code."""
    session = asking.reading()
    unit = scope.board_unit(session, asking.person(), addresses.unit_of(request.args))
    levels = levels_below(asking.locality(), unit)
    named = {each: naming.level_name(each) for each in levels}
    level = addresses.one_of(request.args, "level", named, usual=levels[0])
    return render_template(
        "pages/badges.html",
        unit=unit,
        ladder=scope.ladder(session, asking.person(), unit),
        levels=levels,
        found=queries.badges(
            session,
            unit=unit,
            level=level,
            quarter=_quarter(),
            today=asking.today(),
            locality=asking.locality(),
            after=request.args.get("after"),
        ),
        quarters=periods.latest("quarter", asking.today(), QUARTERS),
        names=BADGES,
        definitions={key: defined(breaks) for key, breaks in settings.of(asking.locality()).badges.items()},
        say_period=say_period,
    )


@bp.get("/badges/<int:unit_id>/<key>")
@requires("supervise")
def broken(unit_id: int, key: str) -> str:
    """List what broke a unit's badges; who may not open a dispute reads its number only."""
    session = asking.reading()
    quarter = addresses.begun(periods.read_quarter(key), asking.today())
    unit = scope.board_unit(session, asking.person(), unit_id)
    found = queries.broken(
        session, unit=unit, quarter=quarter, who=asking.person(), locality=asking.locality()
    )
    return render_template(
        "pages/badges_broken.html",
        unit=unit,
        ladder=scope.ladder(session, asking.person(), unit),
        quarter=quarter,
        found=found,
        names=BADGES,
        say_period=say_period,
    )


def defined(breaks: Breaks) -> str:
    """Say what a badge asks for, as the locality sets it."""
    said = []
    if breaks.sources:
        said.append(_("来自%(what)s", what=_names("sources", breaks.sources)))
    if breaks.traits:
        said.append(_("涉及%(what)s", what=_names("traits", breaks.traits)))
    if breaks.outcomes:
        said.append(_("结果是%(what)s", what=_names("outcomes", breaks.outcomes)))
    return _("本季度登记或结案的纠纷，没有一件%(parts)s。", parts=_("，也没有一件").join(said))


def _names(group: str, keys: frozenset[str]) -> str:
    return joined(naming.named(group, key) for key in sorted(keys))


def levels_below(locality: Locality, unit: UnitView) -> tuple[str, ...]:
    """Return the levels with badges at or below a unit, the highest first."""
    own = locality.level(unit.level).rank
    levels = settings.of(locality).badge_levels
    return tuple(each for each in levels if locality.level(each).rank <= own) or levels[-1:]


def _quarter() -> Period:
    """Return the quarter asked for, else the last one that is over."""
    """Return the quarter asked for, else the last one that is over.

    :raises NoSuchQuarter: there is none of that name
    :raises PeriodNotBegun: its first day is still to come
    """
    asked, today = request.args.get("quarter", "").strip(), asking.today()
    if not asked:
        return periods.holding("quarter", today).previous
    return addresses.begun(periods.read_quarter(asked), today)
