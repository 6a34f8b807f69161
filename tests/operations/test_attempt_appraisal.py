"""Only an appraisal stops the statutory clock, and going on resumes it."""

import pytest

from mediation.clocks.model import Clock
from tests.factories.clocks import a_clock, a_policy
from tests.operations.case_stage import CaseStage, moment, set_case_stage


@pytest.fixture
def stage(uow) -> CaseStage:
    stage = set_case_stage(uow)
    stage.ready()
    return stage


@pytest.fixture
def month(stage) -> Clock:
    """The village's month."""
    policy = a_policy("village.mediation", "1", "month", scope="attempt")
    return a_clock(stage.uow, case=stage.case, at=stage.at, policy=policy, attempt_id=stage.attempt.id)


def test_an_appraisal_pauses_and_the_next_route_resumes(stage, month):
    stage.do("attempt.choose_route", decision="session", appraisal=True)
    assert month.state == "paused"

    stage.at = moment(9, 18)  # ten days later; 18 October is a Sunday
    stage.do("attempt.choose_route", decision="session", appraisal=False)

    assert month.state == "running"
    assert month.due_on == moment(10, 19).date()


def test_a_second_appraisal_does_not_pause_twice(stage, month):
    stage.do("attempt.choose_route", decision="session", appraisal=True)

    stage.do("attempt.choose_route", decision="session", appraisal=True)

    assert month.state == "paused"


def test_holding_a_session_ends_the_appraisal(stage, month):
    stage.do("attempt.choose_route", decision="session", appraisal=True)
    stage.do("sessions.notice", session_at=moment(9, 20), open_session=False)
    stage.at = moment(9, 20, 10)

    stage.do("sessions.hold", attended=stage.both, decision="again", summary="鉴定结论已出")

    assert month.state == "running"


def test_closing_the_attempt_stops_its_clock(stage, month):
    stage.do("attempt.close", ends_as="up")

    assert month.state == "stopped"


def test_a_new_level_stops_what_was_left_of_the_old(stage, month):
    stage.do("attempt.open", level="town")

    assert month.state == "stopped"


def test_a_withdrawal_stops_every_statutory_clock(stage, month):
    policy = a_policy("case.cap", "90", "calendar_day", scope="case")
    cap = a_clock(stage.uow, case=stage.case, at=stage.at, policy=policy)

    stage.do("closure.withdraw", reason="和好了")

    assert (month.state, cap.state) == ("stopped", "stopped")
