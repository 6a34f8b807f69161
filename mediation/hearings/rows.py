"""Where this room finds its rows. For its own operations and queries only."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from mediation.hearings.model import Hearing, HearingEntry, HearingNotice

UNDER_WAY = ("proposed", "consented", "called", "noticed", "open", "voted", "minuted")


def under_way(session: Session, case_id: int) -> Hearing | None:
    """Return the case's hearing that is neither over nor called off."""
    return session.scalars(
        select(Hearing).where(Hearing.case_id == case_id, Hearing.state.in_(UNDER_WAY))
    ).first()


def latest(session: Session, case_id: int) -> Hearing | None:
    """Return the case's last hearing, whatever became of it."""
    return session.scalars(
        select(Hearing).where(Hearing.case_id == case_id).order_by(Hearing.id.desc()).limit(1)
    ).first()


def notices(session: Session, hearing_id: int) -> Sequence[HearingNotice]:
    """Return the notices of a hearing, in order."""
    return session.scalars(
        select(HearingNotice).where(HearingNotice.hearing_id == hearing_id).order_by(HearingNotice.number)
    ).all()


def entries(session: Session, hearing_id: int) -> Sequence[HearingEntry]:
    """Return the three lists of a hearing."""
    return session.scalars(
        select(HearingEntry)
        .where(HearingEntry.hearing_id == hearing_id)
        .order_by(HearingEntry.kind, HearingEntry.number)
    ).all()
