"""After a dispute has ended: rated, called back, archived."""

import pytest
from sqlalchemy import select

from mediation.cases.events import PartyNotRated
from mediation.cases.model import Appointment, Rating
from mediation.cases.refusals import (
    BadScore,
    CaseArchived,
    DossierIncomplete,
    HandlerMayNotCallBack,
    ReasonNeeded,
)
from mediation.kernel.actor import Actor
from tests.factories import a_party, a_person, actor_of
from tests.operations.case_stage import CaseStage, set_case_stage
from tests.operations.closure_stage import set_registered_stage, settled


@pytest.fixture
def stage(uow) -> CaseStage:
    return set_registered_stage(uow)


@pytest.fixture
def colleague(stage) -> Actor:
    """Somebody at the village who had nothing to do with the case."""
    return actor_of(
        a_person(stage.session, name="彭海燕"), role="village_recorder", unit=stage.units["village"]
    )


def test_each_party_rates_for_itself_and_silence_is_not_satisfaction(stage):
    stage.do("rating.record", **{f"score_{stage.applicant.id}": "5", f"score_{stage.respondent.id}": ""})

    rows = stage.session.scalars(select(Rating)).all()
    assert [(row.party_id, row.score) for row in rows] == [(stage.applicant.id, 5)]
    assert [fact.party for fact in stage.facts(PartyNotRated)] == [stage.respondent.alias]
    assert stage.fact("lowest_rating") == 5


def test_nobody_rated_is_no_low_rating(stage):
    assert stage.fact("lowest_rating") == 0


def test_a_child_is_not_asked_to_rate(stage):
    child = a_party(stage.session, case=stage.case, side="child", name="李小", is_minor=True)

    stage.do("rating.record", **{f"score_{child.id}": "1"})

    assert stage.session.scalars(select(Rating)).all() == []


@pytest.mark.parametrize("score", ["0", "6", "满意", "4.5"])
def test_refuses_a_score_outside_one_to_five(stage, score):
    with pytest.raises(BadScore):
        stage.do("rating.record", **{f"score_{stage.applicant.id}": score})


def test_a_low_rating_is_called_back_by_somebody_else(stage, colleague):
    settled(stage)
    stage.do("rating.record", scores={stage.applicant.id: 1})

    stage.do("rating.call_back", called_on="2026-09-20", said="嫌处理太慢", by=colleague)

    rating = stage.session.scalars(select(Rating)).one()
    assert rating.called_back_by == colleague.person_id
    assert stage.fact("lowest_rating") == 0


def test_the_handler_does_not_call_back(stage):
    settled(stage)
    mediator = stage.session.scalars(select(Appointment)).one()
    handler = Actor(mediator.person_id, "张桂英", "village_mediator", stage.units["village"].id, "村级调解员")

    with pytest.raises(HandlerMayNotCallBack):
        stage.do("rating.call_back", called_on="2026-09-20", said="嫌慢", by=handler)


def test_an_earlier_mediator_does_not_call_back_either(stage):
    settled(stage)
    mediator = stage.session.scalars(select(Appointment)).one()
    stage.case.handler_id = None
    handler = Actor(mediator.person_id, "张桂英", "village_mediator", stage.units["village"].id, "村级调解员")

    with pytest.raises(HandlerMayNotCallBack):
        stage.do("rating.call_back", called_on="2026-09-20", said="嫌慢", by=handler)


def test_the_grid_leader_who_took_it_up_does_not_call_back(stage):
    stage.open("grid")

    with pytest.raises(HandlerMayNotCallBack):
        stage.do("rating.call_back", called_on="2026-09-20", said="嫌处理太慢", by=stage.leads["grid"])


def test_a_village_director_who_only_accepted_it_may_call_back(stage):
    stage.open("village")

    stage.do("rating.call_back", called_on="2026-09-20", said="嫌处理太慢", by=stage.leads["village"])

    assert "回访" in stage.told()


def test_who_settled_it_in_the_grid_does_not_call_back(uow):
    stage = set_case_stage(uow)
    stage.open("grid")

    with pytest.raises(HandlerMayNotCallBack):
        stage.do("rating.call_back", called_on="2026-09-20", said="嫌慢", by=stage.leads["grid"])


def test_a_call_back_says_what_was_said(stage, colleague):
    with pytest.raises(ReasonNeeded):
        stage.do("rating.call_back", called_on="2026-09-20", said="", by=colleague)


def test_a_written_settlement_has_all_a_dossier_needs(stage):
    settled(stage)

    stage.do("archive.check", complete=True, papers=["registration", "agreement"])
    stage.do("archive.close")

    assert stage.papers() == [
        "registration",
        "appointment",
        "rights_notice",
        "session_notice",
        "mediation_record",
        "identities",
        "agreement",
        "cover",
        "contents",
        "statement",
        "back_cover",
    ]
    assert stage.case.archived_at == stage.at


def test_what_is_missing_is_named(stage):
    stage.open("village")
    stage.do("closure.refuse")

    with pytest.raises(DossierIncomplete, match="救济途径告知书"):
        stage.do("archive.check", complete=True)


def test_a_tick_replaces_no_paper_that_the_system_makes(stage):
    stage.open("village")
    stage.do("closure.refuse")

    with pytest.raises(DossierIncomplete):
        stage.do("archive.check", papers=["remedies", "agreement"])


def test_papers_in_the_file_are_entered(stage):
    settled(stage)

    stage.do("archive.check", papers=["evidence", "application"])

    assert stage.papers()[-2:] == ["evidence", "application"]


@pytest.mark.parametrize(
    ("step", "answers"),
    [
        ("closure.tell_remedies", {"remedies_told": True, "method": "oral"}),
        ("rating.record", {}),
        ("rating.call_back", {"called_on": "2026-09-20", "said": "嫌慢"}),
        ("archive.close", {}),
        ("attempt.open", {}),
        ("closure.reopen", {}),
        ("intake.redirect", {"unit_code": "430181", "reason": "改由村里办"}),
        ("intake.hand_over", {"to": "court", "reason": "已起诉", "receipt_number": "12"}),
    ],
)
def test_an_archived_case_is_read_only(stage, colleague, step, answers):
    settled(stage)
    stage.do("archive.close")

    with pytest.raises(CaseArchived):
        stage.do(step, by=colleague, **answers)
