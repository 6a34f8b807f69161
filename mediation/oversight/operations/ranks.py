"""Ranks of 督办 that could not be reached: reported up, never skipped silently."""

from collections.abc import Callable, Collection
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from mediation.clocks.model import Clock
from mediation.kernel.actor import SYSTEM, Actor
from mediation.kernel.unit_of_work import UnitOfWork
from mediation.oversight.events import LimitSoonOver, RankUnreached, RankWithoutChannel, RiskSoonLate
from mediation.oversight.model import UnreachedRank
from mediation.oversight.operations.clocks import given
from mediation.oversight.rules import NO_CHANNEL, VACANT, Holder

Reaches = Callable[[Session, Collection[int], date], bool]


def _always(session: Session, person_ids: Collection[int], on: date) -> bool:
    return True


_reaches: list[Reaches] = [_always]


def reached_by(reaches: Reaches) -> None:
    """Let ``reaches`` say whether a message out of the house finds one of several people on a day."""
    _reaches[0] = reaches


def is_reached(session: Session, person_ids: Collection[int], on: date) -> bool:
    """Say whether one of these people hears of what waits without opening the system."""
    return _reaches[0](session, person_ids, on)


def report_unreached(
    uow: UnitOfWork,
    *,
    clock: Clock,
    role: str,
    unit_id: int,
    post: str,
    taken_by: Holder | None = None,
    reason: str = VACANT,
    by: Actor = SYSTEM,
    at: datetime,
) -> None:
    """Say that a rank cannot be reached, once a clock and post.

    :param taken_by: the next rank, which is told instead; None: there is none
    :param reason: vacant, or no_channel: somebody is there, but no message finds them
    """
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
            taken_by=taken_by.post if taken_by else "",
            reason=reason,
            found_at=at,
        )
    )
    kind = RankWithoutChannel if reason == NO_CHANNEL else RankUnreached
    uow.record(
        kind(
            case_id=clock.case_id,
            clock_id=clock.id,
            title=clock.title,
            post=post,
            taken_by=taken_by.post if taken_by else "",
            role=taken_by.role if taken_by else None,
            unit_id=taken_by.unit_id if taken_by else None,
            person_id=taken_by.person_id if taken_by else None,
            by=by,
            at=at,
        )
    )


def warn_of_risk(uow: UnitOfWork, *, clock: Clock, told: Holder, by: Actor, at: datetime) -> None:
    """Tell a leader before the day that work on a red case may become late."""
    uow.record(RiskSoonLate(**given(clock, told), by=by, at=at))


def warn_of_limit(uow: UnitOfWork, *, clock: Clock, told: Holder, by: Actor, at: datetime) -> None:
    """Tell who answers for the level that a limit set by statute or rule is about to run out."""
    uow.record(LimitSoonOver(**given(clock, told), by=by, at=at))
