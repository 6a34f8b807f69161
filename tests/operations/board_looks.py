"""What is seen on the board of the small county: its numbers, and the lists behind them."""

from typing import Any

from mediation.boards import listing, overview
from mediation.boards.asked import IN_HAND, Asked
from mediation.boards.lines import BoardLine
from tests.operations.board_stage import Stage


def shown(board: Stage, unit: str = "county") -> overview.Board:
    """Return the board of a unit."""
    with board.county.session() as session:
        return overview.board(session, board.unit(unit), at=board.at)


def every(board: Stage, unit: str = "county", **asked: Any) -> list[BoardLine]:
    """Return all lines of a list, gathered page by page."""
    narrowed = Asked(unit=board.units[unit].id, **asked)
    who = board.county.who("county_supervisor")
    found: list[BoardLine] = []
    after: str | None = None
    with board.county.session() as session:
        while True:
            page = listing.page(
                session, narrowed, unit=board.unit(unit), identity=who, at=board.at, after=after, size=7
            )
            found += page.items
            after = page.next
            if after is None:
                assert page.total == len(found)
                return found


def counted(board: Stage, case_id: int, unit: str = "county") -> set[str]:
    """Return the numbers for which one case counts."""
    return {
        number for number in IN_HAND if case_id in {line.id for line in every(board, unit, number=number)}
    }
