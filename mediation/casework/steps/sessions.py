"""Steps inside one attempt: mediators, rights, inquiry, sessions."""

from collections.abc import Mapping
from typing import Any

from mediation.cases import operations as cases
from mediation.cases.refusals import SessionTimeMissing
from mediation.casework import answers as read
from mediation.casework.act import Act, Step, Undo
from mediation.casework.dossier import disputants, issue, open_attempt, said
from mediation.casework.steps.attempts import resume_clocks
from mediation.documents import operations as documents
from mediation.kernel.clock import day_of
from mediation.parties.operations import record_consent, void_consents
from mediation.parties.queries import all_consent, latest_consents
from mediation.people.queries import people_named

NO_RELATION = frozenset({"", "无", "没有", "none", "不存在"})
RESULTS = {
    "agreed": "各方达成一致，拟签订协议",
    "again": "各方同意择期再谈",
    "failed": "未能达成一致",
    "absent": "当事人缺席，未能进行",
}


def appoint(act: Act) -> None:
    """Mediators and recorder are named; a relation goes on only if all parties still agree."""
    mediators = read.ids(act.answers, "mediators")
    recorder = read.number(act.answers, "recorder") or None
    relation, parties = said(act, "relation"), disputants(act)
    if relation in NO_RELATION:
        relation = ""
    agreed = read.flag(act.answers, "parties_agree") or all_consent(
        act.uow.session, act.case.id, "related_mediator"
    )
    cases.appoint(
        act.uow,
        case=act.case,
        attempt=open_attempt(act),
        mediators=mediators,
        recorder=recorder,
        relation=relation,
        all_agree=agreed,
        party_names=[each.name for each in parties],
        by=act.by,
        at=act.at,
    )
    if relation and read.flag(act.answers, "parties_agree"):
        for party in parties:
            _consent(act, party.id, "related_mediator", given=True)
    names = people_named(act.uow.session, [*mediators, *([recorder] if recorder else [])])
    issue(
        act,
        "appointment",
        mediators="、".join(names[each] for each in mediators),
        recorder=names.get(recorder or 0, ""),
        relation=relation,
    )


def tell_rights(act: Act) -> Mapping[str, Any]:
    """Rights are told; a party that refuses on hearing them ends the mediation (人民调解法 17)."""
    attempt, refusing = open_attempt(act), read.number(act.answers, "refused_party")
    if refusing:
        _consent(act, refusing, "mediation", given=False)
        return {"refused_party": refusing}
    told_on = read.day(act.answers, "told_on") or day_of(act.at)
    cases.tell_rights(
        act.uow,
        case=act.case,
        attempt=attempt,
        told_on=told_on,
        all_told=read.flag(act.answers, "all_told"),
        by=act.by,
        at=act.at,
    )
    issue(act, "rights_notice", told_on=told_on)
    return {"refused_party": None}


def inquire(act: Act) -> None:
    """Facts were looked into."""
    cases.record_inquiry(act.uow, case=act.case, attempt=open_attempt(act), by=act.by, at=act.at)
    issue(
        act,
        "inquiry",
        findings=read.text(act.answers, "findings"),
        evidence=read.text(act.answers, "evidence"),
    )


def notice(act: Act) -> None:
    """A session is called."""
    session_at = read.moment(act.answers, "session_at")
    if session_at is None:
        raise SessionTimeMissing(fields={"session_at": SessionTimeMissing.message})
    is_open = read.flag(act.answers, "open_session")
    objections = [
        each for each in latest_consents(act.uow.session, act.case.id, "open_session") if not each.given
    ]
    cases.notice_session(
        act.uow,
        case=act.case,
        attempt=open_attempt(act),
        session_at=session_at,
        is_open=is_open,
        may_be_open=not objections,
        waived=read.flag(act.answers, "short_notice_agreed"),
        by=act.by,
        at=act.at,
    )
    issue(
        act,
        "session_notice",
        session_at=session_at,
        open_session=is_open,
        place=read.text(act.answers, "place"),
    )


def hold(act: Act) -> None:
    """A session was held, or somebody did not come."""
    attempt, decision = open_attempt(act), read.text(act.answers, "decision")
    came, parties = read.ids(act.answers, "attended"), disputants(act)
    held_at = attempt.session_on or act.at
    cases.hold_session(
        act.uow,
        case=act.case,
        attempt=attempt,
        attended=came,
        parties={each.id: each.alias for each in parties},
        decision=decision,
        by=act.by,
        at=act.at,
    )
    resume_clocks(act, attempt)
    issue(
        act,
        "mediation_record",
        held_at=held_at,
        attended="、".join(each.name for each in parties if each.id in came),
        absent="、".join(each.name for each in parties if each.id not in came),
        separate=bool(act.case.traits.get("separate_sessions")),
        summary=read.text(act.answers, "summary"),
        result=RESULTS.get(decision, decision),
    )


def _consent(act: Act, party_id: int, kind: str, *, given: bool) -> None:
    record_consent(
        act.uow,
        case_id=act.case.id,
        party_id=party_id,
        kind=kind,
        given=given,
        form="oral",
        by=act.by,
        at=act.at,
    )


def appoint_anew(act: Act) -> None:
    """Others are named; what was agreed to about those named before is agreed to no longer."""
    attempt = open_attempt(act)
    cases.withdraw_appointment(act.uow, case=act.case, attempt=attempt, by=act.by, at=act.at)
    void_consents(
        act.uow, case_id=act.case.id, kind="related_mediator", since=attempt.opened_at, by=act.by, at=act.at
    )
    documents.void_last(act.uow, case_id=act.case.id, kind="appointment", by=act.by, at=act.at)


def notice_anew(act: Act) -> None:
    """The session is called anew."""
    attempt = open_attempt(act)
    cases.withdraw_session_notice(act.uow, case=act.case, attempt=attempt, by=act.by, at=act.at)
    documents.void_last(act.uow, case_id=act.case.id, kind="session_notice", by=act.by, at=act.at)


STEPS: dict[str, Step] = {
    "mediators.appoint": appoint,
    "rights.tell": tell_rights,
    "inquiry.record": inquire,
    "sessions.notice": notice,
    "sessions.hold": hold,
}

UNDO: dict[str, Undo | None] = {
    "mediators.appoint": appoint_anew,
    "sessions.notice": notice_anew,
}
