"""Which clocks of a case are those of the viewer's own tasks, to show them first."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from mediation.casework.model import WorkItem
from mediation.inbox.queries import ItemView


def own_clocks(session: Session, items: Iterable[ItemView]) -> frozenset[int]:
    """Return the clocks of those tasks that are the viewer's; nothing is read where none is."""
    mine = [item.id for item in items if item.is_open and item.is_mine]
    if not mine:
        return frozenset()
    query = select(WorkItem.clock_id).where(WorkItem.id.in_(mine), WorkItem.clock_id.is_not(None))
    return frozenset(clock_id for clock_id in session.scalars(query) if clock_id is not None)
