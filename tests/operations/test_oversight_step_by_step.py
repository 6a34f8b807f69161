"""督办 after the red card: explanation, 督办单, list of the county, interview, and posts that are vacant."""

from datetime import date

import pytest
from sqlalchemy import select

from mediation.casework.facts import Context, all_facts
from mediation.kernel.unit_of_work import UnitOfWork
from mediation.oversight import queries, rules
from mediation.oversight.model import Card, Listing
from tests.factories.clocks import a_clock, a_policy, moment
from tests.operations.oversight_stage import LATE, Stage


@pytest.fixture
def stage(uow: UnitOfWork) -> Stage:
    return Stage(uow)


def test_a_vacant_post_is_reported_and_not_skipped(stage: Stage) -> None:
    for person in (stage.director, stage.leader):
        person.is_active = False
    stage.become_late()

    stage.do("oversight.red_card")
    stage.do("oversight.call_rank", at="2026-06-26 00:00", rank="town_leader")
    stage.do("oversight.call_rank", at="2026-06-27 00:00", rank="town_leader")

    assert [card.holder for card in stage.cards] == ["官渡镇南岳村调委会主任（无人在岗）"]
    found = queries.unreached(stage.session, case_id=stage.case.id)
    assert {(each.post, each.taken_by) for each in found} == {
        ("官渡镇南岳村调委会主任", ""),
        ("官渡镇乡镇主要领导", "浏阳市督查专员"),
    }
    assert queries.unreached(stage.session, path=stage.units["county"].path) == found
    assert stage.told()[-1] == "督办应报官渡镇乡镇主要领导，该岗位无人在岗，改报浏阳市督查专员。"


def test_working_days_of_the_ranks_are_counted_from_the_last_day_in_time(stage: Stage) -> None:
    stage.become_late()
    context = Context(instance=stage.oversight, attempt=None, locality=stage.uow.locality)

    found = all_facts()["late_due_on"](stage.session, stage.case, context)
    explain = a_clock(
        stage.uow,
        case=stage.case,
        policy=a_policy("oversight.explain", "2", anchor="late_due_on", title="说明期限"),
        facts={"late_due_on": found}.__getitem__,
        at=LATE,
    )

    assert explain.due_on == date(2026, 6, 24)
    elsewhere = Context(instance=stage.main, attempt=None, locality=stage.uow.locality)
    assert all_facts()["late_due_on"](stage.session, stage.case, elsewhere) is None


def test_the_late_one_explains(stage: Stage) -> None:
    stage.become_late()
    stage.do("oversight.red_card")
    by = stage.actor(stage.director, "village_director", "village")

    with pytest.raises(rules.ExplanationMissing):
        stage.do("oversight.explain", by=by, explanation=" ")
    stage.do("oversight.explain", by=by, at="2026-06-24 10:00", explanation="端午值班人手不足")

    (card,) = stage.cards
    assert (card.explanation, card.explained_at) == ("端午值班人手不足", moment("2026-06-24 10:00"))
    kept = stage.session.scalars(select(Card)).one()
    assert kept.explained_by == stage.director.id
    assert "端午值班人手不足" in stage.told()[-1]


def test_the_town_gives_an_instruction_that_the_work_answers(stage: Stage) -> None:
    stage.become_late()
    stage.do("oversight.red_card")
    by = stage.actor(stage.leader, "town_leader", "town")
    given = {"owner": str(stage.director.id), "instruction": "立即受理并上门", "by": by}

    with pytest.raises(rules.FinishByPassed, match="6月24日"):
        stage.do("oversight.instruct", at="2026-06-25 09:00", finish_by="2026-06-24", **given)
    stage.do("oversight.instruct", at="2026-06-25 09:00", finish_by="2026-06-26", **given)
    assert stage.told()[-1] == (
        "官渡镇乡镇主要领导陈志刚下达督办单浏督〔2026〕000001号：由王秀兰在6月26日（含当日）之前办结。要求：立即受理并上门"
    )
    stage.do("oversight.close", at="2026-06-26 15:00")

    (instruction,) = queries.for_case(stage.session, stage.case.id).instructions
    assert (instruction.owner, instruction.finish_by) == ("王秀兰", date(2026, 6, 26))
    assert (instruction.answer, instruction.answered_at) == ("已办结", moment("2026-06-26 15:00"))


def test_the_county_lists_it_until_it_is_done(stage: Stage) -> None:
    stage.become_late()
    stage.do("oversight.red_card")

    stage.do("oversight.list", at="2026-06-30 00:00", rank="county_supervisor")
    stage.do("oversight.list", at="2026-07-01 00:00", rank="county_supervisor")

    (listed,) = queries.listed_below(stage.session, stage.units["county"].path)
    assert (listed.title, listed.unit_name, listed.case_number) == (
        "村级受理期限",
        "浏阳市",
        stage.case.number,
    )
    assert queries.listed_below(stage.session, stage.units["town"].path) == ()
    stage.do("oversight.close", at="2026-07-02 09:00")
    assert queries.listed_below(stage.session, stage.units["county"].path) == ()
    assert stage.session.scalars(select(Listing)).one().closed_at == moment("2026-07-02 09:00")


def test_a_county_without_a_supervisor_lists_it_all_the_same_and_says_so(stage: Stage) -> None:
    stage.become_late()
    stage.supervisor.is_active = False
    stage.session.flush()

    stage.do("oversight.list", at="2026-06-30 00:00", rank="county_supervisor")

    assert len(queries.listed_below(stage.session, stage.units["county"].path)) == 1
    (missing,) = queries.unreached(stage.session, case_id=stage.case.id)
    assert missing.post.endswith("督查专员")


def test_an_interview_is_recorded_once_it_was_held(stage: Stage) -> None:
    stage.become_late()
    stage.do("oversight.red_card")
    by = stage.actor(stage.supervisor, "county_supervisor", "county")

    with pytest.raises(rules.NotHeldYet):
        stage.do("oversight.interview", at="2026-07-06 09:00", held_on="2026-07-07", result="限期整改", by=by)
    with pytest.raises(rules.HeldBeforeLate, match="6月23日才逾期"):
        stage.do("oversight.interview", at="2026-07-06 09:00", held_on="2026-06-22", result="限期整改", by=by)
    stage.do("oversight.interview", at="2026-07-07 16:00", held_on="2026-07-07", result="限期整改", by=by)

    (held,) = queries.for_case(stage.session, stage.case.id).interviews
    assert (held.held_on, held.result) == (date(2026, 7, 7), "限期整改")
    assert "约谈官渡镇南岳村调委会主任王秀兰" in stage.told()[-1]
