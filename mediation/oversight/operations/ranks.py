"""Ranks of 督办 that could not be reached: reported, never skipped silently."""

from datetime import datetime

from sqlalchemy import select

from mediation.clocks.model import Clock
from mediation.kernel.actor import SYSTEM, Actor
from mediation.kernel.unit_of_work import UnitOfWork
from mediation.oversight.events import RankUnreached
from mediation.oversight.model import UnreachedRank


def report_unreached(
    uow: UnitOfWork,
    *,
    clock: Clock,
    role: str,
    unit_id: int,
    post: str,
    taken_by: str = "",
    by: Actor = SYSTEM,
    at: datetime,
) -> None:
    """Say that a rank has nobody in post, once a clock and post."""
    known = select(UnreachedRank.id).where(
        UnreachedRank.clock_id == clock.id, UnreachedRank.role == role, UnreachedRank.unit_id == unit_id
    )
    if uow.session.scalars(known).first() is not None:
        return
    uow.add(
        UnreachedRank(
            case_id=clock.case_id,
            clock_id=clock.id,
            role=role,
            unit_id=unit_id,
            post=post,
            taken_by=taken_by,
            found_at=at,
        )
    )
    uow.record(
        RankUnreached(
            case_id=clock.case_id,
            clock_id=clock.id,
            title=clock.title,
            post=post,
            taken_by=taken_by,
            by=by,
            at=at,
        )
    )
