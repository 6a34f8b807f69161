"""挂牌: late work listed at a supervising unit until it is done."""

from datetime import datetime

from sqlalchemy import select

from mediation.kernel.actor import Actor
from mediation.kernel.unit_of_work import UnitOfWork
from mediation.oversight.events import LateWorkListed
from mediation.oversight.model import Listing
from mediation.oversight.operations.clocks import late_clock


def list_late(
    uow: UnitOfWork, *, clock_id: int, unit_id: int, unit_name: str, by: Actor, at: datetime
) -> Listing | None:
    """List late work at a supervising unit; None where it is listed there already."""
    clock = late_clock(uow, clock_id)
    known = select(Listing.id).where(Listing.clock_id == clock_id, Listing.unit_id == unit_id)
    if uow.session.scalars(known).first() is not None:
        return None
    uow.record(
        LateWorkListed(
            case_id=clock.case_id,
            clock_id=clock.id,
            title=clock.title,
            unit=unit_name,
            unit_id=unit_id,
            by=by,
            at=at,
        )
    )
    return uow.add(
        Listing(
            case_id=clock.case_id,
            clock_id=clock.id,
            unit_id=unit_id,
            title=clock.title,
            due_on=clock.due_on,
            listed_at=at,
        )
    )
