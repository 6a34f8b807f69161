"""A dispute climbs, is accepted, refused, sent back, settled or ended, level by level."""

import pytest

from mediation.agreements.model import Agreement
from mediation.cases.events import AttemptClosed, AttemptOpened
from mediation.cases.refusals import (
    CaseArchived,
    MediationRefused,
    NobodyBelow,
    NoOpenAttempt,
    NotForMediation,
    NothingSettled,
    ProtectionFirst,
    ReasonNeeded,
    SentBackTooOften,
)
from tests.operations.case_stage import CaseStage, moment, set_case_stage
from tests.operations.refusing import refuse_mediation


@pytest.fixture
def stage(uow) -> CaseStage:
    return set_case_stage(uow)


def test_the_grid_opens_and_accepts(stage):
    stage.open("grid")

    assert stage.attempt.seq == 1
    assert stage.attempt.level == stage.case.level == "grid"
    assert stage.attempt.accepted_at == stage.at
    assert stage.case.held_by_id == stage.units["grid"].id
    assert "青桥党支部第9微网格" in stage.told()
    assert stage.receipts() == []


def test_reporting_up_closes_one_attempt_and_opens_the_next_with_a_receipt(stage):
    stage.do("intake.register")
    stage.open("grid")
    stage.do(
        "attempt.record_talk",
        decision="up",
        reason="李乙不肯让步",
        attended=stage.both,
        talked_on="2026-09-08",
    )
    stage.do("attempt.close", ends_as="up")

    stage.open("branch")

    assert stage.attempt.seq == 2
    assert stage.case.level_result is None
    (hop,) = stage.receipts()
    assert (hop.direction, hop.from_unit_id, hop.to_unit_id) == (
        "up",
        stage.units["grid"].id,
        stage.units["branch"].id,
    )
    assert hop.dossier == {"papers": [f"{stage.case.number}-01", f"{stage.case.number}-02"]}
    assert hop.received_by == stage.leads["branch"].person_id
    assert hop.reason == "被申请人不肯让步"
    assert "李乙" not in stage.told()


def test_level_result_is_the_result_of_the_last_level(stage):
    stage.open("grid")

    assert stage.fact("level_result") == ""

    stage.do("attempt.close", ends_as="up")

    assert stage.fact("level_result") == "up"


def test_climbing_after_a_talk_needs_a_reason(stage):
    stage.open("grid")

    with pytest.raises(ReasonNeeded):
        stage.do("attempt.record_talk", decision="up", attended=[], talked_on="2026-09-08")


def test_a_grid_may_report_up_at_once_without_words(stage):
    stage.do("attempt.open", level="grid")

    stage.do("attempt.accept", decision="report_up")

    assert "直接报上一级" in stage.told()


@pytest.mark.parametrize("decision", ["refuse", "up", "back"])
def test_not_accepting_needs_a_reason(stage, decision):
    stage.open("village", accepted=False)

    with pytest.raises(ReasonNeeded):
        stage.do("attempt.accept", decision=decision)


def test_refusing_acceptance_ends_the_case_as_not_accepted(stage):
    stage.open("village", accepted=False)

    stage.do("attempt.accept", decision="refuse", reason="已由法院受理")
    stage.do("attempt.close", ends_as="ended")

    assert stage.case.outcome == "not_accepted"
    assert stage.case.closed_at == stage.at
    assert "not_accepted" in stage.papers()


def test_nothing_is_accepted_after_a_clear_refusal(stage):
    stage.open("village", accepted=False)
    refuse_mediation(stage, by=stage.leads["village"], at=stage.at)

    with pytest.raises(MediationRefused, match="第十七条"):
        stage.do("attempt.accept", decision="accept")


def test_nothing_is_accepted_that_belongs_to_the_police(stage):
    stage.case.may_mediate, stage.case.handover_to = False, "police"
    stage.open("village", accepted=False)

    with pytest.raises(NotForMediation, match="公安机关"):
        stage.do("attempt.accept", decision="accept")


def test_violence_is_never_accepted_for_mediation(stage):
    stage.case.traits = {"violence": True}
    stage.open("village", accepted=False)

    with pytest.raises(ProtectionFirst):
        stage.do("attempt.accept", decision="accept")


def test_a_level_does_not_close_as_settled_without_an_agreement(stage):
    stage.open("village")

    with pytest.raises(NothingSettled):
        stage.do("attempt.close", ends_as="settled")


def test_settled_closes_the_case_with_the_form_of_the_agreement(stage):
    stage.open("grid")
    stage.session.add(
        Agreement(
            case_id=stage.case.id,
            attempt_id=stage.attempt.id,
            form="private",
            state="in_force",
            terms="李乙三日内修好水管",
            reached_on=moment(9, 8).date(),
            in_force_on=moment(9, 8).date(),
            recorded_at=stage.at,
        )
    )

    answered = stage.do("attempt.close", ends_as="settled")

    assert answered == {"level_result": "settled"}
    assert stage.case.outcome == "settled_private"
    assert stage.case.settled_on == moment(9, 8).date()
    assert stage.papers()[-1] == "settlement"


def test_a_diagram_may_name_the_outcome(stage):
    stage.open("county")

    stage.do("attempt.close", ends_as="ended", properties={"outcome": "transferred_court"})

    assert stage.case.outcome == "transferred_court"


def test_closing_as_failed_takes_the_reason_along(stage):
    stage.open("village")
    stage.do("attempt.conclude", decision="end", reason="李甲要求过高")

    stage.do("attempt.close", ends_as="ended")

    assert stage.case.outcome == "failed"
    assert "申请人要求过高" in stage.told()


def test_concluding_needs_a_reason(stage):
    stage.open("village")

    with pytest.raises(ReasonNeeded):
        stage.do("attempt.conclude", decision="end")


def test_a_case_is_sent_down_twice_and_not_a_third_time(stage):
    for _ in range(2):
        stage.open("county")
        stage.do("attempt.conference", decision="down", instruction="由镇里十日内办结")
        stage.do("attempt.close", ends_as="down")
        stage.open("town")
        stage.do("attempt.close", ends_as="up")
    stage.open("county")

    with pytest.raises(SentBackTooOften, match="指定一名责任人"):
        stage.do("attempt.conference", decision="down", instruction="再办")

    assert stage.fact("returns") == 2
    assert [hop.direction for hop in stage.receipts()] == ["up", "down", "up", "down", "up"]


def test_going_down_from_the_county_needs_an_instruction(stage):
    stage.open("county")

    with pytest.raises(ReasonNeeded):
        stage.do("attempt.conference", decision="down", instruction="  ")


def test_a_town_sends_back_only_twice(stage):
    stage.case.returns = 2
    stage.open("town", accepted=False)

    with pytest.raises(SentBackTooOften):
        stage.do("attempt.accept", decision="back", reason="应由村里先调")


@pytest.mark.parametrize(
    ("level", "step", "answers", "missing"),
    [
        ("town", "attempt.accept", {"decision": "back", "reason": "应由村里先调"}, "村"),
        ("county", "attempt.conference", {"decision": "down", "instruction": "由镇里先调"}, "乡镇"),
        ("county", "attempt.conclude", {"decision": "down", "reason": "由镇里先调"}, "乡镇"),
    ],
)
def test_what_was_reported_at_a_level_goes_no_lower(stage, level, step, answers, missing):
    stage.case.unit_id = stage.units[level].id
    stage.open(level, accepted=False)

    with pytest.raises(NobodyBelow, match=missing):
        stage.do(step, **answers)


def test_opening_elsewhere_breaks_off_what_was_open(stage):
    stage.open("grid")
    first = stage.attempt

    stage.open("town")

    assert first.result == "interrupted"
    assert [fact.level for fact in stage.facts(AttemptOpened)] == ["grid", "town"]
    assert [fact.result for fact in stage.facts(AttemptClosed)] == ["interrupted"]


def test_a_closed_attempt_takes_no_more_acts(stage):
    stage.open("grid")
    stage.do("attempt.close", ends_as="up")

    with pytest.raises(NoOpenAttempt):
        stage.do("attempt.record_talk", decision="settled", attended=stage.both, talked_on="2026-09-08")


def test_an_archived_case_opens_no_attempt(stage):
    stage.case.closed_at, stage.case.outcome, stage.case.archived_at = stage.at, "failed", stage.at

    with pytest.raises(CaseArchived, match="只读"):
        stage.do("attempt.open", level="grid")


def test_a_new_level_begins_without_a_handler(stage):
    stage.ready("village")
    stage.do("attempt.close", ends_as="up")

    stage.do("attempt.open", level="town")

    assert stage.case.handler_id is None
