"""Consented, and a panel formed."""

from datetime import datetime
from typing import Any

from sqlalchemy import select

from mediation.cases.model import Appointment, Attempt, Case
from mediation.cases.operations import check_mediable
from mediation.kernel.actor import Actor
from mediation.kernel.clock import day_of
from mediation.kernel.unit_of_work import UnitOfWork
from mediation.parties.operations import record_consent
from mediation.parties.queries import parties
from mediation.people.model import Person
from mediation.reviews import rows, rules
from mediation.reviews.events import (
    PanelFormed,
    ReviewConsented,
    ReviewDeclined,
)
from mediation.reviews.model import Review, ReviewMember
from mediation.reviews.refusals import STATES, NoReview, OutOfTurn, ReviewUnderWay
from mediation.reviews.settings import review_settings


def record_review_consent(
    uow: UnitOfWork,
    *,
    case_id: int,
    attempt_id: int | None = None,
    petitioner_id: int,
    consented: bool,
    form: str,
    by: Actor,
    at: datetime,
) -> Review:
    """Record the petitioner's word on a review; its state is "declined" where he will not.

    :param form: "written" or "oral"; consent must be written
    :raises NotOldPetition: the matter is neither old nor tried often
    :raises ConsentNotWritten: consent by word of mouth
    """
    case = uow.get(Case, case_id, what="这个案件")
    check_mediable(uow, case=case)
    if rows.under_way(uow.session, case_id) is not None:
        raise ReviewUnderWay()
    known = {party.id: party for party in parties(uow.session, case_id)}
    if petitioner_id not in known:
        raise rules.NotPetitioner(fields={"petitioner": rules.NotPetitioner.message})
    if consented:
        check_old(uow, case=case, at=at)
        if form != "written":
            raise rules.ConsentNotWritten(fields={"form": rules.ConsentNotWritten.message})
    record_consent(
        uow,
        case_id=case_id,
        party_id=petitioner_id,
        kind="review",
        given=consented,
        form=form,
        by=by,
        at=at,
    )
    review = uow.add(
        Review(
            case_id=case_id,
            attempt_id=attempt_id,
            state="consented" if consented else "declined",
            petitioner_id=petitioner_id,
            phases={},
            opened_at=at,
        )
    )
    uow.session.flush()
    fact = ReviewConsented if consented else ReviewDeclined
    uow.record(
        fact(
            case_id=case_id,
            review_id=review.id,
            petitioner=known[petitioner_id].alias,
            at=at,
            by=by,
        )
    )
    return review


def form_panel(uow: UnitOfWork, *, case_id: int, panel: rules.Panel, by: Actor, at: datetime) -> Review:
    """Form the panel; each member gets a seat, which is the turn of his task.

    Whoever handled the case counts as from the handling body, declared or not.

    :raises Refused: size, groups, veterans, handling body, relations, or a party on the panel
    """
    review = find(uow, case_id, "consented")
    settings = review_settings(uow.locality)
    handled = len(set(panel.members) & _handlers(uow, case_id))
    panel = rules.Panel(**{**panel.__dict__, "handling_body": max(panel.handling_body, handled)})
    rules.check_panel(
        panel,
        least=settings.panel_from,
        most=settings.panel_to,
        groups=settings.groups,
        veterans=settings.veterans,
        handling_body=settings.handling_body,
    )
    people = [uow.get(Person, person_id, what="这位评议员") for person_id in panel.members]
    rules.check_no_party(
        [person.name for person in people],
        party_names={party.name for party in parties(uow.session, case_id)},
    )
    for seat, person in enumerate(people):
        uow.add(
            ReviewMember(
                review_id=review.id,
                seat=seat,
                person_id=person.id,
                is_veteran=person.id in panel.veterans,
            )
        )
    review.state, review.panel_size, review.groups = "formed", len(people), panel.groups
    review.handling_body_members, review.relations = panel.handling_body, panel.relations.strip()
    uow.session.flush()
    uow.record(
        PanelFormed(
            case_id=case_id,
            review_id=review.id,
            size=len(people),
            groups=panel.groups,
            veterans=len(panel.veterans),
            at=at,
            by=by,
        )
    )
    return review


def check_old(uow: UnitOfWork, *, case: Case, at: datetime) -> None:
    """Check that the matter is old enough, or was tried often enough, to be reviewed (county default).

    :raises NotOldPetition:
    """
    settings = review_settings(uow.locality)
    limits: dict[str, Any] = {
        "months": settings.old_petition_months,
        "attempts": settings.failed_attempts,
    }
    if not rules.is_old(
        reported_on=day_of(case.reported_at),
        today=day_of(at),
        failed=rows.failed_attempts(uow.session, case.id),
        named_old=bool(case.traits.get("old_petition")),
        **limits,
    ):
        raise rules.NotOldPetition(**limits)


def _handlers(uow: UnitOfWork, case_id: int) -> set[int]:
    """Return who handled the case: its handler, who took it up, whoever was appointed."""
    accepted = select(Attempt.accepted_by).where(Attempt.case_id == case_id, Attempt.accepted_by.is_not(None))
    appointed = select(Appointment.person_id).where(Appointment.case_id == case_id)
    found = {person_id for person_id in uow.session.scalars(accepted.union(appointed)) if person_id}
    handler = uow.get(Case, case_id).handler_id
    return found | {handler} if handler else found


def find(uow: UnitOfWork, case_id: int, state: str) -> Review:
    """Return the review under way, which must be in ``state``.

    :raises NoReview: none is under way
    :raises OutOfTurn: it is at another point
    """
    review = rows.under_way(uow.session, case_id)
    if review is None:
        raise NoReview()
    if review.state != state:
        raise OutOfTurn(state=STATES[review.state])
    return review
