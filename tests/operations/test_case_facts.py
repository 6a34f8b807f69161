"""What clocks and conditions ask of a dispute that several levels had in hand."""

import pytest
from sqlalchemy import select

from mediation.clocks.model import Clock
from tests.operations.case_stage import CaseStage, moment, set_case_stage


@pytest.fixture
def stage(uow) -> CaseStage:
    return set_case_stage(uow, kind="medical")


def _climb(stage: CaseStage, *, to: str, day: int) -> None:
    stage.do("attempt.close", ends_as="up")
    stage.at = moment(9, day)
    stage.open(to)


def test_nothing_counts_from_acceptance_before_anybody_accepted(stage):
    stage.do("attempt.open", level="town")

    assert stage.fact("first_accepted_at") is None


def test_the_first_acceptance_stays_when_the_case_climbs(stage):
    stage.open("town")

    _climb(stage, to="county", day=14)

    assert stage.fact("accepted_at") == moment(9, 14)
    assert stage.fact("first_accepted_at") == moment(9, 8)


def test_what_breaks_after_a_settlement_counts_from_its_own_acceptance(stage):
    stage.open("town")
    settled = stage.attempt
    settled.result, settled.closed_at = "settled", stage.at
    stage.at = moment(9, 14)
    stage.open("town")
    _climb(stage, to="county", day=21)

    assert stage.fact("first_accepted_at") == moment(9, 14)


def test_the_30_working_days_of_a_medical_dispute_survive_a_climb(stage):
    """医疗纠纷预防和处理条例 36: from acceptance, whoever mediates."""
    stage.open("town")
    _climb(stage, to="county", day=14)

    running = select(Clock).where(Clock.case_id == stage.case.id, Clock.scope == "case")
    days = {clock.due_on for clock in stage.session.scalars(running) if "医疗" in clock.title}

    assert {clock.anchor for clock in stage.session.scalars(running)} == {"first_accepted_at"}
    assert len(days) == 1
