"""督办: the supervisor's board of a unit, down to the grid, and whom its disputes wait for."""

from collections.abc import Iterable

from flask import Blueprint, Flask, render_template, request
from flask_babel import gettext as _

from mediation.boards import listing, overview, scope, trend, waiting
from mediation.boards.asked import Asked
from mediation.kernel.errors import NotFound
from mediation.people import queries as people
from mediation.people.identity import READS_AREA
from mediation.people.queries import PersonView
from mediation.units import queries as units
from mediation.units.queries import UnitView
from web import asking
from web.access import requires
from web.pages import board_words

bp = Blueprint("board", __name__)


def init_app(app: Flask) -> None:
    """Give templates the words of the board."""
    app.jinja_env.globals.update(board=board_words)


@bp.get("/board")
@requires(*READS_AREA)
def index() -> str:
    """Show all numbers of a unit; each opens the list behind it."""
    session, at, unit = asking.reading(), asking.now(), unit_asked_for()
    by, only = _one_of("by", board_words.BREAKDOWNS), _one_of("units", ("all", "open"))
    return render_template(
        "pages/board.html",
        unit=unit,
        ladder=scope.ladder(session, asking.person(), unit),
        found=overview.board(session, unit, at=at),
        months=trend.trend(session, unit, at=at),
        by=by,
        only=only,
        people=_at_work(unit),
    )


@bp.get("/board/waiting")
@requires(*READS_AREA)
def waits() -> str:
    """Show whom the disputes wait for: a role by unit, then by person."""
    session, at, unit = asking.reading(), asking.now(), unit_asked_for()
    role, place = role_and_place()
    found = waiting.by_person(session, unit, role, place.id, at=at) if place else ()
    not_there = None if found else place
    if not found:
        place, found = None, waiting.by_unit(session, unit, role, at=at)
    closed = Asked(number="closed_late", unit=unit.id, role=role, at=place.id if place else None)
    return render_template(
        "pages/board_waiting.html",
        unit=unit,
        ladder=scope.ladder(session, asking.person(), unit),
        role=role,
        place=place,
        not_there=not_there,
        found=found,
        closed=closed,
        closed_late=listing.count(session, closed, unit=unit, at=at),
    )


def unit_asked_for() -> UnitView:
    """Return the unit the address names, or one's own highest.

    :raises OutsideTheBoard: it is not below a post of the visitor that supervises or audits
    """
    return scope.board_unit(asking.reading(), asking.person(), _id("unit"))


def role_and_place() -> tuple[str, UnitView | None]:
    """Return for which role, and at which unit, it is asked whom disputes wait for.

    :raises NotFound: there is no such role or unit
    """
    role, at_unit = request.args.get("role", ""), _id("at")
    if not board_words.is_known("role", role):
        raise NotFound(what=_("这个岗位"))
    return role, None if at_unit is None else units.unit(asking.reading(), at_unit)


def _id(name: str) -> int | None:
    """Return the id the address says; None where it says none.

    :raises NotFound: what it says is none
    """
    text = request.args.get(name, "").strip()
    if text and not (text.isascii() and text.isdecimal() and len(text) < 10):
        raise NotFound(what=_("这个单位"))
    return int(text) if text else None


def _one_of(name: str, known: Iterable[str]) -> str:
    """Return which of ``known`` the address says, the first where it says nothing.

    :raises NotFound: it says another
    """
    choices = list(known)
    said = request.args.get(name, "") or choices[0]
    if said not in choices:
        raise NotFound(what=_("这一项"))
    return said


def _at_work(unit: UnitView) -> list[PersonView]:
    """Return who is in post at the unit and handles cases; not who keeps the system or only looks."""
    locality = asking.locality()
    found = people.people_at(asking.reading(), unit.id, asking.today(), locality=locality)
    return [each for each in found if "act_on_case" in locality.role(each.role).permissions]
