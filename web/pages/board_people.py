"""What one person has in hand, for who supervises or audits: work, cards, orders; no rates, no ranking."""

from flask import Blueprint, render_template

from mediation.boards.people import person_board
from mediation.people.identity import READS_AREA
from web import asking
from web.access import requires
from web.pages.board import unit_asked_for

bp = Blueprint("board_people", __name__)


@bp.get("/board/people/<int:person_id>")
@requires(*READS_AREA)
def show(person_id: int) -> str:
    """Show what a person has in hand in the area one supervises or audits."""
    found = person_board(
        asking.reading(), person_id, identity=asking.person(), at=asking.now(), locality=asking.locality()
    )
    return render_template("pages/board_person.html", found=found, unit=unit_asked_for())
