"""Heard, opinions given under seal, summed up, delivered, called off."""

from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import select

from mediation.kernel.actor import Actor
from mediation.kernel.clock import day_of
from mediation.kernel.unit_of_work import UnitOfWork
from mediation.reviews import rows, rules
from mediation.reviews.events import (
    OpinionGiven,
    ReviewCancelled,
    ReviewHeld,
    ReviewSummedUp,
    SummaryDelivered,
)
from mediation.reviews.model import Review, ReviewMember, ReviewOpinion
from mediation.reviews.operations.opening import find
from mediation.reviews.refusals import check_day


def hold_review(
    uow: UnitOfWork,
    *,
    case_id: int,
    held_on: date | None = None,
    phases: Mapping[str, str],
    both_heard: bool = True,
    left: bool = True,
    by: Actor,
    at: datetime,
) -> Review:
    """Record the session: both sides heard in three phases, and gone before opinions are written.

    :param phases: "evidence", "questions", "exchange" -> what was said
    :raises PhaseMissing, NotBothHeard, NotLeft:
    """
    review = find(uow, case_id, "formed")
    rules.check_session(phases, both_heard=both_heard, left=left)
    held_on = held_on or day_of(at)
    check_day(held_on, first=day_of(review.opened_at), last=day_of(at), field="held_on")
    review.state, review.held_on = "heard", held_on
    review.phases = {key: phases[key].strip() for key in rules.PHASES}
    uow.record(ReviewHeld(case_id=case_id, review_id=review.id, held_on=held_on, at=at, by=by))
    return review


def give_opinion(
    uow: UnitOfWork, *, case_id: int, opinion: str, reason: str, by: Actor, at: datetime
) -> None:
    """Take a member's own opinion, once and for good; it stays sealed until all are in.

    :param opinion: "support", "partial" or "oppose"
    :raises NotOnPanel: the actor has no seat; a substitute has none either
    :raises AlreadyGiven: he gave one before
    """
    review = find(uow, case_id, "heard")
    member = uow.session.scalars(
        select(ReviewMember).where(
            ReviewMember.review_id == review.id, ReviewMember.person_id == by.person_id
        )
    ).first()
    if member is None:
        raise rules.NotOnPanel()
    rules.check_opinion(opinion, reason)
    if _has_given(uow, member):
        raise rules.AlreadyGiven()
    uow.add(
        ReviewOpinion(
            review_id=review.id,
            member_id=member.id,
            opinion=opinion,
            reason=reason.strip(),
            given_at=at,
        )
    )
    uow.session.flush()
    uow.record(
        OpinionGiven(
            case_id=case_id,
            review_id=review.id,
            given=rows.opinions_given(uow.session, review.id),
            size=review.panel_size or 0,
            at=at,
            by=by,
        )
    )


def sum_up(uow: UnitOfWork, *, case_id: int, summary: str, by: Actor, at: datetime) -> Review:
    """Sum up once every opinion is in. The summary advises; it imposes nothing.

    :raises OpinionsMissing: with how many are missing
    """
    review = find(uow, case_id, "heard")
    given = rows.opinions(uow.session, review.id)
    rules.check_all_in(given=len(given), size=review.panel_size or 0)
    if not summary.strip():
        raise rules.NoSummary(fields={"summary": rules.NoSummary.message})
    review.state, review.summary = "summed_up", summary.strip()
    review.summed_up_at, review.summed_up_by = at, by.person_id
    counts = Counter(each.opinion for each in given)
    uow.record(
        ReviewSummedUp(
            case_id=case_id,
            review_id=review.id,
            **{opinion: counts[opinion] for opinion in rules.OPINIONS},
            at=at,
            by=by,
        )
    )
    return review


def deliver_summary(
    uow: UnitOfWork, *, case_id: int, delivered_on: date | None = None, by: Actor, at: datetime
) -> Review:
    """Record that the parties got the summary.

    :raises WrongDay: before it was summed up, or to come
    """
    review = find(uow, case_id, "summed_up")
    assert review.summed_up_at is not None
    delivered_on = delivered_on or day_of(at)
    check_day(delivered_on, first=day_of(review.summed_up_at), last=day_of(at), field="delivered_on")
    review.state, review.delivered_on = "delivered", delivered_on
    uow.record(
        SummaryDelivered(case_id=case_id, review_id=review.id, delivered_on=delivered_on, at=at, by=by)
    )
    return review


def cancel_open(uow: UnitOfWork, *, case_id: int, reason: str, by: Actor, at: datetime) -> bool:
    """Call off the review under way; say whether there was one."""
    review = rows.under_way(uow.session, case_id)
    if review is None:
        return False
    review.state = "cancelled"
    uow.record(ReviewCancelled(case_id=case_id, review_id=review.id, reason=reason, at=at, by=by))
    return True


def _has_given(uow: UnitOfWork, member: ReviewMember) -> bool:
    found = uow.session.scalars(select(ReviewOpinion.id).where(ReviewOpinion.member_id == member.id)).first()
    return found is not None
