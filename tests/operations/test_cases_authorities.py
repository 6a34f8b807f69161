"""Departments, the government's decision, and the routes that are not open to a case."""

import pytest

from mediation.cases.refusals import MediationRefused, NotAGovernmentMatter, ReasonNeeded
from mediation.reviews.rules import NotOldPetition
from tests.operations.case_stage import CaseStage, moment
from tests.operations.refusing import refuse_mediation
from tests.operations.session_stage import set_session_stage


@pytest.fixture
def stage(uow) -> CaseStage:
    return set_session_stage(uow)


def test_a_department_called_in_says_what_it_thinks(stage):
    stage.open("town")

    with pytest.raises(ReasonNeeded):
        stage.do("departments.report_in", advice="")
    stage.do("departments.report_in", reported_in_at=moment(4, 22), advice="宅基地使用权属李甲")

    assert "宅基地使用权属申请人" in stage.told()


def test_a_whistle_is_answered_and_resolved(stage):
    stage.do("whistle.report_in", note="到场")
    with pytest.raises(ReasonNeeded):
        stage.do("whistle.result", result="")
    stage.do("whistle.result", result="已责令停工")

    assert "已责令停工" in stage.told()


def test_a_government_decides_only_over_land(stage):
    stage.open("town")

    with pytest.raises(NotAGovernmentMatter, match="邻里"):
        stage.do("attempt.government_decision", decision_number="官政处〔2026〕1号", decided_on="2026-04-22")


def test_nobody_waits_for_a_decision_a_government_may_not_take(stage):
    stage.ready("town")

    with pytest.raises(NotAGovernmentMatter, match="邻里"):
        stage.do("attempt.choose_route", decision="decision")


def test_nobody_asks_for_consent_to_a_review_of_what_is_not_old(stage):
    stage.ready("town")

    with pytest.raises(NotOldPetition, match="信访积案"):
        stage.do("attempt.choose_route", decision="review")


def test_a_governments_decision_ends_the_mediation(stage):
    stage.case.kind = "housing"
    stage.open("town")

    stage.do("attempt.government_decision", decision_number="官政处〔2026〕1号", decided_on="2026-04-22")
    stage.do("attempt.close", ends_as="ended")

    assert stage.case.outcome == "transferred_agency"
    assert "三十日内起诉" in stage.told()


def test_a_route_to_mediation_is_closed_after_a_refusal(stage):
    stage.ready()
    refuse_mediation(stage, by=stage.leads["village"], at=stage.at)

    with pytest.raises(MediationRefused):
        stage.do("attempt.choose_route", decision="session")
