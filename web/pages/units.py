"""Who is where: the tree of units, their households and posts, the vacant ones visible. Read only."""

from typing import Any

from flask import Blueprint, render_template, request

from mediation.boards.scope import may_read
from mediation.people import queries as people
from mediation.statistics import settings
from mediation.statistics.queries.badges import badge_of
from mediation.statistics.rules import periods
from mediation.statistics.rules.badges import BADGES
from mediation.units import queries as units
from mediation.units.queries import UnitView
from web import asking
from web.access import signed_in
from web.returns.corrections import say_period

bp = Blueprint("units", __name__)
PAGE = 60


@bp.get("/units")
@signed_in
def index() -> str:
    """Show the top of the tree, or what was searched for."""
    session, wanted = asking.reading(), request.args.get("words", "").strip()[:60]
    found = units.find(session, wanted, size=50) if wanted else ()
    roots = units.children(session, None, size=PAGE)
    return render_template("pages/units.html", words=wanted, found=found, roots=roots.items)


@bp.get("/units/<int:unit_id>")
@signed_in
def show(unit_id: int) -> str:
    """Show one unit: where it stands, what is below, who is in post and who is missing."""
    session, locality = asking.reading(), asking.locality()
    line = units.lineage(session, unit_id)
    unit = line[-1]
    below = units.children(session, unit_id, after=request.args.get("after"), size=PAGE)
    here = people.people_at(session, unit_id, asking.today(), locality=locality)
    held = {person.role for person in here}
    roles = [role for role in locality.roles.values() if role.level == unit.level and role.resolves is None]
    return render_template(
        "pages/unit.html",
        line=line,
        unit=unit,
        level=locality.levels.get(unit.level),
        below=below,
        counts=_from_the_top(units.count_below(session, unit)),
        people=[(locality.role(person.role), person) for person in here],
        vacant=[role for role in roles if role.key not in held],
        limits=locality.households,
        badges=_badges(unit),
        successor=units.unit(session, unit.merged_into_id) if unit.merged_into_id else None,
    )


def _badges(unit: UnitView) -> dict[str, Any] | None:
    """Return the unit's 三零 of the last quarter that is over; None where its level has none."""
    session, locality = asking.reading(), asking.locality()
    if unit.is_retired or unit.level not in settings.of(locality).badge_levels:
        return None
    quarter = periods.holding("quarter", asking.today()).previous
    return {
        "period": quarter,
        "said": say_period(quarter),
        "names": BADGES,
        "held": badge_of(session, unit=unit, quarter=quarter, locality=locality),
        "may_look": may_read(asking.person(), unit.path),
    }


def _from_the_top(counts: dict[str, int]) -> list[tuple[str, int]]:
    levels = sorted(asking.locality().levels.values(), key=lambda level: -level.rank)
    return [(level.key, counts[level.key]) for level in levels if level.key in counts]
