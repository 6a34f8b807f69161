"""A review in the town and a 屋场会 in the village, on the published processes."""

import pytest
from sqlalchemy import select

from mediation.agreements.model import Agreement, Promise
from mediation.cases.model import CaseRecord
from mediation.casework.interruptions import withdraw
from mediation.hearings.operations import take_vote
from mediation.hearings.queries import hearings
from mediation.hearings.rules.holding import QuorumNotMet
from mediation.kernel.actor import SYSTEM
from mediation.ledger.model import LedgerLine
from mediation.reviews.operations import give_opinion, sum_up
from mediation.reviews.queries import opinions, reviews
from mediation.reviews.rules import AlreadyGiven, OpinionsMissing, OpinionsSealed
from tests.factories.county import County

PHASES = {"evidence": "各自说明", "questions": "邻居提问", "exchange": "交换意见", "review": "大家评议"}
PANEL = (
    "branch_secretary",
    "party_group_leader",
    "village_recorder",
    "judicial_assistant",
    "women_federation",
)


def to_village(county: County) -> int:
    """Report a dispute and bring it to the village's mediator."""
    case_id = county.report()
    county.do(case_id, "grid_accept", {"decision": "report_up", "note": "谈不拢"})
    county.do(case_id, "branch_accept", {"decision": "report_up", "note": "谈不拢"})
    county.do(case_id, "village_accept", {"decision": "accept"})
    county.do(case_id, "village_appoint", {"mediators": [county.logins["village_mediator"]]})
    county.do(case_id, "village_rights", {"told_on": county.at.date(), "all_told": True})
    county.do(case_id, "village_inquire", {"findings": "水沟淤塞", "evidence": "照片"})
    return case_id


def to_hearing(county: County, present: int) -> int:
    """Bring a dispute before the neighbours, ``present`` of thirty households."""
    case_id = to_village(county)
    county.do(case_id, "village_route", {"decision": "hearing"})
    proposed = {"matter": "group", "households_total": 30, "proposer": "village", "topic": "水沟走向"}
    county.do(case_id, "propose_hearing", proposed)
    county.do(case_id, "hearing_consents", {"consenting": county.parties(case_id), "form": "written"})
    county.do(case_id, "name_facilitator", {"facilitator_name": "周德胜", "relation": "none"})
    county.do(case_id, "hearing_notice", {"hearing_at": "2026-09-04T19:30", "place": "文化广场"})
    county.do(case_id, "hearing_sign_in", {"present": present}, at="2026-09-04 19:40")
    return case_id


def test_without_quorum_there_is_no_vote_but_a_new_notice(county: County) -> None:
    case_id = to_hearing(county, present=19)

    assert county.open(case_id) == ["hearing_notice"]
    with county.system.uow() as uow, pytest.raises(QuorumNotMet):
        take_vote(uow, case_id=case_id, votes_for=15, votes_against=0, by=SYSTEM, at=county.at)


def test_a_vote_that_passes_leaves_nobody_owing_anything(county: County) -> None:
    case_id = to_hearing(county, present=23)
    county.do(case_id, "hearing_phases", PHASES)
    county.do(case_id, "hearing_vote", {"votes_for": 15, "votes_against": 6})
    minutes = {"minutes": "水沟改走北侧。", "signed_by": "周德胜\n朱丁\n朱戊"}
    county.do(case_id, "hearing_minutes", minutes)
    county.go_to("2026-09-12 00:30")

    assert county.open(case_id) == ["village_after_hearing"]
    with county.session() as session:
        assert session.scalars(select(Agreement)).all() == []
        assert session.scalars(select(Promise)).all() == []


def test_withdrawing_calls_off_what_is_being_prepared(county: County) -> None:
    case_id = to_village(county)
    county.do(case_id, "village_route", {"decision": "hearing"})
    proposed = {"matter": "group", "households_total": 30, "proposer": "village", "topic": "水沟走向"}
    county.do(case_id, "propose_hearing", proposed)

    with county.system.uow() as uow:
        withdraw(uow, case_id=case_id, reason="自己解决了", by=SYSTEM, at=county.at)
        uow.commit()

    with county.session() as session:
        assert hearings(session, case_id)[0].state == "cancelled"


def to_review(county: County) -> int:
    """Bring an old petition before a panel of five in the town."""
    case_id = county.report(traits={"old_petition": True})
    county.do(case_id, "town_accept", {"decision": "accept"})
    county.do(case_id, "town_appoint", {"mediators": [county.logins["town_mediator"]]})
    county.do(case_id, "town_rights", {"told_on": county.at.date(), "all_told": True})
    county.do(case_id, "town_inquire", {"findings": "属实", "evidence": "协议"})
    county.do(case_id, "town_route", {"decision": "review"})
    consent = {"petitioner": county.parties(case_id)[0], "consented": True, "form": "written"}
    county.do(case_id, "review_consent", consent)
    members = [county.logins[role] for role in PANEL]
    panel = {"members": members, "veterans": members[:2], "groups": 3, "handling_body_members": 0}
    county.do(case_id, "review_panel", panel)
    county.do(case_id, "review_session", {"held_on": county.at.date(), **PHASES})
    return case_id


def test_opinions_stay_sealed_until_all_are_in(county: County) -> None:
    case_id = to_review(county)
    assert county.open(case_id) == ["review_opinion"] * 5
    for _ in range(4):
        county.do(case_id, "review_opinion", {"opinion": "oppose", "reason": "面积有出入"})

    with county.session() as session:
        (review,) = reviews(session, case_id)
        with pytest.raises(OpinionsSealed):
            opinions(session, review.id)
        kept = session.scalars(select(CaseRecord).where(CaseRecord.element == "review_opinion")).all()
        told = session.scalars(select(LedgerLine.sentence).where(LedgerLine.case_id == case_id)).all()
        assert [record.answers for record in kept] == [{}] * 4
        assert not any("面积有出入" in sentence for sentence in told)
    with county.system.uow() as uow, pytest.raises(OpinionsMissing):
        sum_up(uow, case_id=case_id, summary="多数不支持。", by=SYSTEM, at=county.at)
    first = county.who("branch_secretary").actor_for("branch_secretary", county.units["branch"])
    with county.system.uow() as uow, pytest.raises(AlreadyGiven):
        give_opinion(uow, case_id=case_id, opinion="support", reason="改主意", by=first, at=county.at)

    county.do(case_id, "review_opinion", {"opinion": "support", "reason": "凭证清楚"})
    county.do(case_id, "review_sum_up", {"summary": "多数不支持。"})
    county.do(case_id, "review_summary", {"delivered_on": county.at.date()})

    with county.session() as session:
        assert len(opinions(session, review.id)) == 5
        assert session.scalars(select(Agreement)).all() == []
    assert county.open(case_id) == ["town_route"]
