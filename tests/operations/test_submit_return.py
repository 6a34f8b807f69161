"""A return is submitted once, stays as it is, and the next one tells what changed since."""

from datetime import date

import pytest
from sqlalchemy import event, select, text
from sqlalchemy.exc import DBAPIError

from mediation.statistics.model import ReturnedCase, StatisticalReturn
from mediation.statistics.operations import submit_return
from mediation.statistics.queries.counting import count
from mediation.statistics.refusals import FiguresMoved, NotYours, PeriodNotOver, SubmittedAlready
from mediation.statistics.rules.correcting import net_effect
from tests.factories import a_person, a_unit, actor_of
from tests.operations.statistics_stage import AUGUST, OCTOBER, SEPTEMBER, moment, set_stage

EARLY_SEPTEMBER, EARLY_OCTOBER, EARLY_NOVEMBER = moment(9, 3), moment(10, 8), moment(11, 3)


@pytest.fixture
def stage(uow):
    return set_stage(uow)


@pytest.fixture
def told(stage):
    """August was submitted: one dispute settled, one not."""
    settled = stage.case(moment(8, 1), "oral_agreement", moment(8, 10), kind="land")
    stage.agreement(settled, yuan=600, on=date(2026, 8, 10))
    stage.made = [settled, stage.case(moment(8, 2), "failed", moment(8, 12))]
    stage.submit(AUGUST, at=EARLY_SEPTEMBER, remark="  无  ")
    return stage


def test_keeps_every_number_as_it_was_with_who_submitted_it(told):
    told.case(moment(8, 20), "failed", moment(8, 21))
    told.made[0].kind = "housing"
    told.session.flush()

    shown = told.shown(AUGUST, at=EARLY_OCTOBER)

    assert shown.sums.totals["closed"] == 2
    assert shown.sums.by["kind"]["land"]["settled"] == 1
    assert (shown.submitted.by_name, shown.submitted.remark) == ("周德明", "无")
    assert shown.submitted.is_intact
    assert len(told.session.scalars(select(ReturnedCase)).all()) == 2


def test_keeps_the_definitions_as_they_were(told):
    rate = next(
        each for each in told.shown(AUGUST, at=EARLY_OCTOBER).definitions if each["key"] == "satisfied"
    )

    assert rate["words"] == {"score": "4"}


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE returns SET remark = '改'",
        "DELETE FROM returned_cases",
        "UPDATE returned_cases SET counted = '{}'",
    ],
)
def test_the_database_lets_nobody_change_it(told, statement):
    with pytest.raises(DBAPIError, match="never"):
        told.session.execute(text(statement))


def test_says_so_where_what_is_shown_is_not_what_was_submitted(told):
    row = told.session.scalars(select(StatisticalReturn)).one()
    row.digest = "0" * 64

    with told.session.no_autoflush:
        assert not told.shown(AUGUST, at=EARLY_OCTOBER).submitted.is_intact


def test_a_period_is_submitted_only_when_it_is_over(stage):
    with pytest.raises(PeriodNotOver) as refused:
        stage.submit(SEPTEMBER, at=moment(9, 30, 23))

    assert "2026年9月还没有结束" in refused.value.sentence()


def test_only_the_unit_itself_or_one_above_it_submits(stage):
    neighbour = a_unit(stage.session, level="town", name="大瑶镇", parent=stage.units["county"])
    theirs = actor_of(a_person(stage.session), role="town_director", unit=neighbour)
    mediator = actor_of(a_person(stage.session), role="village_mediator", unit=stage.units["village"])

    for by in (theirs, mediator):
        with pytest.raises(NotYours):
            stage.submit(AUGUST, at=EARLY_SEPTEMBER, by=by)
    with pytest.raises(NotYours):
        stage.submit(AUGUST, at=EARLY_SEPTEMBER, level="county")
    assert stage.submit(AUGUST, at=EARLY_SEPTEMBER, by=stage.county).submitted_post.startswith("浏阳市")


def test_the_same_form_sent_twice_submits_once(told):
    again = told.submit(AUGUST, at=EARLY_SEPTEMBER)

    assert told.session.scalars(select(StatisticalReturn.id)).all() == [again.id]


def test_whoever_comes_second_is_told_who_was_first(told):
    with pytest.raises(SubmittedAlready) as refused:
        told.submit(AUGUST, at=EARLY_OCTOBER, by=told.county)

    assert "官渡镇矛调中心主任" in refused.value.sentence()


def test_what_changed_while_it_was_looked_at_is_not_submitted(stage):
    seen = stage.shown(AUGUST, at=EARLY_SEPTEMBER).seen
    stage.case(moment(8, 30))

    with pytest.raises(FiguresMoved):
        submit_return(
            stage.uow,
            unit_id=stage.units["town"].id,
            period=AUGUST,
            seen=seen,
            by=stage.town,
            at=EARLY_SEPTEMBER,
        )


def test_the_next_return_tells_what_was_reopened_late_or_regrouped_and_the_net_effect(told):
    settled, failed = told.made
    settled.closed_at = settled.outcome = None
    failed.kind = "land"
    late = told.case(moment(8, 25), "settled_private", moment(8, 28))

    found = {each.case_id: each for each in told.shown(SEPTEMBER, at=EARLY_OCTOBER).corrections}

    assert {case_id: each.reason for case_id, each in found.items()} == {
        settled.id: "reopened",
        failed.id: "regrouped",
        late.id: "late",
    }
    assert found[failed.id].regrouped == {"kind": ("neighbour", "land")}
    assert net_effect(found.values()) == {
        "2026-08": {
            "accepted": 1,
            "amount_fen": -60_000,
            "oral_agreement": -1,
            "settled_private": 1,
        }
    }


def test_a_correction_is_told_once(told):
    told.made[0].outcome = "failed"
    told.submit(SEPTEMBER, at=EARLY_OCTOBER)

    assert told.shown(SEPTEMBER, at=EARLY_NOVEMBER).corrections[0].reason == "outcome"
    assert told.shown(OCTOBER, at=EARLY_NOVEMBER).corrections == ()


def test_what_was_told_anew_and_changes_again_is_told_against_what_was_told_last(told):
    told.made[0].outcome = "failed"
    told.submit(SEPTEMBER, at=EARLY_OCTOBER)
    told.made[0].outcome = "written_agreement"
    told.session.flush()

    (found,) = told.shown(OCTOBER, at=EARLY_NOVEMBER).corrections

    assert (found.old["failed"], found.new["written_agreement"]) == (1, 1)


def test_what_was_reported_late_and_then_merged_is_told_again(told):
    late = told.case(moment(8, 25), "settled_private", moment(8, 28))
    told.submit(SEPTEMBER, at=EARLY_OCTOBER)
    late.outcome = "merged"
    told.told(late)

    (found,) = told.shown(OCTOBER, at=EARLY_NOVEMBER).corrections

    assert (found.reason, found.effect["settled"]) == ("merged", -1)


def test_a_reopened_dispute_counts_anew_when_it_ends_again(told):
    settled = told.made[0]
    settled.outcome, settled.closed_at = "written_agreement", moment(9, 20)
    told.session.flush()

    shown = told.shown(SEPTEMBER, at=EARLY_OCTOBER)

    assert (shown.sums.total("settled"), shown.sums.total("accepted")) == (1, 0)
    assert [each.reason for each in shown.corrections] == ["reopened"]
    assert shown.corrections[0].effect["settled"] == -1


def test_a_merged_dispute_leaves_the_return_that_counted_it(told):
    told.made[1].outcome = "merged"
    told.session.flush()

    (found,) = told.shown(SEPTEMBER, at=EARLY_OCTOBER).corrections

    assert (found.reason, found.new) == ("merged", {})


def test_nothing_is_corrected_before_a_period_is_over_or_without_an_earlier_return(told):
    told.made[0].outcome = "failed"
    told.session.flush()

    assert told.shown(SEPTEMBER, at=moment(9, 30)).corrections == ()
    assert told.shown(AUGUST, at=EARLY_OCTOBER, level="county").corrections == ()


def test_a_return_of_which_nothing_moved_is_not_counted_again(told):
    asked: list[str] = []

    def note(*args):
        asked.append(args[2])

    event.listen(told.session.get_bind(), "before_cursor_execute", note)
    none = count(told.session, path="/", period=AUGUST, locality=told.uow.locality, only=set())
    event.remove(told.session.get_bind(), "before_cursor_execute", note)

    assert none == {}
    assert asked == []


def test_compares_with_what_was_submitted(told):
    told.made[0].outcome = "failed"
    told.session.flush()

    before = told.shown(SEPTEMBER, at=EARLY_OCTOBER).previous

    assert before.is_submitted
    assert before.totals["settled"] == 1
