"""One level's try: opened, accepted, talked over, sent on, closed."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from mediation.cases import rules, settings
from mediation.cases.events import (
    AttemptAccepted,
    AttemptClosed,
    AttemptOpened,
    AttemptRefused,
    PassedOn,
)
from mediation.cases.model import Attempt, Case
from mediation.cases.operations.closure import check_open
from mediation.cases.operations.receipts import send, take
from mediation.cases.refusals import NobodyBelow
from mediation.kernel.actor import Actor
from mediation.kernel.unit_of_work import UnitOfWork
from mediation.parties.queries import refused
from mediation.units.queries import ancestor_at
from mediation.units.queries import unit as unit_view


def open_attempt(
    uow: UnitOfWork, *, case: Case, level: str, papers: Sequence[str] = (), by: Actor, at: datetime
) -> Attempt:
    """Let the unit of ``level`` above the place of the dispute take the case; what was open is interrupted.

    :param papers: numbers of the papers that go along
    """
    check_open(case)
    last = last_attempt(uow, case)
    if last is not None and last.closed_at is None:
        interrupt_attempt(uow, attempt=last, reason="转由其他层级办理", by=by, at=at)
    unit = ancestor_at(uow.session, case.unit_id, level) or unit_view(uow.session, case.held_by_id)
    if unit.id != case.held_by_id:
        _send_on(uow, case, last, level, unit.id, papers, at)
    case.held_by_id, case.level, case.level_result, case.handler_id = unit.id, level, None, None
    attempt = uow.add(
        Attempt(
            case_id=case.id,
            seq=last.seq + 1 if last else 1,
            level=level,
            unit_id=unit.id,
            opened_at=at,
        )
    )
    uow.session.flush()
    uow.record(
        AttemptOpened(
            case_id=case.id,
            attempt_id=attempt.id,
            level=level,
            unit=unit.full_name,
            level_title=uow.locality.level(level).title,
            at=at,
            by=by,
        )
    )
    return attempt


def last_attempt(uow: UnitOfWork, case: Case) -> Attempt | None:
    """Return the newest attempt, open or not."""
    return uow.session.scalars(
        select(Attempt).where(Attempt.case_id == case.id).order_by(Attempt.seq.desc()).limit(1)
    ).first()


def _send_on(
    uow: UnitOfWork,
    case: Case,
    last: Attempt | None,
    level: str,
    unit_id: int,
    papers: Sequence[str],
    at: datetime,
) -> None:
    levels = uow.locality.levels
    came_from = levels[case.level].rank if case.level in levels else 0
    send(
        uow,
        case=case,
        direction="up" if levels[level].rank > came_from else "down",
        from_unit_id=case.held_by_id,
        to_unit_id=unit_id,
        reason=(last.reason if last else None) or "按风险和类型分流",
        papers=papers,
        at=at,
    )


def check_mediable(uow: UnitOfWork, *, case: Case) -> None:
    """Check that mediation of the case may go on (人民调解法 17; 反家庭暴力法).

    :raises MediationRefused: or one of its kinds
    """
    check_open(case)
    rules.check_mediable(
        refused=refused(uow.session, case.id),
        may_mediate=case.may_mediate,
        violence=bool(case.traits.get("violence")),
        handover_to=case.handover_to,
    )


def accept(uow: UnitOfWork, *, case: Case, attempt: Attempt, by: Actor, at: datetime) -> None:
    """Take the case up at this level; the receipt of the hop is signed with it.

    :raises MediationRefused:
    """
    check_mediable(uow, case=case)
    attempt.accepted_at, attempt.accepted_by = at, by.person_id
    take(uow, case=case, unit_id=attempt.unit_id, by=by, at=at)
    uow.record(AttemptAccepted(case_id=case.id, attempt_id=attempt.id, level=attempt.level, at=at, by=by))


def refuse_acceptance(
    uow: UnitOfWork, *, case: Case, attempt: Attempt, reason: str | None, by: Actor, at: datetime
) -> None:
    """Decide not to accept, with the reason (人民调解工作若干规定 22).

    :raises ReasonNeeded:
    """
    attempt.reason = rules.need_reason(reason, what="不予受理")
    attempt.outcome = "not_accepted"
    uow.record(AttemptRefused(case_id=case.id, reason=attempt.reason, at=at, by=by))


def pass_on(
    uow: UnitOfWork,
    *,
    case: Case,
    attempt: Attempt,
    back: bool,
    reason: str | None,
    by: Actor,
    at: datetime,
) -> None:
    """Send the case up, or back down, without taking it up.

    :raises ReasonNeeded:
    :raises SentBackTooOften: going back down once too often
    """
    if back:
        check_may_go_down(uow, case=case)
    attempt.reason = rules.need_reason(reason, what="退回" if back else "直接上报")
    uow.record(PassedOn(case_id=case.id, back=back, reason=attempt.reason, at=at, by=by))


def check_may_go_down(uow: UnitOfWork, *, case: Case) -> None:
    """Check that a lower unit has the dispute and did not get it too often (county default: twice).

    :raises NobodyBelow:
    :raises SentBackTooOften:
    """
    levels, place = uow.locality.levels, unit_view(uow.session, case.unit_id)
    rank = levels[case.level].rank
    below = [level for level in levels.values() if level.rank < rank]
    if below and levels[place.level].rank >= rank:
        raise NobodyBelow(unit=place.full_name, level=max(below, key=lambda level: level.rank).title)
    allowed = settings.of(uow.locality).returns_at_most
    rules.check_returns(returns=case.returns, allowed=allowed)


def close_attempt(
    uow: UnitOfWork, *, case: Case, attempt: Attempt, result: str, by: Actor, at: datetime
) -> None:
    """End this level's try with ``result``: settled, up, down or ended.

    :raises SentBackTooOften:
    """
    if result == "down":
        check_may_go_down(uow, case=case)
        case.returns += 1
    case.level_result = result
    _close(uow, attempt, result, by, at)


def interrupt_attempt(uow: UnitOfWork, *, attempt: Attempt, reason: str, by: Actor, at: datetime) -> None:
    """Break off an open attempt because of something from outside."""
    attempt.reason = attempt.reason or reason
    _close(uow, attempt, "interrupted", by, at)


def _close(uow: UnitOfWork, attempt: Attempt, result: str, by: Actor, at: datetime) -> None:
    attempt.closed_at, attempt.result = at, result
    uow.record(
        AttemptClosed(
            case_id=attempt.case_id,
            attempt_id=attempt.id,
            level=attempt.level,
            unit=unit_view(uow.session, attempt.unit_id).full_name,
            result=result,
            at=at,
            by=by,
        )
    )
