"""Taking back what prepares a review that has not been held, when the work returns to an earlier step."""

from datetime import datetime

from mediation.kernel.actor import Actor
from mediation.kernel.unit_of_work import UnitOfWork
from mediation.parties.operations import void_consents
from mediation.reviews import rows
from mediation.reviews.events import PanelDissolved, ReviewAskedAnew
from mediation.reviews.operations.opening import find


def dissolve_panel(uow: UnitOfWork, *, case_id: int, by: Actor, at: datetime) -> None:
    """Dissolve the panel, so that another is formed.

    :raises OutOfTurn: it has sat, or there is none
    """
    review = find(uow, case_id, "formed")
    for member in rows.members(uow.session, review.id):
        uow.session.delete(member)
    review.state = "consented"
    review.panel_size = review.groups = review.handling_body_members = review.relations = None
    uow.session.flush()
    uow.record(PanelDissolved(case_id=case_id, review_id=review.id, at=at, by=by))


def ask_review_anew(uow: UnitOfWork, *, case_id: int, by: Actor, at: datetime) -> None:
    """Let the review fall with the consent it rests on; the petitioner is asked again.

    :raises OutOfTurn: a panel is formed
    """
    review = find(uow, case_id, "consented")
    void_consents(uow, case_id=case_id, kind="review", since=review.opened_at, by=by, at=at)
    review.state = "cancelled"
    uow.session.flush()
    uow.record(ReviewAskedAnew(case_id=case_id, review_id=review.id, at=at, by=by))
