"""What counts for a post that disputes wait for: its own open tasks, not what else of the case is late.

A case may be late by what somebody else has not done; that says nothing about this post (county default).
"""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, and_, case, func, true

from mediation.boards.facts import ONE, Now
from mediation.boards.population import is_late
from mediation.casework.model import WorkItem


def own_task(number: str, now: Now) -> ColumnElement[bool]:
    """Return what an open task must be for its case to count for ``number`` with whoever holds it."""
    if number in ("late", "closed_late"):
        return is_late(now)
    if number == "week":
        return and_(WorkItem.due_at > now.moment, WorkItem.due_on <= now.sunday)
    return true()


def own_marks(numbers: Iterable[str], now: Now) -> list[ColumnElement[int]]:
    """Return a mark in the column of each number that any task of a group counts for, else null."""
    return [func.max(case((own_task(number, now), ONE))).label(number) for number in numbers]
