"""督办: the supervisor's board of a unit, down to the grid, and whom its disputes wait for."""

from flask import Blueprint, Flask, render_template, request

from mediation.boards import overview, scope, trend, waiting
from mediation.people import queries as people
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
@requires("supervise")
def index() -> str:
    """Show all numbers of a unit; each opens the list behind it."""
    session, at, unit = asking.reading(), asking.now(), unit_asked_for()
    by = request.args.get("by", "")
    return render_template(
        "pages/board.html",
        unit=unit,
        ladder=scope.ladder(session, asking.person(), unit),
        found=overview.board(session, unit, at=at),
        months=trend.trend(session, unit, at=at),
        by=by if by in board_words.BREAKDOWNS else next(iter(board_words.BREAKDOWNS)),
        people=people.people_at(session, unit.id, asking.today(), locality=asking.locality()),
    )


@bp.get("/board/waiting")
@requires("supervise")
def waits() -> str:
    """Show whom the disputes wait for: a role by unit, then by person."""
    session, at, unit = asking.reading(), asking.now(), unit_asked_for()
    role, at_unit = request.args.get("role", "")[:40], request.args.get("at", type=int)
    if at_unit is None:
        found, place = waiting.by_unit(session, unit, role, at=at), None
    else:
        place = units.unit(session, at_unit)
        found = waiting.by_person(session, unit, role, at_unit, at=at)
    return render_template(
        "pages/board_waiting.html",
        unit=unit,
        ladder=scope.ladder(session, asking.person(), unit),
        role=role,
        place=place,
        found=found,
    )


def unit_asked_for() -> UnitView:
    """Return the unit the address names, or one's own highest.

    :raises OutsideTheBoard: it is not below any supervising post of the visitor
    """
    return scope.board_unit(asking.reading(), asking.person(), request.args.get("unit", type=int))
