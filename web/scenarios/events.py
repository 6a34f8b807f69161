"""What a scenario can bring from outside the diagram: refusals, suits, risk, whistles, clocks."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import select

from mediation.cases import operations as cases
from mediation.cases.model import Case
from mediation.casework import interruptions
from mediation.clocks import operations as clocks
from mediation.clocks.model import Clock
from mediation.hearings import operations as hearings
from mediation.kernel.unit_of_work import UnitOfWork
from mediation.parties.model import Party
from mediation.parties.operations import record_consent
from web.scenarios.given import role_of
from web.scenarios.script import BadScript, moment
from web.scenarios.stage import Stage

With = Mapping[str, Any]
Event = Callable[[Stage, UnitOfWork, Case, str, With], None]

TITLES = {
    "withdraw": "撤回申请",
    "refuse": "登记拒绝调解",
    "suit_filed": "登记起诉",
    "raise_risk": "升级风险",
    "lower_risk": "降低风险",
    "call_department": "吹哨",
    "consent": "登记同意",
    "pause_clock": "暂停期限",
    "resume_clock": "恢复期限",
    "extend_clock": "延长期限",
    "start_mediation": "启动调解",
    "propose_hearing": "召集屋场会",
}


def _withdraw(stage: Stage, uow: UnitOfWork, case: Case, who: str, given: With) -> None:
    by = stage.actor(uow.session, who, case)
    interruptions.withdraw(
        uow, case_id=case.id, reason=given.get("reason", "申请人撤回"), by=by, at=stage.now
    )


def _refuse(stage: Stage, uow: UnitOfWork, case: Case, who: str, given: With) -> None:
    interruptions.refuse(
        uow,
        case_id=case.id,
        party_id=party(uow, case, given["party"]).id,
        form=given.get("form", "written"),
        evidence=given.get("evidence", "拒绝调解书"),
        by=stage.actor(uow.session, who, case),
        at=stage.now,
    )


def _suit_filed(stage: Stage, uow: UnitOfWork, case: Case, who: str, given: With) -> None:
    interruptions.suit_filed(
        uow,
        case_id=case.id,
        court=given.get("court", "浏阳市人民法院"),
        filed_on=moment(given.get("filed_on", stage.now)).date(),
        by=stage.actor(uow.session, who, case),
        at=stage.now,
    )


def _raise_risk(stage: Stage, uow: UnitOfWork, case: Case, who: str, given: With) -> None:
    interruptions.raise_risk(
        uow,
        case_id=case.id,
        trigger=given["trigger"],
        reason=given.get("reason", given["trigger"]),
        by=stage.actor(uow.session, who, case),
        at=stage.now,
    )


def _lower_risk(stage: Stage, uow: UnitOfWork, case: Case, who: str, given: With) -> None:
    interruptions.lower_risk(
        uow,
        case_id=case.id,
        risk=given.get("risk", "yellow"),
        reason=given.get("reason", "险情解除"),
        by=stage.identity(uow.session, who, case).actor_with("lower_risk"),
        at=stage.now,
    )


def _call_department(stage: Stage, uow: UnitOfWork, case: Case, who: str, given: With) -> None:
    interruptions.call_department(
        uow,
        case_id=case.id,
        role=role_of(uow.locality, str(given["role"])).key,
        reason=given.get("reason", "请部门报到"),
        by=stage.actor(uow.session, who, case),
        at=stage.now,
    )


def _consent(stage: Stage, uow: UnitOfWork, case: Case, who: str, given: With) -> None:
    record_consent(
        uow,
        case_id=case.id,
        party_id=party(uow, case, given["party"]).id,
        kind=given.get("kind", "mediation"),
        given=given.get("given", True),
        form=given.get("form", "written"),
        evidence=given.get("evidence", "同意书"),
        given_on=moment(given.get("given_on", stage.now)).date(),
        by=stage.actor(uow.session, who, case),
        at=stage.now,
    )


def _pause_clock(stage: Stage, uow: UnitOfWork, case: Case, who: str, given: With) -> None:
    clocks.pause(
        uow,
        clock=clock(uow, case, given["policy"]),
        reason=given.get("reason", "appraisal"),
        evidence=given.get("evidence", "鉴定委托书"),
        by=stage.actor(uow.session, who, case),
        at=stage.now,
    )


def _resume_clock(stage: Stage, uow: UnitOfWork, case: Case, who: str, given: With) -> None:
    clocks.resume(
        uow,
        clock=clock(uow, case, given["policy"]),
        evidence=given.get("evidence", "鉴定意见书"),
        by=stage.actor(uow.session, who, case),
        at=stage.now,
    )


def _extend_clock(stage: Stage, uow: UnitOfWork, case: Case, who: str, given: With) -> None:
    consents = [
        clocks.Consented(
            party_id=party(uow, case, name).id,
            given_on=stage.now.date(),
            form="written",
            evidence="同意延期书",
        )
        for name in given.get("consents", [])
    ]
    clocks.extend(
        uow,
        clock=clock(uow, case, given["policy"]),
        amount=str(given["amount"]),
        unit=given["unit"],
        consents=consents,
        reason=given.get("reason", "案情复杂"),
        by=stage.actor(uow.session, who, case),
        at=stage.now,
    )


def party(uow: UnitOfWork, case: Case, name: str) -> Party:
    """Return the party of that name.

    :raises BadScript: there is none
    """
    found = [
        each
        for each in uow.session.scalars(select(Party).where(Party.case_id == case.id))
        if each.name == name
    ]
    if not found:
        raise BadScript(f"{name} is no party of the case")
    return found[0]


def clock(uow: UnitOfWork, case: Case, policy: str) -> Clock:
    """Return the last clock of that policy, a running one before an ended one.

    :raises BadScript: there is none
    """
    query = select(Clock).where(Clock.case_id == case.id, Clock.policy == policy).order_by(Clock.id)
    found: list[Clock] = list(uow.session.scalars(query).all())
    if not found:
        raise BadScript(f"no clock {policy} was started")
    return max(found, key=lambda each: (each.state in ("running", "paused"), each.id))


def _start_mediation(stage: Stage, uow: UnitOfWork, case: Case, who: str, given: With) -> None:
    by = stage.actor(uow.session, who, case)
    level = given.get("level", case.level)
    attempt = cases.open_attempt(uow, case=case, level=level, by=by, at=stage.now)
    cases.accept(uow, case=case, attempt=attempt, by=by, at=stage.now)


def _propose_hearing(stage: Stage, uow: UnitOfWork, case: Case, who: str, given: With) -> None:
    hearings.propose_hearing(
        uow,
        case_id=case.id,
        matter=given.get("matter", "private"),
        topic=given.get("topic", case.title),
        proposer=given.get("proposer", "village"),
        proposing_households=given.get("proposing_households", 0),
        households_total=given.get("households_total", 0),
        by=stage.actor(uow.session, who, case),
        at=stage.now,
    )


EVENTS: Mapping[str, Event] = {
    "withdraw": _withdraw,
    "refuse": _refuse,
    "suit_filed": _suit_filed,
    "raise_risk": _raise_risk,
    "lower_risk": _lower_risk,
    "call_department": _call_department,
    "consent": _consent,
    "pause_clock": _pause_clock,
    "resume_clock": _resume_clock,
    "extend_clock": _extend_clock,
    "start_mediation": _start_mediation,
    "propose_hearing": _propose_hearing,
}
