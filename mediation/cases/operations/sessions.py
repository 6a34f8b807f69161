"""Inside one attempt: rights, inquiry, sessions, departments called in."""

from collections.abc import Collection, Mapping
from datetime import date, datetime

from mediation.cases import refusals, rules, settings
from mediation.cases.events import (
    DepartmentReportedIn,
    InquiryRecorded,
    RightsTold,
    SessionHeld,
    SessionMissed,
    SessionNoticed,
    WhistleAnswered,
    WhistleResolved,
)
from mediation.cases.model import Attempt, Case
from mediation.cases.operations.attempts import check_mediable
from mediation.cases.operations.closure import check_open
from mediation.kernel.actor import Actor
from mediation.kernel.clock import day_of, local
from mediation.kernel.unit_of_work import UnitOfWork


def tell_rights(
    uow: UnitOfWork,
    *,
    case: Case,
    attempt: Attempt,
    told_on: date,
    all_told: bool,
    by: Actor,
    at: datetime,
) -> None:
    """Tell the parties their rights and duties before anything else (人民调解工作若干规定 30).

    :raises RightsNotTold: not everybody was told
    """
    check_mediable(uow, case=case)
    if not all_told:
        raise refusals.RightsNotTold(fields={"all_told": refusals.RightsNotTold.message})
    attempt.rights_told_on = told_on
    uow.record(RightsTold(case_id=case.id, told_on=told_on, at=at, by=by))


def record_inquiry(uow: UnitOfWork, *, case: Case, attempt: Attempt, by: Actor, at: datetime) -> None:
    """Note that facts were looked into.

    :raises RightsNotTold:
    """
    check_mediable(uow, case=case)
    _need_rights(attempt)
    uow.record(InquiryRecorded(case_id=case.id, at=at, by=by))


def notice_session(
    uow: UnitOfWork,
    *,
    case: Case,
    attempt: Attempt,
    session_at: datetime,
    is_open: bool,
    may_be_open: bool,
    waived: bool,
    by: Actor,
    at: datetime,
) -> None:
    """Call a session (county default: three days ahead; open unless 若干规定 29 forbids it).

    :param may_be_open: no party objects to an open session
    :param waived: all parties agreed to come sooner; a red case needs no waiver
    :raises NoticeTooShort:
    :raises OpenSessionBarred:
    :raises RightsNotTold:
    """
    check_mediable(uow, case=case)
    _need_rights(attempt)
    rules.check_notice(
        told_on=day_of(at),
        session_on=day_of(session_at),
        days=settings.of(uow.locality).session_notice_days,
        waived=waived or case.risk == "red",
    )
    private = any(case.traits.get(trait) for trait in ("private_matter", "minor", "violence"))
    if is_open and (private or not may_be_open):
        raise refusals.OpenSessionBarred()
    attempt.session_on = session_at
    uow.record(SessionNoticed(case_id=case.id, session_at=session_at, is_open=is_open, at=at, by=by))


def hold_session(
    uow: UnitOfWork,
    *,
    case: Case,
    attempt: Attempt,
    attended: Collection[int],
    parties: Mapping[int, str],
    decision: str,
    by: Actor,
    at: datetime,
) -> None:
    """Write down a session: "agreed", "again", "failed" or "absent".

    :param attended: ids of the parties who came
    :param parties: party id -> alias of everybody who should
    :raises MediationRefused: somebody has refused in the meantime (人民调解法 17)
    :raises NotNoticed:
    :raises TooEarly:
    :raises NotAllAttended:
    :raises NobodyAbsent:
    """
    check_mediable(uow, case=case)
    _need_rights(attempt)
    if attempt.session_on is None:
        raise refusals.NotNoticed()
    if at < attempt.session_on:
        raise refusals.TooEarly(when=rules.say_moment(local(attempt.session_on)))
    rules.check_attendance(decision=decision, attended=attended, parties=parties)
    attempt.session_on = None
    if decision == "absent":
        _count_absence(uow, case, attempt, attended, parties, by, at)
    uow.record(
        SessionHeld(
            case_id=case.id,
            decision=decision,
            separate=bool(case.traits.get("separate_sessions")),
            at=at,
            by=by,
        )
    )


def _count_absence(
    uow: UnitOfWork,
    case: Case,
    attempt: Attempt,
    attended: Collection[int],
    parties: Mapping[int, str],
    by: Actor,
    at: datetime,
) -> None:
    attempt.missed_notices += 1
    if attempt.missed_notices >= settings.of(uow.locality).missed_notices_at_most:
        attempt.outcome = "absent"
    missing = "、".join(alias for party_id, alias in parties.items() if party_id not in attended)
    uow.record(SessionMissed(case_id=case.id, absent=missing, times=attempt.missed_notices, at=at, by=by))


def _need_rights(attempt: Attempt) -> None:
    if attempt.rights_told_on is None:
        raise refusals.RightsNotTold()


def report_in(uow: UnitOfWork, *, case: Case, advice: str | None, by: Actor, at: datetime) -> None:
    """Take what a department says that was called in to the town's session.

    :raises ReasonNeeded: nothing was said
    """
    check_open(case)
    advice = rules.need_reason(advice, what="部门意见")
    uow.record(DepartmentReportedIn(case_id=case.id, advice=advice, at=at, by=by))


def answer_whistle(uow: UnitOfWork, *, case: Case, by: Actor, at: datetime) -> None:
    """Note that a department that was whistled for has come."""
    uow.record(WhistleAnswered(case_id=case.id, at=at, by=by))


def resolve_whistle(uow: UnitOfWork, *, case: Case, result: str | None, by: Actor, at: datetime) -> None:
    """Take what the department did.

    :raises ReasonNeeded: the result must be said
    """
    result = rules.need_reason(result, what="反馈吹哨事项")
    uow.record(WhistleResolved(case_id=case.id, result=result, at=at, by=by))
