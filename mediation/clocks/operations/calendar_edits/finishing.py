"""The end of counting anew for one change."""

from datetime import datetime

from sqlalchemy import func, literal_column, select

from mediation.clocks.events import CalendarCounted
from mediation.clocks.model import CalendarChange, Clock
from mediation.kernel.actor import SYSTEM
from mediation.kernel.unit_of_work import UnitOfWork

DONE = "done"


def finish(uow: UnitOfWork, *, change_id: int, at: datetime) -> bool:
    """Say that everything was counted, once; False while clocks are still marked."""
    change = uow.session.get(CalendarChange, change_id, with_for_update={"key_share": True})
    if change is None or change.state == DONE:
        return change is not None
    marked = select(func.count()).select_from(Clock).where(literal_column("recount_id IS NOT NULL"))
    if uow.session.scalar(marked.where(Clock.recount_id == change_id)):
        return False
    change.state, change.finished_at = DONE, at
    if change.moved:
        uow.record(CalendarCounted(change_id=change.id, reason=change.reason, at=at, by=SYSTEM))
    return True
