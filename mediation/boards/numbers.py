"""What makes a dispute count for each number of the board: the numbers and their lists both ask here."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, and_, case, func, literal, select, true

from mediation.boards.facts import ONE, PAUSED_LONG, PAUSED_SHORT, Now
from mediation.casework.model import FAR
from mediation.kernel.columns import Moment

Condition = Callable[[Any, Now], ColumnElement[bool]]


@dataclass(frozen=True)
class Number:
    """A number of what is in hand.

    :ivar counts: the condition, asked of the columns of ``facts``
    :ivar source: where those columns come from; "": every case has them
    """

    counts: Condition
    source: str = ""


IN_HAND: Mapping[str, Number] = {
    "open": Number(lambda of, now: true()),
    "late": Number(lambda of, now: of.is_late == ONE, "pressing"),
    "week": Number(lambda of, now: of.is_due_this_week == ONE, "pressing"),
    "provisional": Number(lambda of, now: of.is_provisional == ONE, "pressing"),
    "paused": Number(lambda of, now: of.paused_at.is_not(None), "pauses"),
    "paused_short": Number(lambda of, now: of.paused_at > now.ago(PAUSED_SHORT), "pauses"),
    "paused_long": Number(
        lambda of, now: and_(of.paused_at <= now.ago(PAUSED_SHORT), of.paused_at > now.ago(PAUSED_LONG)),
        "pauses",
    ),
    "paused_very_long": Number(lambda of, now: of.paused_at <= now.ago(PAUSED_LONG), "pauses"),
    "yellow": Number(lambda of, now: of.yellow == ONE, "yellow_cards"),
    "red": Number(lambda of, now: of.red == ONE, "red_cards"),
    "unexplained": Number(lambda of, now: of.unexplained == ONE, "red_cards"),
    "instructed": Number(lambda of, now: of.instructed == ONE, "instructions"),
    "instructed_late": Number(lambda of, now: of.instructed_late == ONE, "instructions"),
    "listed": Number(lambda of, now: of.listed == ONE, "listings"),
    "unreached": Number(lambda of, now: of.unreached == ONE, "unreached"),
}


def marked(of: FromClause, now: Now, numbers: Iterable[str], *also: ColumnElement[Any]) -> Select[Any]:
    """Return a row a case with a mark in the column of each number it counts for, else null.

    Each condition is looked at once a case, however often its marks are counted afterwards.
    """
    return select(
        *also, *(case((IN_HAND[number].counts(of.c, now), ONE)).label(number) for number in numbers)
    ).select_from(of)


def counted(of: FromClause, numbers: Iterable[str]) -> list[ColumnElement[int]]:
    """Return how many rows :func:`marked` marked for each of ``numbers``."""
    return [func.count(of.c[number]).label(number) for number in numbers]


def risk_rank(risk: ColumnElement[str]) -> ColumnElement[int]:
    """Return 0 for red, 1 for orange, 2 for yellow."""
    return case((risk == "red", 0), (risk == "orange", 1), else_=2)


def or_far(moment: ColumnElement[Any]) -> ColumnElement[Any]:
    """Return the moment; the far future where there is none, so that it stands last."""
    return func.coalesce(moment, literal(FAR, Moment()))
