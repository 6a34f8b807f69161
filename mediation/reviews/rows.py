"""Where this room finds its rows. For its own operations and queries only."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mediation.cases.model import Attempt
from mediation.reviews.model import Review, ReviewMember, ReviewOpinion

UNDER_WAY = ("consented", "formed", "heard", "summed_up")


def under_way(session: Session, case_id: int) -> Review | None:
    """Return the case's review that is neither over nor called off."""
    return session.scalars(
        select(Review).where(Review.case_id == case_id, Review.state.in_(UNDER_WAY))
    ).first()


def latest(session: Session, case_id: int) -> Review | None:
    """Return the case's last review, whatever became of it."""
    return session.scalars(
        select(Review).where(Review.case_id == case_id).order_by(Review.id.desc()).limit(1)
    ).first()


def members(session: Session, review_id: int) -> Sequence[ReviewMember]:
    """Return the panel by seat."""
    return session.scalars(
        select(ReviewMember).where(ReviewMember.review_id == review_id).order_by(ReviewMember.seat)
    ).all()


def opinions(session: Session, review_id: int) -> Sequence[ReviewOpinion]:
    """Return every opinion by seat, sealed or not. Callers keep the seal."""
    return session.scalars(
        select(ReviewOpinion)
        .join(ReviewMember, ReviewMember.id == ReviewOpinion.member_id)
        .where(ReviewOpinion.review_id == review_id)
        .order_by(ReviewMember.seat)
    ).all()


def opinions_given(session: Session, review_id: int) -> int:
    """Return how many opinions are in."""
    return (
        session.scalar(
            select(func.count()).select_from(ReviewOpinion).where(ReviewOpinion.review_id == review_id)
        )
        or 0
    )


def failed_attempts(session: Session, case_id: int) -> int:
    """Return how many levels took the matter up and did not settle it; passing it on is no try."""
    return (
        session.scalar(
            select(func.count())
            .select_from(Attempt)
            .where(Attempt.case_id == case_id, Attempt.accepted_at.is_not(None))
            .where(Attempt.result.in_(("up", "ended", "down")))
        )
        or 0
    )
