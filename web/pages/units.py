"""Who is where: the tree of units, their households and posts, the vacant ones visible. Read only."""

from flask import Blueprint, render_template, request

from mediation.people import queries as people
from mediation.units import queries as units
from web import asking
from web.access import signed_in

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
    )


def _from_the_top(counts: dict[str, int]) -> list[tuple[str, int]]:
    levels = sorted(asking.locality().levels.values(), key=lambda level: -level.rank)
    return [(level.key, counts[level.key]) for level in levels if level.key in counts]
