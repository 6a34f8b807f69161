"""Steps take a form's answers as forms, API clients and scenarios give them."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import select

from mediation.agreements.model import Agreement, Performance
from mediation.casework.act import Act
from mediation.casework.steps import all_steps
from mediation.documents.model import Paper
from mediation.documents.queries import paper
from mediation.hearings.rules.calling import NoTime
from mediation.parties.queries import Standing, Viewer
from mediation.reviews.rules import NotPetitioner
from tests.factories import a_person
from tests.operations.settle_stage import moment, set_stage

PHASES = {"evidence": "各自说明", "questions": "邻居提问", "exchange": "交换意见", "review": "大家评议"}


@pytest.fixture
def stage(uow):
    return set_stage(uow, traits={"old_petition": True})


def _step(stage, key, answers=None, *, by=None, at=None):
    act = Act(
        uow=stage.uow,
        case=stage.case,
        instance=None,
        attempt=stage.attempt,
        item=None,
        element=None,
        level="village",
        answers=answers or {},
        by=by or stage.mediator,
        at=at or moment(9, 10),
    )
    return all_steps()[key](act)


def _papers(stage):
    return [each.kind for each in stage.session.scalars(select(Paper).order_by(Paper.seq))]


def test_a_written_agreement_step_by_step(stage):
    _step(
        stage,
        "agreement.draft",
        {
            "terms": "拆除旧房。",
            "amount_yuan": Decimal("1200.50"),
            "promises": "李乙|拆除旧房|2026-09-11",
            "cooling_off_hours": "",
        },
    )
    signed = {"signed": [str(each) for each in stage.both], "identities_checked": True, "read_aloud": "true"}
    _step(stage, "agreement.sign", {**signed, "decision": "signed"})
    _step(stage, "agreement.sign_mediator", {"mediator_signed": True})
    more = _step(
        stage, "agreement.seal", {"sealed": True, "in_force_on": date(2026, 9, 10)}, by=stage.director
    )

    agreement = stage.session.scalars(select(Agreement)).one()
    assert more == {"missing": []}
    assert (agreement.state, agreement.amount_fen) == ("in_force", 120_050)

    _step(stage, "confirmation.ask", {"decision": "both_apply"})
    _step(stage, "confirmation.screen", {"court": "浏阳市人民法院", "status_relation": False})
    _step(stage, "confirmation.file", {"filed_on": "2026-09-10"})
    _step(
        stage,
        "confirmation.result",
        {"decision": "confirmed", "ruling_number": "(2026)湘0181民特1号", "decided_on": "2026-09-20"},
        at=moment(9, 20),
    )
    assert _papers(stage) == ["confirmation", "confirmation"]

    done = {"decision": "done", "performed_on": date(2026, 9, 11)}
    assert _step(stage, "performance.confirm", done, at=moment(9, 11)) == {"decision": "done"}
    _step(stage, "performance.plan_visit", at=moment(9, 11))
    visit = {"visited_on": date(2026, 9, 28), "kept": True, "satisfied": "unknown"}
    _step(stage, "performance.visit", visit, at=moment(9, 28))
    assert stage.session.scalars(select(Performance)).one().visits_planned == 3
    stage.uow.commit()


def test_a_mediator_who_does_not_sign_and_a_seal_that_is_not_set_leave_it_out_of_force(stage):
    _step(stage, "agreement.draft", {"terms": "拆除旧房。"})
    _step(stage, "agreement.sign_mediator", {"mediator_signed": False})

    more = _step(stage, "agreement.seal", {"sealed": False}, by=stage.director)

    assert len(more["missing"]) == 4


def test_declined_and_lapsed_and_oral_and_broken(stage):
    _step(stage, "agreement.draft", {"terms": "拆除旧房。"})
    _step(stage, "agreement.sign", {"decision": "declined"})
    oral = {"form": "oral", "terms": "当面道歉。", "promises": "李乙|道歉|2026-09-11"}
    _step(stage, "agreement.record_settlement", oral, by=stage.grid_leader)
    _step(stage, "agreement.register_oral", {"registered_on": "2026-09-10", "seal": True}, by=stage.director)
    _step(stage, "confirmation.ask", {"decision": "both_apply"})
    _step(stage, "confirmation.screen", {"court": "浏阳市人民法院"})
    _step(stage, "confirmation.lapse", at=moment(10, 11))

    assert _step(stage, "performance.confirm", {"decision": "breach"}, at=moment(9, 12)) == {
        "decision": "breach"
    }
    assert _step(stage, "performance.urge", {"decision": "vary"}, at=moment(9, 14)) == {"decision": "vary"}
    new = {"new_terms": "书面道歉", "new_due_on": "2026-09-20", "all_agree": True}
    _step(stage, "performance.vary", new, at=moment(9, 14))
    assert _step(stage, "performance.confirm", {"decision": "done"}, at=moment(9, 20)) == {"decision": "done"}
    stage.uow.commit()


def test_a_hearing_step_by_step(stage):
    proposed = {"matter": "group", "topic": "水沟走向", "proposer": "village", "households_total": "30"}
    _step(stage, "hearings.propose", proposed)
    _step(stage, "hearings.record_consents", {"consenting": stage.both, "form": "written"})
    _step(stage, "hearings.name_facilitator", {"facilitator_name": "周德胜", "relation": "none"})
    with pytest.raises(NoTime):
        _step(stage, "hearings.notice", {"place": "文化广场"})
    _step(stage, "hearings.notice", {"hearing_at": "2026-09-14T19:30", "place": "文化广场"})
    evening = moment(9, 14, 20)
    _step(stage, "hearings.sign_in", {"present": Decimal(23)}, at=evening)
    _step(stage, "hearings.record_phases", PHASES, at=evening)
    _step(stage, "hearings.vote", {"votes_for": 15, "votes_against": 6}, at=evening)
    minutes = {
        "minutes": "李甲发言。",
        "signed_by": "周德胜\n朱丁\n朱戊",
        "duties": "村委会|清沟|2026-10-20",
    }
    _step(stage, "hearings.minutes", minutes, at=evening)
    _step(stage, "hearings.publish", at=evening)

    assert _papers(stage) == ["hearing_minutes"]
    issued = stage.session.scalars(select(Paper.id)).one()
    outside = Viewer(standing=Standing.OUTSIDE)
    assert "李甲" not in paper(stage.session, issued, outside).body
    stage.uow.commit()


def test_a_review_step_by_step(stage):
    with pytest.raises(NotPetitioner):
        _step(stage, "reviews.consent", {"consented": True})
    consent = {"petitioner": str(stage.applicant.id), "consented": True, "form": "written"}
    _step(stage, "reviews.consent", consent)
    people = [a_person(stage.session) for _ in range(5)]
    members = [person.id for person in people]
    panel = {"members": members, "veterans": members[:2], "groups": 3, "handling_body_members": 0}
    _step(stage, "reviews.form_panel", panel)
    _step(stage, "reviews.hold", {"held_on": "2026-09-10", **PHASES})
    for person in people:
        by = type(stage.director)(person.id, person.name, "party_group_leader", None, "党小组长")
        _step(stage, "reviews.give_opinion", {"opinion": "support", "reason": "凭证清楚"}, by=by)
    _step(stage, "reviews.sum_up", {"summary": "一致支持。"})
    _step(stage, "reviews.deliver_summary", {"delivered_on": "2026-09-10"})

    assert _papers(stage) == ["review_summary"]
    stage.uow.commit()
