"""Proposed, screened, consented, called, and called off."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from mediation.cases.model import Case
from mediation.cases.operations import check_mediable
from mediation.hearings import rows
from mediation.hearings.events import (
    FacilitatorNamed,
    HearingBarred,
    HearingCancelled,
    HearingConsented,
    HearingDeclined,
    HearingNoticed,
    HearingProposed,
    NoticeCancelled,
)
from mediation.hearings.model import Hearing, HearingNotice
from mediation.hearings.refusals import STATES, HearingUnderWay, NoHearing, OutOfTurn
from mediation.hearings.rules import calling as rules
from mediation.hearings.rules.holding import quorum
from mediation.hearings.settings import hearing_settings
from mediation.kernel.actor import Actor
from mediation.kernel.unit_of_work import UnitOfWork
from mediation.parties.operations import record_consent
from mediation.parties.queries import missing_consents, parties


def propose_hearing(
    uow: UnitOfWork,
    *,
    case_id: int,
    attempt_id: int | None = None,
    matter: str,
    topic: str,
    proposer: str,
    proposing_households: int = 0,
    households_total: int = 0,
    by: Actor,
    at: datetime,
) -> Hearing:
    """Propose a meeting and screen it; the hearing's state is "barred" where it may not be held.

    :param matter: "group" for a 村民小组 matter, "private" for a dispute between persons
    :param proposer: "grid", "village" or "households"
    :raises MediationRefused: the case may not be mediated, or a party has refused
    :raises TooFewHouseholds: fewer than the locality asks for
    :raises HearingUnderWay: one is under way
    """
    case = uow.get(Case, case_id, what="这个案件")
    check_mediable(uow, case=case)
    settings = hearing_settings(uow.locality)
    rules.check_proposal(
        matter=matter,
        proposer=proposer,
        households=proposing_households,
        households_total=households_total,
        topic=topic,
        least=settings.proposing_households,
    )
    if rows.under_way(uow.session, case_id) is not None:
        raise HearingUnderWay()
    minors = any(party.is_minor for party in parties(uow.session, case_id))
    bars = rules.bars(case.traits, any_minor=minors, barred=settings.barred_traits)
    required = quorum(
        matter=matter,
        households_total=households_total,
        least=settings.quorum,
        share=settings.group_quorum,
    )
    hearing = uow.add(
        Hearing(
            case_id=case_id,
            attempt_id=attempt_id,
            state="barred" if bars else "proposed",
            matter=matter,
            topic=topic.strip(),
            proposer=proposer,
            proposing_households=proposing_households,
            households_total=households_total,
            quorum=required,
            bars="、".join(bars),
            phases={},
            proposed_at=at,
            proposed_by=by.person_id,
        )
    )
    uow.session.flush()
    said: dict[str, Any] = {"case_id": case_id, "hearing_id": hearing.id, "at": at, "by": by}
    if bars:
        uow.record(HearingBarred(bars=bars, **said))
    else:
        uow.record(HearingProposed(matter=matter, proposer=proposer, quorum=required, **said))
    return hearing


def record_consents(
    uow: UnitOfWork, *, case_id: int, consenting: Collection[int], form: str, by: Actor, at: datetime
) -> bool:
    """Record who consents; say whether the meeting may be held.

    A private dispute needs every party's written consent (人民调解法 20, 23), given for this
    meeting; a 村民小组 matter is the group's to talk about.

    :param consenting: ids of the parties who consent
    :param form: "written" or "oral"
    """
    hearing = find(uow, case_id, "proposed")
    for party_id in consenting:
        record_consent(
            uow,
            case_id=case_id,
            party_id=party_id,
            kind="hearing",
            given=True,
            form=form,
            by=by,
            at=at,
        )
    uow.session.flush()
    missing = missing_consents(uow.session, case_id, "hearing", "written", since=hearing.proposed_at)
    if hearing.matter == "private" and missing:
        hearing.state = "declined"
        uow.record(HearingDeclined(case_id=case_id, hearing_id=hearing.id, missing=missing, at=at, by=by))
        return False
    hearing.state = "consented"
    uow.record(HearingConsented(case_id=case_id, hearing_id=hearing.id, at=at, by=by))
    return True


def name_facilitator(
    uow: UnitOfWork,
    *,
    case_id: int,
    name: str,
    relation: str,
    note: str = "",
    by: Actor,
    at: datetime,
) -> Hearing:
    """Name a neutral facilitator, or replace the one named before.

    :param relation: "none", "relative", "interest" or "other", as disclosed
    :raises RelatedFacilitator: a relation that rules him out; name another
    :raises PartyFacilitates: a party
    """
    hearing = find(uow, case_id, "consented", "called", "noticed")
    known = parties(uow.session, case_id)
    rules.check_facilitator(
        name=name,
        relation=relation,
        note=note,
        barred=hearing_settings(uow.locality).facilitator_barred,
        party_names={party.name for party in known},
    )
    replaced = hearing.facilitator is not None
    hearing.facilitator = name.strip()
    hearing.facilitator_relation = note.strip() or rules.RELATIONS[relation]
    hearing.state = "called" if hearing.state == "consented" else hearing.state
    uow.record(
        FacilitatorNamed(
            case_id=case_id,
            hearing_id=hearing.id,
            relation=relation,
            replaced=replaced,
            at=at,
            by=by,
        )
    )
    return hearing


def give_notice(
    uow: UnitOfWork, *, case_id: int, hearing_at: datetime, place: str, by: Actor, at: datetime
) -> HearingNotice:
    """Call the meeting: the first time days ahead, after a failed one at least 24 hours.

    A notice that was taken back is no failed meeting: the next one is a first one.

    :raises NoticeTooShort: the first notice is too short
    :raises RenewedNoticeTooShort: a renewed one is
    """
    hearing = find(uow, case_id, "called")
    settings = hearing_settings(uow.locality)
    earlier = rows.notices(uow.session, hearing.id)
    rules.check_notice(
        at=at,
        hearing_at=hearing_at,
        renewed=any(each.quorum_met is False for each in earlier),
        days=settings.notice_days,
        hours=settings.renewed_notice_hours,
    )
    if not place.strip():
        raise rules.NoPlace(fields={"place": rules.NoPlace.message})
    notice = uow.add(
        HearingNotice(
            hearing_id=hearing.id,
            number=len(earlier) + 1,
            given_at=at,
            hearing_at=hearing_at,
            place=place.strip(),
        )
    )
    hearing.state = "noticed"
    uow.session.flush()
    uow.record(
        HearingNoticed(
            case_id=case_id,
            hearing_id=hearing.id,
            number=notice.number,
            hearing_at=hearing_at,
            place=notice.place,
            at=at,
            by=by,
        )
    )
    return notice


def cancel_open(uow: UnitOfWork, *, case_id: int, reason: str, by: Actor, at: datetime) -> bool:
    """Call off the hearing under way, and any notice that stands; say whether there was one.

    For withdrawal, refusal, suit and a risk turned red.
    """
    hearing = rows.under_way(uow.session, case_id)
    if hearing is None:
        return False
    said: dict[str, Any] = {
        "case_id": case_id,
        "hearing_id": hearing.id,
        "reason": reason,
        "at": at,
        "by": by,
    }
    standing = hearing.state == "noticed"
    hearing.state, hearing.cancelled_at = "cancelled", at
    for notice in rows.notices(uow.session, hearing.id):
        if standing and notice.quorum_met is None:
            notice.cancelled_at = at
            uow.record(NoticeCancelled(hearing_at=notice.hearing_at, place=notice.place, **said))
            return True
    uow.record(HearingCancelled(**said))
    return True


def find(uow: UnitOfWork, case_id: int, *states: str) -> Hearing:
    """Return the hearing under way, which must be in one of ``states``.

    :raises NoHearing: none is under way
    :raises OutOfTurn: it is at another point
    """
    hearing = rows.under_way(uow.session, case_id)
    if hearing is None:
        raise NoHearing()
    if hearing.state not in states:
        raise OutOfTurn(state=STATES[hearing.state])
    return hearing
