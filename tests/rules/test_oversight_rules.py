"""Who answers for lateness, and what 督办 asks of each rank."""

from datetime import date

import pytest

from mediation.kernel.errors import Refused
from mediation.oversight import rules

TODAY = date(2026, 6, 26)


def test_a_holder_reads_as_post_and_names() -> None:
    named = rules.Holder(1, "受理", "village_director", 5, 9, "北正社区调委会主任", ("王秀兰",))
    several = rules.Holder(1, "受理", "village_mediator", 5, None, "北正社区村级调解员", ("李国强", "黄春梅"))

    assert named.words == "北正社区调委会主任王秀兰"
    assert several.words == "北正社区村级调解员李国强、黄春梅"
    assert not several.is_vacant


def test_a_vacant_post_says_so() -> None:
    vacant = rules.Holder(1, "受理", "village_director", 5, None, "北正社区调委会主任")

    assert vacant.is_vacant
    assert vacant.words == "北正社区调委会主任（无人在岗）"


def test_an_explanation_says_something() -> None:
    assert rules.check_explanation("  人手不足，明日受理 ") == "人手不足，明日受理"
    with pytest.raises(rules.ExplanationMissing) as refused:
        rules.check_explanation(" \n")
    assert "explanation" in refused.value.fields


def test_an_instruction_names_owner_work_and_day() -> None:
    rules.check_instruction(owner="王秀兰", instruction="三日内受理", finish_by=TODAY, today=TODAY)

    with pytest.raises(rules.InstructionMissing) as refused:
        rules.check_instruction(owner=" ", instruction="", finish_by=None, today=TODAY)
    assert set(refused.value.fields) == {"owner", "instruction", "finish_by"}


def test_an_instruction_cannot_ask_for_yesterday() -> None:
    with pytest.raises(rules.FinishByPassed, match="6月25日"):
        rules.check_instruction(owner="王", instruction="办", finish_by=date(2026, 6, 25), today=TODAY)


LATE_ON = date(2026, 6, 23)


def test_an_interview_was_held_and_has_a_result() -> None:
    rules.check_interview(held_on=TODAY, result="限期整改", late_on=LATE_ON, today=TODAY)
    rules.check_interview(held_on=LATE_ON, result="限期整改", late_on=LATE_ON, today=TODAY)

    with pytest.raises(rules.NotHeldYet, match="6月27日"):
        rules.check_interview(held_on=date(2026, 6, 27), result="整改", late_on=LATE_ON, today=TODAY)
    with pytest.raises(rules.DayMissing):
        rules.check_interview(held_on=None, result="限期整改", late_on=LATE_ON, today=TODAY)
    with pytest.raises(rules.ResultMissing):
        rules.check_interview(held_on=TODAY, result=" ", late_on=LATE_ON, today=TODAY)


@pytest.mark.parametrize(
    ("held_on", "said"), [(date(2026, 6, 22), "6月22日"), (date(2025, 1, 1), "2025年1月1日")]
)
def test_nobody_was_talked_to_before_the_work_was_late(held_on: date, said: str) -> None:
    with pytest.raises(rules.HeldBeforeLate, match=f"约谈日期{said}早于.*6月23日才逾期") as refused:
        rules.check_interview(held_on=held_on, result="限期整改", late_on=LATE_ON, today=TODAY)

    assert "6月23日" in refused.value.fields["held_on"]


def test_what_a_form_got_wrong_leaves_no_line_in_the_ledger() -> None:
    slips = [each for each in vars(rules).values() if isinstance(each, type) and issubclass(each, Refused)]

    assert {each.__name__ for each in slips if not each.is_slip} == {"Refused"}


def test_holders_are_listed_once_each() -> None:
    assert rules.listed(["甲", "乙", "甲"]) == "甲、乙"
