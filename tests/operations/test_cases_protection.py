"""What is done for somebody under violence, and that nothing of it mediates or names anybody."""

from datetime import date

import pytest

from mediation.cases.operations.protection import DateInFuture, NoWarningLetter
from mediation.cases.refusals import ReceiptNumberNeeded
from tests.operations.case_stage import CaseStage, moment, set_case_stage


@pytest.fixture
def stage(uow) -> CaseStage:
    stage = set_case_stage(uow, traits={"violence": True, "minor": True}, reported_at=moment(5, 9, 21, 30))
    stage.at = moment(5, 11)
    return stage


def test_the_police_give_a_receipt(stage):
    with pytest.raises(ReceiptNumberNeeded):
        stage.do("protection.police_report", receipt_number="")
    stage.do("protection.police_report", receipt_number="官渡所2026-31")

    assert "官渡所2026-31" in stage.told()


def test_contact_and_guide_are_told_without_names(stage):
    stage.do("protection.contact", note="已联系李乙的母亲")
    stage.do("protection.guide", told_on="2026-05-10")

    assert "李" not in stage.told().replace("李国强", "")
    assert "人身安全保护令" in stage.told()


def test_nothing_is_written_down_before_it_happened(stage):
    with pytest.raises(DateInFuture):
        stage.do("protection.guide", told_on="2026-05-12")


def test_a_warning_letter_brings_four_weekly_visits(stage):
    stage.do("protection.warning", issued=True, issued_on="2026-05-11")

    assert stage.fact("warning_on") == date(2026, 5, 11)
    assert stage.fact("visits_due") == 4
    for number, day in enumerate((18, 25), start=1):
        stage.at = moment(5, day)
        assert stage.fact("weekly_visit_number") == number
        stage.do("protection.weekly_visit", visited_on=f"2026-05-{day}", safe=True)
    assert stage.fact("visits_due") == 2


def test_without_a_warning_letter_no_visits_are_due(stage):
    stage.do("protection.warning", issued=False)

    assert stage.fact("visits_due") == 0
    with pytest.raises(NoWarningLetter):
        stage.do("protection.weekly_visit", visited_on="2026-05-11", safe=True)


def test_a_visit_that_finds_danger_says_so(stage):
    stage.do("protection.warning", issued=True, issued_on="2026-05-11")

    stage.do("protection.weekly_visit", visited_on="2026-05-11", safe=False)

    assert "立即报警" in stage.told()
