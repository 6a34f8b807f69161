"""Taking back what prepares a 屋场会 that has not been held, when the work returns to an earlier step."""

from datetime import datetime

from mediation.hearings import rows
from mediation.hearings.events import ConsentsAskedAnew, FacilitatorReleased, NoticeCancelled
from mediation.hearings.operations.calling import find
from mediation.kernel.actor import Actor
from mediation.kernel.text import N_
from mediation.kernel.unit_of_work import UnitOfWork
from mediation.parties.operations import void_consents

ANEW = N_("退回重新办理")


def ask_consents_anew(uow: UnitOfWork, *, case_id: int, by: Actor, at: datetime) -> None:
    """Forget who consented to this meeting: each is asked again (人民调解法 20, 23).

    :raises OutOfTurn: a facilitator is still named, or the meeting is further
    """
    hearing = find(uow, case_id, "consented")
    void_consents(uow, case_id=case_id, kind="hearing", since=hearing.proposed_at, by=by, at=at)
    hearing.state = "proposed"
    uow.record(ConsentsAskedAnew(case_id=case_id, hearing_id=hearing.id, at=at, by=by))


def release_facilitator(uow: UnitOfWork, *, case_id: int, by: Actor, at: datetime) -> None:
    """Take back who was to lead the meeting.

    :raises OutOfTurn: a notice still stands, or the meeting is further
    """
    hearing = find(uow, case_id, "called")
    hearing.facilitator = hearing.facilitator_relation = None
    hearing.state = "consented"
    uow.record(FacilitatorReleased(case_id=case_id, hearing_id=hearing.id, at=at, by=by))


def withdraw_notice(uow: UnitOfWork, *, case_id: int, by: Actor, at: datetime) -> None:
    """Take back the notice that stands; the next one is given with the same days ahead.

    :raises OutOfTurn: no notice stands
    """
    hearing = find(uow, case_id, "noticed")
    notice = rows.notices(uow.session, hearing.id)[-1]
    notice.cancelled_at, hearing.state = at, "called"
    uow.record(
        NoticeCancelled(
            case_id=case_id,
            hearing_id=hearing.id,
            hearing_at=notice.hearing_at,
            place=notice.place,
            reason=ANEW,
            at=at,
            by=by,
        )
    )
