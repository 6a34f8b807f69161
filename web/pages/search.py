"""Finding a dispute by whatever somebody remembers of it. The address is the search: it can be kept."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from mediation.search import queries as search
from mediation.search.queries import Narrowed
from mediation.units import queries as units
from web import asking, naming
from web.access import signed_in

bp = Blueprint("search", __name__)
LONGEST = 60
STATES = {"open": False, "closed": True}
KEPT = ("words", "kind", "level", "state", "unit")


@bp.get("/search")
@signed_in
def index() -> Response | str:
    """Show what was found; a number typed in full leads to its case."""
    session, identity, given = asking.reading(), asking.person(), request.args
    words = " ".join(given.get("words", "")[: 2 * LONGEST].split())[:LONGEST]
    kept = {key: given[key] for key in KEPT if given.get(key)}
    if words and set(kept) == {"words"}:
        case_id = search.exactly(
            session, identity=identity, typed=words, prefix=asking.locality().case_prefix
        )
        if case_id is not None:
            return redirect(url_for("cases.show", case_id=case_id), code=303)
    unit_id = given.get("unit", type=int)
    unit = units.unit(session, unit_id) if unit_id else None
    narrowed = Narrowed(
        kind=given.get("kind") or None,
        level=given.get("level") or None,
        is_closed=STATES.get(given.get("state", "")),
        unit_path=unit.path if unit else None,
    )
    found = search.find(
        session, identity=identity, typed=words, narrowed=narrowed, after=given.get("after") or None
    )
    return render_template(
        "pages/search.html",
        words=words,
        found=found,
        unit=unit,
        places=_places(),
        kinds=naming.values("kinds"),
        levels=list(asking.locality().levels.values()),
        given=given,
        kept=kept,
        fields=search.FIELDS,
        reads_names=identity.may("act_on_case") or identity.may("report_case"),
    )


def _places() -> list[units.UnitView]:
    """The units of one's own posts that see further than themselves."""
    posts = [post for post in asking.person().posts if post.permissions & {"see_subtree", "see_all"}]
    return [
        units.unit(asking.reading(), unit_id) for unit_id in dict.fromkeys(post.unit_id for post in posts)
    ]
