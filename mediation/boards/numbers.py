"""What makes a dispute count for each number of the board: the numbers and their lists both ask here."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, literal, true

from mediation.boards.facts import Now
from mediation.casework.model import FAR
from mediation.kernel.columns import Moment

PAUSED_SHORT, PAUSED_LONG = timedelta(days=7), timedelta(days=30)

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
    "late": Number(lambda of, now: of.late == 1, "dates"),
    "week": Number(lambda of, now: of.next_due_on <= now.sunday, "dates"),
    "provisional": Number(lambda of, now: of.next_provisional == of.next_due, "dates"),
    "paused": Number(lambda of, now: of.paused_at.is_not(None), "pauses"),
    "paused_short": Number(lambda of, now: of.paused_at > now.at - PAUSED_SHORT, "pauses"),
    "paused_long": Number(
        lambda of, now: and_(of.paused_at <= now.at - PAUSED_SHORT, of.paused_at > now.at - PAUSED_LONG),
        "pauses",
    ),
    "paused_very_long": Number(lambda of, now: of.paused_at <= now.at - PAUSED_LONG, "pauses"),
    "yellow": Number(lambda of, now: of.yellow == 1, "yellow_cards"),
    "red": Number(lambda of, now: of.red == 1, "red_cards"),
    "unexplained": Number(lambda of, now: of.unexplained == 1, "red_cards"),
    "instructed": Number(lambda of, now: of.instructed == 1, "instructions"),
    "instructed_late": Number(lambda of, now: of.instructed_late == 1, "instructions"),
    "listed": Number(lambda of, now: of.listed == 1, "listings"),
    "unreached": Number(lambda of, now: of.unreached == 1, "unreached"),
}


def counted(number: str, of: Any, now: Now) -> ColumnElement[int]:
    """Return how many rows of ``of`` count for ``number``."""
    if number == "open":
        return func.count()
    return func.coalesce(func.sum(case((IN_HAND[number].counts(of, now), 1), else_=0)), 0)


def risk_rank(risk: ColumnElement[str]) -> ColumnElement[int]:
    """Return 0 for red, 1 for orange, 2 for yellow."""
    return case((risk == "red", 0), (risk == "orange", 1), else_=2)


def or_far(moment: ColumnElement[Any]) -> ColumnElement[Any]:
    """Return the moment; the far future where there is none, so that it stands last."""
    return func.coalesce(moment, literal(FAR, Moment()))
