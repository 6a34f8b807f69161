"""退回: what was ordered, signed, called or consented to is void, and done anew."""

import pytest

from mediation.agreements.model import Agreement, Signature
from mediation.cases.model import Appointment
from mediation.cases.refusals import RelatedMediator
from mediation.casework import returning
from mediation.documents.queries import for_case
from mediation.parties.model import Consent
from tests.operations.return_stage import Stage, draft, signed


@pytest.fixture
def stage(engine):
    return Stage(engine)


def test_what_was_ordered_is_void_and_ordered_anew(stage):
    stage.to_rights()

    stage.send_back("village_rights", "village_appoint")

    assert stage.rows(Appointment) == []
    assert stage.case(stage.case_id).handler_id is None
    with stage.session() as session:
        papers = [(paper.kind, paper.is_void) for paper in for_case(session, stage.case_id)]
    assert ("appointment", True) in papers
    stage.appoint("village_mediator_2")
    assert stage.item(stage.case_id, "village_rights").person_id == stage.logins["village_mediator_2"]


def test_a_changed_text_is_signed_anew_by_all(stage):
    stage.to_signing()
    stage.step("draft_agreement", draft())
    stage.step("collect_signatures", signed(stage))
    assert stage.places("sign_mediator") == ["collect_signatures", "draft_agreement"]

    stage.send_back("sign_mediator", "draft_agreement", "少写了维修期限")

    assert stage.rows(Signature) == []
    assert [each.state for each in stage.rows(Agreement)] == ["dropped"]
    assert any("签字作废" in line for line in stage.told())
    stage.step("draft_agreement", draft(terms="李乙十日内修好水管。"))
    assert stage.open(stage.case_id) == ["collect_signatures"]
    first, second = stage.rows(Agreement)
    assert (first.state, second.state) == ("dropped", "draft")


def test_the_seal_cannot_be_gone_behind(stage):
    stage.to_signing()
    stage.step("draft_agreement", draft())
    stage.step("collect_signatures", signed(stage))
    stage.step("sign_mediator", {"mediator_signed": True})
    assert stage.places("seal_agreement") == ["sign_mediator", "collect_signatures", "draft_agreement"]
    stage.step("seal_agreement", {"sealed": False})

    assert stage.places("collect_signatures") == []


def test_the_mediator_alone_signs_anew_where_the_text_stays(stage):
    stage.to_signing()
    stage.step("draft_agreement", draft())
    stage.step("collect_signatures", signed(stage))
    stage.step("sign_mediator", {"mediator_signed": True})

    stage.send_back("seal_agreement", "sign_mediator", "签名看不清")

    assert [each.capacity for each in stage.rows(Signature)] == ["party", "party"]
    assert stage.open(stage.case_id) == ["sign_mediator"]


def test_a_cooling_off_that_is_over_may_be_gone_behind(stage):
    stage.to_signing()
    stage.step("draft_agreement", draft(cooling_off_hours=24))
    stage.go_to("2026-09-05 17:00")

    assert stage.places("collect_signatures") == ["draft_agreement"]
    stage.send_back("collect_signatures", "draft_agreement", "双方要改期限")
    stage.step("draft_agreement", draft(cooling_off_hours=24))
    assert stage.open(stage.case_id) == []


def test_a_session_that_was_called_is_called_anew(stage):
    stage.to_route()
    stage.step("village_route", {"decision": "session"})
    stage.step("village_notice", {"session_at": "2026-09-04T15:00", "place": "村委会"})
    assert stage.places("village_session") == ["village_notice", "village_route"]

    stage.send_back("village_session", "village_notice", "当天停电")

    assert any("调解会通知作废" in line for line in stage.told())
    stage.step("village_notice", {"session_at": "2026-09-05T15:00", "place": "村委会"})
    assert stage.open(stage.case_id) == ["village_session"]


def test_what_was_answered_is_offered_again(stage):
    stage.to_signing()
    stage.step("draft_agreement", draft())
    again = stage.send_back("collect_signatures", "draft_agreement", "金额写错了")

    with stage.session() as session:
        before = returning.answered_before(session, again.id)
        fresh = returning.answered_before(session, stage.last("village_session").id)

    assert before.answers["terms"] == "李乙修好水管。"
    assert (before.kind, before.reason) == ("sent_back", "金额写错了")
    assert fresh is None


def test_no_consent_is_filled_in_again(stage):
    stage.step("village_accept", {"decision": "accept"})
    answers = {
        "mediators": [stage.logins["village_mediator"]],
        "relation": "表亲",
        "parties_agree": True,
    }
    stage.step("village_appoint", answers)
    again = stage.send_back("village_rights", "village_appoint")

    with stage.session() as session:
        before = returning.answered_before(session, again.id)

    assert before.answers == {"mediators": answers["mediators"], "relation": "表亲"}
    with pytest.raises(RelatedMediator):
        stage.step("village_appoint", {**answers, "parties_agree": False})


def test_the_papers_and_the_dossier_say_what_is_void(stage):
    stage.to_rights()
    stage.send_back("village_rights", "village_appoint")

    with stage.session() as session:
        held = [paper for paper in for_case(session, stage.case_id) if paper.kind == "appointment"]

    assert [paper.is_void for paper in held] == [True]
    stage.appoint("village_mediator_2")
    with stage.session() as session:
        voids = [each.is_void for each in for_case(session, stage.case_id) if each.kind == "appointment"]
    assert voids == [True, False]


def test_a_called_meeting_is_called_anew_with_all_its_days(stage):
    stage.to_route()
    stage.step("village_route", {"decision": "hearing"})
    stage.step("propose_hearing", {"matter": "private", "topic": "漏水", "proposer": "village"})
    both = list(stage.parties(stage.case_id))
    stage.step("hearing_consents", {"consenting": both, "form": "written"})
    stage.step("name_facilitator", {"facilitator_name": "何老", "relation": "none"}, by="village_director")
    stage.step("hearing_notice", {"hearing_at": "2026-09-05T19:30", "place": "晒谷坪"})
    assert stage.places("hearing_sign_in") == [
        "hearing_notice",
        "name_facilitator",
        "hearing_consents",
        "propose_hearing",
    ]

    stage.send_back("hearing_sign_in", "hearing_consents", "有一户没有问到")

    assert [each.kind for each in stage.rows(Consent)] == []
    stage.step("hearing_consents", {"consenting": both[:1], "form": "written"})
    assert stage.open(stage.case_id) == ["village_after_hearing"]
