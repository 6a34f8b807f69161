"""How long the steps of a process took, how often they were done, and how often late.

Time is counted in calendar hours from opening to completion: nights, weekends and holidays included.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ARRAY, ColumnElement, Double, case, cast, false, func, literal, or_, type_coerce
from sqlalchemy.orm import Session

from mediation.boards.heat.asked import Asked, done
from mediation.boards.heat.rules import Spread, spread_of
from mediation.casework.model import WorkItem

PARTS = (0.25, 0.5, 0.75, 0.9)
SECONDS = 3600.0


@dataclass(frozen=True)
class Taken:
    """What is known of the completed tasks of one element.

    :ivar with_due: how many had a day by which they were to be done; ``late`` of them were not
    """

    spread: Spread
    late: int
    with_due: int


def is_late() -> ColumnElement[bool]:
    """Return the condition that a completed task was late."""
    return or_(WorkItem.late, WorkItem.closed_at >= WorkItem.due_at)


def may_be_far_out(at: datetime) -> ColumnElement[bool]:
    """Return the condition that a task is done, or runs beyond its limit or without one.

    A limit that is paused is not over.
    """
    over = or_(WorkItem.late, WorkItem.due_at <= at, WorkItem.clock_id.is_(None) & WorkItem.due_at.is_(None))
    return or_(WorkItem.closed_at.is_not(None), func.coalesce(over, false()))


def has_due() -> ColumnElement[bool]:
    """Return the condition that a task had a day by which it was to be done."""
    return or_(WorkItem.late, WorkItem.due_at.is_not(None))


def taken(session: Session, asked: Asked) -> dict[str, Taken]:
    """Return for each element what its tasks completed in the period took."""
    if session.get_bind().dialect.name == "postgresql":
        return _by_database(session, asked)
    return _by_hand(session, asked)


def hours_on_postgresql(until: Any) -> ColumnElement[Any]:
    """Return the expression of a task's calendar hours from its opening."""
    return func.date_part("epoch", until - WorkItem.opened_at, type_=Double) / literal(SECONDS, Double)


def _by_database(session: Session, asked: Asked) -> dict[str, Taken]:
    hours = hours_on_postgresql(WorkItem.closed_at)
    parts = func.percentile_cont(cast(list(PARTS), ARRAY(Double))).within_group(hours)
    query = done(
        asked,
        WorkItem.element,
        func.count(),
        type_coerce(parts, ARRAY(Double)),
        func.count().filter(is_late()),
        func.count().filter(has_due()),
    ).group_by(WorkItem.element)
    return {
        element: Taken(Spread(count, *found), late, due)
        for element, count, found, late, due in session.execute(query)
    }


def _by_hand(session: Session, asked: Asked) -> dict[str, Taken]:
    query = done(
        asked,
        *(WorkItem.element, WorkItem.opened_at, WorkItem.closed_at),
        case((is_late(), 1), else_=0),
        case((has_due(), 1), else_=0),
    )
    hours: dict[str, list[float]] = defaultdict(list)
    late: dict[str, int] = defaultdict(int)
    due: dict[str, int] = defaultdict(int)
    for element, opened_at, closed_at, was_late, had_due in session.execute(query):
        hours[element].append((closed_at - opened_at).total_seconds() / SECONDS)
        late[element] += was_late
        due[element] += had_due
    return {element: Taken(spread_of(found), late[element], due[element]) for element, found in hours.items()}
