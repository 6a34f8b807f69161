"""集体评议 as members, the chair and the case page may read it."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from mediation.kernel.errors import NotFound
from mediation.people.model import Person
from mediation.reviews import rows
from mediation.reviews.model import Review, ReviewMember, ReviewOpinion
from mediation.reviews.rules import OPINIONS, PHASES, OpinionsSealed


@dataclass(frozen=True)
class OpinionView:
    """One opinion with its reason."""

    seat: int
    opinion: str
    opinion_title: str
    reason: str
    given_at: datetime


@dataclass(frozen=True)
class ReviewView:
    """One review without any opinion in it.

    :ivar members: names by seat
    :ivar opinions_given: how many are in
    """

    id: int
    state: str
    petitioner_id: int
    panel_size: int | None
    members: tuple[str, ...]
    groups: int | None
    held_on: date | None
    phases: tuple[tuple[str, str], ...]
    opinions_given: int
    summary: str | None
    delivered_on: date | None

    @property
    def is_sealed(self) -> bool:
        """Whether opinions are still out."""
        return self.panel_size is None or self.opinions_given < self.panel_size


def reviews(session: Session, case_id: int) -> tuple[ReviewView, ...]:
    """Return the case's reviews, the newest first."""
    found = session.scalars(select(Review).where(Review.case_id == case_id).order_by(Review.id.desc())).all()
    return tuple(_view(session, review) for review in found)


def opinions(session: Session, review_id: int) -> tuple[OpinionView, ...]:
    """Return every opinion of a review, by seat.

    :raises OpinionsSealed: until all are in, for everybody
    :raises NotFound: there is no such review
    """
    review = session.get(Review, review_id)
    if review is None:
        raise NotFound(what="这次集体评议")
    given = rows.opinions_given(session, review_id)
    if review.panel_size is None or given < review.panel_size:
        raise OpinionsSealed(given=given, size=review.panel_size or 0)
    seats = {member.id: member.seat for member in rows.members(session, review_id)}
    return tuple(_opinion(each, seats[each.member_id]) for each in rows.opinions(session, review_id))


def own_opinion(session: Session, review_id: int, *, person_id: int) -> OpinionView | None:
    """Return a member's own opinion, or None before it is given; nobody else's."""
    found = session.execute(
        select(ReviewOpinion, ReviewMember.seat)
        .join(ReviewMember, ReviewMember.id == ReviewOpinion.member_id)
        .where(ReviewOpinion.review_id == review_id, ReviewMember.person_id == person_id)
    ).first()
    return _opinion(found[0], found[1]) if found else None


def member_at(session: Session, case_id: int, turn: int) -> int | None:
    """Return the id of the person whose turn it is on the case's panel; turns count from 0."""
    review = rows.under_way(session, case_id)
    if review is None:
        return None
    return session.scalars(
        select(ReviewMember.person_id).where(ReviewMember.review_id == review.id, ReviewMember.seat == turn)
    ).first()


def _opinion(row: ReviewOpinion, seat: int) -> OpinionView:
    return OpinionView(
        seat=seat,
        opinion=row.opinion,
        opinion_title=OPINIONS[row.opinion],
        reason=row.reason,
        given_at=row.given_at,
    )


def _view(session: Session, review: Review) -> ReviewView:
    names = session.scalars(
        select(Person.name)
        .join(ReviewMember, ReviewMember.person_id == Person.id)
        .where(ReviewMember.review_id == review.id)
        .order_by(ReviewMember.seat)
    ).all()
    return ReviewView(
        id=review.id,
        state=review.state,
        petitioner_id=review.petitioner_id,
        panel_size=review.panel_size,
        members=tuple(names),
        groups=review.groups,
        held_on=review.held_on,
        phases=tuple((PHASES[key], review.phases[key]) for key in PHASES if key in review.phases),
        opinions_given=rows.opinions_given(session, review.id),
        summary=review.summary,
        delivered_on=review.delivered_on,
    )
