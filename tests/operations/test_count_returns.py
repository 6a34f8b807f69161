"""What a return counts, out of real rows, at the edges of its period."""

from datetime import date, datetime

import pytest
from sqlalchemy import update

from mediation.agreements.model import Confirmation
from mediation.cases.model import Attempt
from mediation.casework.model import ProcessInstance, WorkItem
from mediation.clocks.model import Clock
from mediation.oversight.model import Card
from mediation.statistics.rules import periods
from tests.factories import a_unit, an_attempt
from tests.operations.statistics_stage import AUGUST, SEPTEMBER, moment, set_stage

NOW = moment(10, 8)


@pytest.fixture
def stage(uow):
    return set_stage(uow)


def _totals(stage, period=SEPTEMBER, level="town"):
    return dict(stage.shown(period, at=NOW, level=level).sums.totals)


def test_an_empty_month_counts_nothing_and_divides_by_nothing(stage):
    shown = stage.shown(SEPTEMBER, at=NOW)

    assert shown.sums.totals == {}
    assert shown.sums.rate("success_rate") == (0, 0)


def test_counts_by_the_days_of_the_county(stage):
    stage.case(datetime.fromisoformat("2026-08-31T23:59:00+08:00"))
    stage.case(datetime.fromisoformat("2026-09-01T00:00:00+08:00"))
    stage.case(datetime.fromisoformat("2026-09-30T23:59:00+08:00"), source="patrol")
    stage.case(datetime.fromisoformat("2026-10-01T00:00:00+08:00"))

    assert _totals(stage) == {"accepted": 2, "patrolled": 1}
    assert _totals(stage, AUGUST) == {"accepted": 1}


def test_a_dispute_that_climbs_is_taken_up_once_at_its_first_level(stage):
    case = stage.case(moment(9, 1))
    an_attempt(stage.session, case=case, level="village", seq=2, accepted_at=moment(9, 5))

    shown = stage.shown(SEPTEMBER, at=NOW)

    assert shown.sums.totals["accepted"] == 1
    assert shown.sums.by["level"] == {"grid": {"accepted": 1}}


def test_counts_endings_by_their_outcome_with_the_amounts_agreed(stage):
    oral = stage.case(moment(9, 1), "oral_agreement", moment(9, 10), kind="land")
    written = stage.case(moment(8, 1), "written_agreement", moment(9, 11))
    private = stage.case(moment(9, 1), "settled_private", moment(9, 12))
    stage.agreement(oral, yuan=600, on=date(2026, 9, 10))
    stage.agreement(written, yuan=12_000, form="written", on=date(2026, 9, 11))
    stage.agreement(private, yuan=50, form="private", on=date(2026, 9, 12))
    for outcome in ("failed", "refused", "not_accepted", "transferred_court", "merged"):
        stage.case(moment(9, 2), outcome, moment(9, 20))

    totals = _totals(stage)

    assert {key: totals[key] for key in ("closed", "settled", "failed", "declined", "transferred")} == {
        "closed": 7,
        "settled": 3,
        "failed": 1,
        "declined": 1,
        "transferred": 1,
    }
    assert totals["amount_fen"] == 1_260_000
    assert (totals["oral_agreement"], totals["written_agreement"], totals["settled_private"]) == (1, 1, 1)
    assert totals["accepted"] == 6
    assert stage.shown(SEPTEMBER, at=NOW).sums.rate("success_rate") == (3, 4)


def test_promises_count_when_they_fall_due_and_are_kept_by_the_end_of_the_period(stage):
    case = stage.case(moment(8, 1), "written_agreement", moment(8, 10))
    agreement = stage.agreement(case, form="written", on=date(2026, 8, 10))
    stage.promise(agreement, due=date(2026, 9, 10), kept=date(2026, 9, 28))
    stage.promise(agreement, due=date(2026, 9, 30), kept=date(2026, 10, 1))
    stage.promise(agreement, due=date(2026, 9, 15), state="varied")
    stage.promise(agreement, due=date(2026, 10, 1), kept=date(2026, 9, 1))

    assert stage.shown(SEPTEMBER, at=NOW).sums.rate("performance_rate") == (1, 2)


def test_silence_is_not_satisfaction(stage):
    silent = stage.case(moment(9, 1), "oral_agreement", moment(9, 2))
    spoken = stage.case(moment(9, 1), "oral_agreement", moment(9, 2))
    stage.agreement(silent, on=date(2026, 9, 2))
    stage.rating(spoken, 3, date(2026, 9, 9))
    stage.rating(spoken, 4, date(2026, 9, 9))
    stage.rating(silent, 5, date(2026, 10, 1))

    shown = stage.shown(SEPTEMBER, at=NOW).sums

    assert shown.rate("satisfaction_rate") == (1, 2)
    assert shown.totals["unrated"] == 1


def test_counts_applications_and_rulings_of_judicial_confirmation_each_in_its_month(stage):
    case = stage.case(moment(8, 1), "written_agreement", moment(8, 10))
    agreement = stage.agreement(case, form="written", on=date(2026, 8, 10))
    stage.session.add(
        Confirmation(
            case_id=case.id, agreement_id=agreement.id, state="confirmed", last_day=date(2026, 9, 9),
            filed_on=date(2026, 8, 28), decided_on=date(2026, 9, 7), ruling_number="（2026）湘0181民特31号",
        )
    )  # fmt: skip
    stage.session.flush()

    assert _totals(stage, AUGUST)["filed"] == 1
    assert "confirmed" not in _totals(stage, AUGUST)
    assert _totals(stage) == {"confirmed": 1}


def test_a_red_card_makes_an_ending_late_unless_it_was_voided_or_came_after(stage):
    for since, voided in ((moment(9, 3), None), (moment(9, 4), moment(9, 5)), (moment(9, 12), None)):
        _card(stage, stage.case(moment(9, 1), "failed", moment(9, 10)), since=since, voided_at=voided)

    assert stage.shown(SEPTEMBER, at=NOW).sums.rate("late_rate") == (1, 3)


def test_return_visits_count_when_they_fall_due(stage):
    case = stage.case(moment(8, 1), "oral_agreement", moment(8, 10))
    _visit(stage, case, due=date(2026, 9, 8), closed=moment(9, 8))
    _visit(stage, case, due=date(2026, 9, 28), closed=moment(10, 2))
    _visit(stage, case, due=date(2026, 9, 29), closed=moment(9, 29), state="cancelled")

    assert stage.shown(SEPTEMBER, at=NOW).sums.rate("visit_rate") == (1, 2)


def test_counts_a_dispute_where_it_lies_not_where_it_is_held(stage):
    elsewhere = a_unit(stage.session, level="town", name="大瑶镇", parent=stage.units["county"])
    stage.case(moment(9, 1), held_by_id=elsewhere.id)

    assert _totals(stage)["accepted"] == 1
    assert _totals(stage, level="county")["accepted"] == 1


def test_compares_with_the_period_before_and_the_same_of_last_year(stage):
    stage.case(moment(8, 5))
    last_year = stage.case(moment(9, 1))
    before = datetime.fromisoformat("2025-09-10T09:00:00+08:00")
    stage.session.execute(update(Attempt).where(Attempt.case_id == last_year.id).values(accepted_at=before))
    stage.case(moment(9, 5))

    shown = stage.shown(SEPTEMBER, at=NOW)

    assert (shown.previous.period, shown.previous.totals["accepted"]) == ("2026-08", 1)
    assert (shown.year_before.period, shown.year_before.totals["accepted"]) == ("2025-09", 1)


def test_a_quarter_counts_what_its_months_count(stage):
    for month in (7, 8, 9):
        stage.case(moment(month, 15), "failed", moment(month, 20))

    assert _totals(stage, periods.quarter(2026, 3)) == {"accepted": 3, "closed": 3, "failed": 3}


def _card(stage, case, *, since, **given):
    clock = Clock(
        case_id=case.id, policy="village.session", title="村级调解", scope="case", family=str(since),
        amount="1", unit="month", anchor="opened", counted_from=since, state="stopped", started_at=since,
        ended_at=since, reminders=[],
    )  # fmt: skip
    stage.session.add(clock)
    stage.session.flush()
    stage.session.add(
        Card(
            kind="red", case_id=case.id, clock_id=clock.id, title="村级调解", label="调解",
            role="village_mediator",
            unit_id=stage.units["village"].id, holder="王秀兰", since=since, given_at=since, **given,
        )
    )  # fmt: skip
    stage.session.flush()


def _visit(stage, case, *, due, closed, state="done"):
    instance = ProcessInstance(case_id=case.id, process="dispute", digest="", state=b"", started_at=closed)
    stage.session.add(instance)
    stage.session.flush()
    stage.session.add(
        WorkItem(
            case_id=case.id, instance_id=instance.id, task_ref=str(due), process="dispute",
            element="return_visit", label="上门回访", step="performance.visit", role="village_mediator",
            unit_id=stage.units["village"].id, due_on=due, sort_at=closed, state=state, opened_at=closed,
            closed_at=closed, closed_post="调解员",
        )
    )  # fmt: skip
    stage.session.flush()
