"""What reaches a case from outside: withdrawal, refusal, suit, a risk turned red, a whistle."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from mediation.agreements.operations import drop_under_way
from mediation.cases.model import Attempt, Case
from mediation.cases.operations import check_open, interrupt_attempt
from mediation.casework import running
from mediation.casework.bars import check_person
from mediation.casework.desks import rank_by_risk
from mediation.casework.events import (
    DepartmentCalled,
    RiskLowered,
    RiskRaised,
    SuitTaken,
    WithdrawalTaken,
)
from mediation.casework.late_work import note_all_late
from mediation.casework.model import ProcessInstance
from mediation.casework.refusals import (
    AlreadyRed,
    CaseClosed,
    DepartmentUnknown,
    NotARedSign,
    NotInterruptible,
    NotRed,
    OnlyTheTownLowers,
    ReasonMissing,
)
from mediation.clocks.operations import stop_attempt
from mediation.hearings.operations import cancel_open as cancel_open_hearings
from mediation.kernel.actor import Actor
from mediation.kernel.clock import day_of
from mediation.kernel.locality import Locality, Role
from mediation.kernel.unit_of_work import UnitOfWork
from mediation.parties.model import Party
from mediation.parties.operations import record_consent
from mediation.reviews.operations import cancel_open as cancel_open_reviews

WITHDRAWAL, REFUSAL, SUIT, RED = "withdrawal", "refusal", "suit_filed", "risk_red"
EVENT_TITLES = {WITHDRAWAL: "撤回申请", REFUSAL: "拒绝调解", SUIT: "当事人起诉", RED: "风险升为红色"}
BELOW_TOWN_ENTRY = "town"
VIOLENCE = "violence"
# Traits that turn a risk red when they show on the way (county default, DOMAIN's red triggers).
RED_SIGNS = (
    *("kill_threat", "suicide_threat", "weapon", "earlier_violence", "forced_demolition"),
    *(VIOLENCE, "minor"),
)
# Roles a whistle may call where the locality's ``called_in`` names none.
CALLED_IN = ("town_department", "town_police", "judicial_assistant", "women_federation", "civil_affairs")


def callable_roles(locality: Locality) -> tuple[Role, ...]:
    """Return the departments a whistle may call in this locality (its say; county default)."""
    keys = locality.settings.get("called_in", CALLED_IN)
    return tuple(locality.roles[key] for key in keys if key in locality.roles)


def withdraw(uow: UnitOfWork, *, case_id: int, reason: str, by: Actor, at: datetime) -> None:
    """Take the applicant's withdrawal; open hearings are called off and open tasks fall away.

    :raises CaseClosed: the case is closed
    :raises NotInterruptible: the ladder is not under way
    """
    case = _open_case(uow, case_id, "撤回")
    check_person(uow.session, case_id, by.person_id)
    _need(reason)
    uow.record(WithdrawalTaken(case_id=case.id, reason=reason, at=at, by=by))
    _interrupt(uow, case, WITHDRAWAL, answers={"reason": reason}, by=by, at=at)


def refuse(
    uow: UnitOfWork,
    *,
    case_id: int,
    party_id: int,
    form: str,
    evidence: str,
    by: Actor,
    at: datetime,
) -> None:
    """Take a party's clear refusal, which ends the mediation (人民调解法 17, 26).

    :param form: "written" or "oral"
    :raises CaseClosed: the case is closed
    :raises NotInterruptible: the ladder is not under way
    """
    case = _open_case(uow, case_id, "登记拒绝调解")
    check_person(uow.session, case_id, by.person_id)
    party = uow.get(Party, party_id, what="这位当事人")
    record_consent(
        uow,
        case_id=case.id,
        party_id=party.id,
        kind="mediation",
        given=False,
        form=form,
        evidence=evidence,
        given_on=day_of(at),
        by=by,
        at=at,
    )
    _interrupt(uow, case, REFUSAL, answers={"reason": evidence, "party": party.id}, by=by, at=at)


def suit_filed(uow: UnitOfWork, *, case_id: int, court: str, filed_on: date, by: Actor, at: datetime) -> None:
    """Take note that a party sued; mediation here stops (人民调解法 3: it never blocks a suit)."""
    case = _open_case(uow, case_id, "登记起诉")
    check_person(uow.session, case_id, by.person_id)
    _need(court)
    uow.record(SuitTaken(case_id=case.id, court=court, at=at, by=by))
    _interrupt(uow, case, SUIT, answers={"court": court, "filed_on": filed_on}, by=by, at=at)


def raise_risk(uow: UnitOfWork, *, case_id: int, trigger: str, reason: str, by: Actor, at: datetime) -> None:
    """Turn the risk red: police and town are told at once, lower levels are skipped (county default).

    Anybody on the case may say so, also who is party to it: danger goes first.

    Domestic violence found on the way ends mediation at whatever level: protection goes first
    (反家庭暴力法 14), also where the risk was red for another reason.

    :param trigger: key of the trait that made it red, see ``Case.traits``
    :raises NotARedSign: the trait turns no risk red
    :raises AlreadyRed: it is red already
    """
    case = _open_case(uow, case_id, "升级风险")
    _need(reason)
    if trigger not in RED_SIGNS:
        raise NotARedSign(trigger=trigger)
    violent = trigger == VIOLENCE and not case.traits.get(VIOLENCE)
    if case.risk == "red" and not violent:
        raise AlreadyRed()
    case.risk = "red"
    rank_by_risk(uow, case)
    case.traits = {**case.traits, trigger: True}
    if violent:
        case.may_mediate, case.handover_to = False, "police"
    uow.record(RiskRaised(case_id=case.id, reason=reason, at=at, by=by))
    town = uow.locality.level(uow.locality.settings.get("red_enters_at", BELOW_TOWN_ENTRY))
    main = running.main_instance(uow, case)
    process = running.resume(uow, row=main, case=case, at=at)
    below = uow.locality.level(case.level).rank < town.rank
    if (below or violent) and RED in process.engine.waiting_messages():
        case.entry_level = town.key
        _interrupt(uow, case, RED, answers={"reason": reason}, by=by, at=at, process=process)
    else:
        running.start_process(uow, process="red_alert", case=case, by=by, at=at)


def lower_risk(uow: UnitOfWork, *, case_id: int, risk: str, reason: str, by: Actor, at: datetime) -> None:
    """Lower a red risk; only the town may (county default), and the ledger tells why.

    :raises OnlyTheTownLowers: the post may not
    :raises NotRed: it is not red
    """
    roles = uow.locality.roles
    if by.role in roles and "lower_risk" not in roles[by.role].permissions:
        may = "、".join(role.title for role in roles.values() if "lower_risk" in role.permissions)
        raise OnlyTheTownLowers(needed=may)
    case = _open_case(uow, case_id, "降低风险")
    check_person(uow.session, case_id, by.person_id)
    _need(reason)
    if case.risk != "red":
        raise NotRed()
    case.risk = risk
    rank_by_risk(uow, case)
    words = {"orange": "橙色", "yellow": "黄色"}[risk]
    uow.record(RiskLowered(case_id=case.id, risk=words, reason=reason, at=at, by=by))


def call_department(
    uow: UnitOfWork, *, case_id: int, role: str, reason: str, by: Actor, at: datetime
) -> ProcessInstance:
    """Blow the whistle: a department must report in, 24 h, red 2 h (county default).

    :param role: role key of the department
    A closed case may still need one (noise after a refusal); an archived one is read-only.

    :raises DepartmentUnknown: no department of that role can be called
    :raises CaseArchived: the dossier is read-only
    """
    case = uow.get(Case, case_id, what="这个案件")
    check_open(case)
    _need(reason)
    titles = {each.key: each.title for each in callable_roles(uow.locality)}
    if role not in titles:
        raise DepartmentUnknown(department=role)
    title = titles[role]
    uow.record(DepartmentCalled(case_id=case.id, department=title, reason=reason, at=at, by=by))
    return running.start_process(uow, process="whistle", case=case, addressee=role, by=by, at=at)


def _open_case(uow: UnitOfWork, case_id: int, doing: str) -> Case:
    case = uow.get(Case, case_id, what="这个案件", lock=True)
    if case.closed_at is not None:
        raise CaseClosed(number=case.number, doing=doing)
    return case


def _need(reason: str) -> None:
    if not reason.strip():
        raise ReasonMissing(fields={"reason": ReasonMissing.message})


def _interrupt(
    uow: UnitOfWork,
    case: Case,
    message: str,
    *,
    answers: Mapping[str, Any],
    by: Actor,
    at: datetime,
    process: running.Running | None = None,
) -> None:
    process = process or running.resume(uow, row=running.main_instance(uow, case), case=case, at=at)
    if message not in process.engine.waiting_messages():
        raise NotInterruptible(event=EVENT_TITLES[message])
    note_all_late(uow, case.id, at=at)
    for call_off in (cancel_open_hearings, cancel_open_reviews, drop_under_way):
        call_off(uow, case_id=case.id, reason=EVENT_TITLES[message], by=by, at=at)
    attempt = process.attempt
    if isinstance(attempt, Attempt) and attempt.closed_at is None:
        interrupt_attempt(uow, attempt=attempt, reason=EVENT_TITLES[message], by=by, at=at)
        stop_attempt(uow, attempt_id=attempt.id, reason="interrupted", by=by, at=at)
    process.deliver(message, answers=answers, by=by)
