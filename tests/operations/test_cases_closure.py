"""How a dispute ends: withdrawn, refused, sued, told, answered back, reopened, rated, archived."""

from datetime import date

import pytest
from sqlalchemy import select

from mediation.agreements.model import Agreement
from mediation.cases.events import AnswerFedBack, PartyNotRated
from mediation.cases.model import Appointment, Rating
from mediation.cases.operations.closure import NotReopenable
from mediation.cases.refusals import (
    BadScore,
    CaseArchived,
    DossierIncomplete,
    HandlerMayNotCallBack,
    NotYetTold,
    ReasonNeeded,
)
from mediation.kernel.actor import Actor
from tests.factories import a_party, a_person, actor_of
from tests.operations.case_stage import CaseStage, moment, set_case_stage


@pytest.fixture
def stage(uow) -> CaseStage:
    stage = set_case_stage(uow)
    stage.do("intake.register")
    return stage


@pytest.fixture
def colleague(stage) -> Actor:
    """Somebody at the village who had nothing to do with the case."""
    return actor_of(
        a_person(stage.session, name="彭海燕"), role="village_recorder", unit=stage.units["village"]
    )


def settled(stage: CaseStage, level: str = "village", form: str = "written") -> None:
    """Let ``level`` settle the dispute with an agreement in force."""
    stage.ready(level)
    written = form == "written"
    stage.session.add(
        Agreement(
            case_id=stage.case.id,
            attempt_id=stage.attempt.id,
            form=form,
            state="in_force",
            terms="李乙三日内修好水管",
            reached_on=date(2026, 9, 8),
            in_force_on=date(2026, 9, 8),
            sealed_on=date(2026, 9, 8) if written else None,
            sealed_by=stage.leads["village"].person_id if written else None,
            registered_on=None if written else date(2026, 9, 8),
            registered_by=None if written else stage.leads["village"].person_id,
            recorded_at=stage.at,
        )
    )
    stage.do("sessions.notice", session_at=stage.at, open_session=False, short_notice_agreed=True)
    stage.do("sessions.hold", attended=stage.both, decision="agreed", summary="谈妥")
    stage.do("attempt.close", ends_as="settled")


@pytest.mark.parametrize(
    ("step", "outcome"),
    [("closure.withdraw", "withdrawn"), ("closure.refuse", "refused"), ("closure.suit", "transferred_court")],
)
def test_what_comes_from_outside_breaks_off_the_attempt_and_closes_the_case(stage, step, outcome):
    stage.open("village")

    stage.do(step, reason="不想再调", court="浏阳市人民法院")

    assert stage.attempt.result == "interrupted"
    assert (stage.case.outcome, stage.case.closed_at) == (outcome, stage.at)
    assert stage.fact("level_result") == "ended"


def test_the_first_outcome_stays(stage):
    stage.open("village")
    stage.do("closure.refuse")

    stage.do("closure.withdraw", reason="撤回")

    assert stage.case.outcome == "refused"


def test_remedies_must_be_told_before_they_are_ticked(stage):
    with pytest.raises(NotYetTold):
        stage.do("closure.tell_remedies", remedies_told=False, method="oral")


def test_remedies_name_the_day_the_limitation_was_interrupted(stage):
    stage.do("closure.tell_remedies", remedies_told=True, method="written")

    assert "2026年9月7日" in stage.told()
    assert stage.papers()[-1] == "remedies"


def test_a_breach_reopens_at_the_same_level(stage):
    settled(stage)

    stage.do("closure.reopen", note="李乙没有修")

    assert stage.case.closed_at is None
    assert stage.case.outcome is None
    assert stage.fact("entry_level") == "village"
    assert stage.fact("level_result") == ""
    assert "被申请人没有修" in stage.told()


def test_a_breach_of_a_red_case_reopens_at_the_town(stage):
    settled(stage)
    stage.case.risk = "red"

    stage.do("closure.reopen")

    assert stage.fact("entry_level") == "town"


def test_only_a_settlement_reopens(stage):
    stage.open("village")
    stage.do("closure.refuse")

    with pytest.raises(NotReopenable):
        stage.do("closure.reopen")


def test_the_answer_goes_back_down_to_every_unit_and_the_applicant(stage):
    settled(stage, "town")

    stage.do("closure.feed_back")

    back = [hop for hop in stage.receipts() if hop.direction == "back"]
    units = stage.units
    assert [hop.to_unit_id for hop in back] == [
        units["village"].id,
        units["branch"].id,
        units["grid"].id,
        None,
    ]
    assert back[-1].to_body == "applicant"
    assert stage.fact("fed_back_to_grid")
    assert "南岳村" in stage.facts(AnswerFedBack)[0].units


def test_what_was_settled_in_the_grid_is_not_answered_back_to_it(stage):
    stage.open("grid")

    stage.do("closure.feed_back")

    assert not stage.fact("fed_back_to_grid")


def test_whoever_reported_elsewhere_is_answered_too(stage):
    stage.do("intake.redirect", unit_code=stage.units["village"].code, reason="应由村里办")
    stage.open("village")

    stage.do("closure.feed_back")

    assert stage.receipts()[-2].to_unit_id == stage.units["grid"].id


def test_the_grid_confirms_that_it_told_the_applicant(stage):
    settled(stage, "town")
    stage.do("closure.feed_back")

    stage.do("closure.confirm_feedback", told_on="2026-09-12", by=stage.leads["grid"])

    signed = [hop.to_unit_id for hop in stage.receipts() if hop.direction == "back" and hop.received_at]
    assert signed == [stage.units["grid"].id]
    assert "9月12日" in stage.told()


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


def test_violence_ends_with_the_police(uow):
    stage = set_case_stage(uow, traits={"violence": True, "minor": True})
    stage.do("protection.police_report", receipt_number="官渡所2026-31")

    stage.do("closure.hand_over_police")

    assert stage.case.outcome == "transferred_police"
    assert "官渡所2026-31" in stage.told()


def test_closing_days_are_those_of_the_county(stage):
    stage.at = moment(9, 30, 23, 59)
    settled(stage)

    assert stage.case.settled_on == date(2026, 9, 30)
