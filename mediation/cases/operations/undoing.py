"""Taking back what was ordered inside a try, when the work on it returns to an earlier step."""

from datetime import datetime

from sqlalchemy import select

from mediation.cases.events.undoing import AppointmentWithdrawn, SessionNoticeWithdrawn
from mediation.cases.model import Appointment, Attempt, Case
from mediation.cases.operations.closure import check_open
from mediation.cases.refusals import NotNoticed
from mediation.kernel.actor import Actor
from mediation.kernel.unit_of_work import UnitOfWork
from mediation.people.queries import people_named


def withdraw_appointment(uow: UnitOfWork, *, case: Case, attempt: Attempt, by: Actor, at: datetime) -> None:
    """Take back who mediates and records, so that others may be named; whoever was recused stays so."""
    check_open(case)
    appointed = uow.session.scalars(
        select(Appointment)
        .where(Appointment.attempt_id == attempt.id, Appointment.recused_at.is_(None))
        .order_by(Appointment.id)
    ).all()
    names = people_named(uow.session, [each.person_id for each in appointed])
    for each in appointed:
        uow.session.delete(each)
    uow.session.flush()
    case.handler_id = None
    people = "、".join(dict.fromkeys(names[each.person_id] for each in appointed))
    uow.record(AppointmentWithdrawn(case_id=case.id, people=people, at=at, by=by))


def withdraw_session_notice(
    uow: UnitOfWork, *, case: Case, attempt: Attempt, by: Actor, at: datetime
) -> None:
    """Take back the session that was called; the next one is called with its own days ahead.

    :raises NotNoticed: none is called
    """
    check_open(case)
    if attempt.session_on is None:
        raise NotNoticed()
    was, attempt.session_on = attempt.session_on, None
    uow.record(SessionNoticeWithdrawn(case_id=case.id, session_at=was, at=at, by=by))
