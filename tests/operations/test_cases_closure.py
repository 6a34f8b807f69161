"""How a dispute ends: withdrawn, refused, sued, told, answered back, reopened."""

from datetime import date

import pytest

from mediation.cases.events import AnswerFedBack
from mediation.cases.operations.closure import NotReopenable
from mediation.cases.refusals import NotYetTold
from tests.operations.case_stage import CaseStage, moment, set_case_stage
from tests.operations.closure_stage import set_registered_stage, settled


@pytest.fixture
def stage(uow) -> CaseStage:
    return set_registered_stage(uow)


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
