"""Steps of one level's try: opened, accepted, talked over, routed, concluded, closed."""

from collections.abc import Mapping
from typing import Any

from mediation.agreements.queries import settled_outcome
from mediation.cases import operations as cases
from mediation.cases import rules
from mediation.cases.model import Attempt
from mediation.cases.refusals import NothingSettled
from mediation.casework import answers as read
from mediation.casework.act import Act, Step, Undo
from mediation.casework.dossier import disputants, issue, issue_settlement, open_attempt, said
from mediation.casework.facts import Context, FactBook
from mediation.clocks import operations as clocks
from mediation.clocks.policies import UnknownPolicy
from mediation.clocks.queries import of_attempt
from mediation.documents.queries import numbers
from mediation.kernel.clock import day_of
from mediation.reviews import operations as reviews

REPORTED_UP = "本级难以化解，接单后直接上报"
CONFERENCE = {
    "mediate": "县（市）直接调解",
    "down": "交乡镇（街道）办理",
    "court": "引导当事人起诉",
    "arbitration": "引导当事人申请仲裁",
}


def open_level(act: Act) -> None:
    """The unit of this level takes the case; a try that was open elsewhere is broken off."""
    level = act.element.level or act.level or act.case.entry_level or act.case.level
    if act.attempt is not None:
        clocks.stop_attempt(act.uow, attempt_id=act.attempt.id, reason="interrupted", at=act.at, by=act.by)
    papers = numbers(act.uow.session, act.case.id)
    cases.open_attempt(act.uow, case=act.case, level=level, papers=papers, by=act.by, at=act.at)


def accept(act: Act) -> None:
    """Accepted, refused with a reason, or passed on."""
    attempt, decision = open_attempt(act), read.text(act.answers, "decision")
    if decision == "accept":
        cases.accept(act.uow, case=act.case, attempt=attempt, by=act.by, at=act.at)
        _start_month(act, attempt)
        return
    reason = said(act, "reason") or said(act, "note")
    if decision == "report_up" and not reason:
        reason = REPORTED_UP
    if decision == "refuse":
        cases.refuse_acceptance(act.uow, case=act.case, attempt=attempt, reason=reason, by=act.by, at=act.at)
        issue(act, "not_accepted", reason=reason)
        return
    cases.pass_on(
        act.uow,
        case=act.case,
        attempt=attempt,
        back=decision in ("back", "down"),
        reason=reason,
        by=act.by,
        at=act.at,
    )


def _start_month(act: Act, attempt: Attempt) -> None:
    """Start the level's statutory time at acceptance (人民调解工作若干规定 33), where it has one."""
    context = Context(instance=act.instance, attempt=attempt, locality=act.uow.locality)
    try:
        clocks.start(
            act.uow,
            case_id=act.case.id,
            policy=f"{attempt.level}.mediation",
            facts=FactBook(act.uow.session, act.case, context),
            attempt_id=attempt.id,
            at=act.at,
            by=act.by,
        )
    except UnknownPolicy:
        return


def record_talk(act: Act) -> None:
    """A talk in the grid or branch."""
    came = read.ids(act.answers, "attended")
    night = read.text(act.answers, "kind") == "night_talk"
    settled = read.text(act.answers, "decision") == "settled"
    talked_on, reason = read.day(act.answers, "talked_on") or day_of(act.at), said(act, "reason")
    if settled:
        present = {each.id: each.alias for each in disputants(act)}
        rules.check_attendance(decision="agreed", attended=came, parties=present)
    cases.record_talk(
        act.uow,
        case=act.case,
        attempt=open_attempt(act),
        talked_on=talked_on,
        night=night,
        came=len(came),
        settled=settled,
        reason=reason,
        by=act.by,
        at=act.at,
    )
    attended = "、".join(each.alias for each in disputants(act) if each.id in came)
    issue(
        act,
        "talk",
        talked_on=talked_on,
        night=night,
        attended=attended,
        settled=settled,
        reason=reason,
        note=read.text(act.answers, "note"),
    )


def choose_route(act: Act) -> None:
    """How the level goes on; an appraisal stops the statutory clock until it is over.

    :raises NotOldPetition: a review of what is neither old nor tried often
    """
    attempt, route = open_attempt(act), read.text(act.answers, "decision")
    if route == "review":
        reviews.check_old(act.uow, case=act.case, at=act.at)
    cases.choose_route(
        act.uow,
        case=act.case,
        attempt=attempt,
        route=route,
        reason=said(act, "reason"),
        by=act.by,
        at=act.at,
    )
    if read.flag(act.answers, "appraisal"):
        _pause(act, attempt)
    else:
        resume_clocks(act, attempt)


def _pause(act: Act, attempt: Attempt) -> None:
    for clock in of_attempt(act.uow.session, attempt.id):
        if clock.state == "running":
            clocks.pause(act.uow, clock=clock, reason="appraisal", at=act.at, by=act.by)


def resume_clocks(act: Act, attempt: Attempt) -> None:
    """Let the statutory clock go on: whoever goes on with mediation has the appraisal."""
    for clock in of_attempt(act.uow.session, attempt.id):
        if clock.state == "paused":
            clocks.resume(act.uow, clock=clock, at=act.at, by=act.by)


def conclude(act: Act) -> None:
    """Mediation here came to nothing; what next."""
    attempt = open_attempt(act)
    cases.conclude(
        act.uow,
        case=act.case,
        attempt=attempt,
        decision=read.text(act.answers, "decision"),
        reason=said(act, "reason"),
        by=act.by,
        at=act.at,
    )
    resume_clocks(act, attempt)


def conference(act: Act) -> None:
    """The county's case conference."""
    decision, instruction = read.text(act.answers, "decision"), said(act, "instruction")
    cases.hold_conference(
        act.uow,
        case=act.case,
        attempt=open_attempt(act),
        decision=decision,
        instruction=instruction,
        by=act.by,
        at=act.at,
    )
    issue(
        act,
        "conference",
        decision=CONFERENCE.get(decision, decision),
        instruction=instruction,
        attendees=read.text(act.answers, "attendees"),
    )


def government_decision(act: Act) -> None:
    """The government decided over land or homestead use."""
    number = read.text(act.answers, "decision_number")
    decided_on = read.day(act.answers, "decided_on") or day_of(act.at)
    cases.decide_by_government(
        act.uow,
        case=act.case,
        attempt=open_attempt(act),
        number=number,
        decided_on=decided_on,
        by=act.by,
        at=act.at,
    )
    issue(act, "government_decision", 文号=number, 决定日期=decided_on)


def close(act: Act) -> Mapping[str, Any]:
    """This level is done; where that ends or settles the dispute, the case closes with it.

    :raises NothingSettled: closed as settled with no agreement in force (人民调解法 29-31)
    """
    attempt, result = open_attempt(act), act.element.result or "up"
    outcome: str | None = None
    if result == "settled":
        outcome = settled_outcome(act.uow.session, act.case.id)
        if outcome is None:
            raise NothingSettled()
    elif result == "ended":
        outcome = act.element.properties.get("outcome") or attempt.outcome or "failed"
    cases.close_attempt(act.uow, case=act.case, attempt=attempt, result=result, by=act.by, at=act.at)
    clocks.stop_attempt(act.uow, attempt_id=attempt.id, reason=result, at=act.at, by=act.by)
    if outcome is not None:
        if result == "settled":
            issue_settlement(act)
        reason = attempt.reason or "" if result == "ended" else ""
        cases.close_case(act.uow, case=act.case, outcome=outcome, reason=reason, by=act.by, at=act.at)
        clocks.stop_case(act.uow, case_id=act.case.id, at=act.at, by=act.by)
    return {"level_result": result}


def choose_route_anew(act: Act) -> None:
    """Another way is chosen; a clock that was stopped for this one runs again."""
    if read.flag(act.answers, "appraisal"):
        resume_clocks(act, open_attempt(act))


STEPS: dict[str, Step] = {
    "attempt.open": open_level,
    "attempt.accept": accept,
    "attempt.record_talk": record_talk,
    "attempt.choose_route": choose_route,
    "attempt.conclude": conclude,
    "attempt.conference": conference,
    "attempt.government_decision": government_decision,
    "attempt.close": close,
}

UNDO: dict[str, Undo | None] = {
    "attempt.choose_route": choose_route_anew,
}
