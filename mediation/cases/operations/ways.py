"""How one level goes on with a dispute: talk, route, conference, government decision, conclusion."""

from datetime import date, datetime

from mediation.cases import refusals, rules, settings
from mediation.cases.events import AttemptConcluded, ConferenceHeld, GovernmentDecided, RouteChosen, TalkHeld
from mediation.cases.model import Attempt, Case
from mediation.cases.operations.attempts import check_may_go_down, check_mediable
from mediation.cases.operations.closure import check_open
from mediation.cases.taxonomy import KINDS
from mediation.kernel.actor import Actor
from mediation.kernel.unit_of_work import UnitOfWork


def record_talk(
    uow: UnitOfWork,
    *,
    case: Case,
    attempt: Attempt,
    talked_on: date,
    night: bool,
    came: int,
    settled: bool,
    reason: str | None,
    by: Actor,
    at: datetime,
) -> None:
    """Write down a talk in the grid or branch; going up needs its reason.

    :raises ReasonNeeded:
    :raises MediationRefused:
    """
    if settled:
        check_mediable(uow, case=case)
        said = ""
    else:
        said = attempt.reason = rules.need_reason(reason, what="报上一级")
    uow.record(
        TalkHeld(
            case_id=case.id,
            held_on=talked_on,
            night=night,
            came=came,
            settled=settled,
            reason=said,
            at=at,
            by=by,
        )
    )


def choose_route(
    uow: UnitOfWork, *, case: Case, attempt: Attempt, route: str, reason: str | None, by: Actor, at: datetime
) -> None:
    """Choose how the level goes on; mediation needs that nobody has refused it.

    :raises MediationRefused:
    :raises NotAGovernmentMatter: a government's decision where a government may not decide
    """
    check_open(case)
    if route != "up":
        check_mediable(uow, case=case)
    if route == "decision":
        _check_government_matter(uow, case)
    elif route == "up":
        attempt.reason = (reason or "").strip() or "本级难以化解"
    uow.record(RouteChosen(case_id=case.id, route=route, at=at, by=by))


def conclude(
    uow: UnitOfWork,
    *,
    case: Case,
    attempt: Attempt,
    decision: str,
    reason: str | None,
    by: Actor,
    at: datetime,
) -> None:
    """Say that mediation at this level came to nothing, and what next: "up", "down" or "end".

    :raises ReasonNeeded:
    :raises SentBackTooOften:
    """
    if decision == "down":
        check_may_go_down(uow, case=case)
    attempt.reason = rules.need_reason(reason, what="终结本级调解")
    if decision == "end":
        attempt.outcome = "failed"
    uow.record(AttemptConcluded(case_id=case.id, decision=decision, reason=attempt.reason, at=at, by=by))


def hold_conference(
    uow: UnitOfWork,
    *,
    case: Case,
    attempt: Attempt,
    decision: str,
    instruction: str | None,
    by: Actor,
    at: datetime,
) -> None:
    """Take what the county's conference decided: mediate, send down with an instruction, court, arbitration.

    :raises ReasonNeeded: sending down without an instruction
    :raises SentBackTooOften:
    :raises MediationRefused:
    """
    said = (instruction or "").strip()
    if decision == "mediate":
        check_mediable(uow, case=case)
    if decision == "down":
        check_may_go_down(uow, case=case)
        attempt.reason = said = rules.need_reason(said, what="下交办理（要求和时限）")
    if decision in ("court", "arbitration"):
        attempt.outcome = f"transferred_{decision}"
    uow.record(ConferenceHeld(case_id=case.id, decision=decision, instruction=said, at=at, by=by))


def decide_by_government(
    uow: UnitOfWork,
    *,
    case: Case,
    attempt: Attempt,
    number: str | None,
    decided_on: date,
    by: Actor,
    at: datetime,
) -> None:
    """Take a government's decision over land or homestead use; it ends the mediation (土地管理法 14).

    :raises NotAGovernmentMatter: another kind of dispute
    :raises ReasonNeeded: the decision has no number
    """
    _check_government_matter(uow, case)
    number = rules.need_reason(number, what="政府处理决定（文号）")
    attempt.outcome = "transferred_agency"
    uow.record(GovernmentDecided(case_id=case.id, number=number, decided_on=decided_on, at=at, by=by))


def _check_government_matter(uow: UnitOfWork, case: Case) -> None:
    if case.kind not in settings.of(uow.locality).decided_by_government:
        raise refusals.NotAGovernmentMatter(kind=KINDS.get(case.kind, case.kind))
