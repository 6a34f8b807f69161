"""Promises kept, broken, varied."""

from datetime import date

import pytest

from mediation.agreements.events import PromisePartlyKept, SettlementPerformed
from mediation.agreements.operations import record_settlement, vary_promise
from mediation.agreements.rules import performance as rules
from mediation.agreements.rules.force import NotToday
from tests.factories import an_attempt
from tests.operations.performing_stage import TWO, confirm, fact_of, follow, settle, states
from tests.operations.settle_stage import moment


@pytest.fixture
def stage(settling):
    return settling(level="grid")


@pytest.fixture
def settled(stage):
    return settle(stage)


def test_instalments_are_kept_one_by_one_and_the_settlement_with_the_last(settled):
    assert fact_of(settled, "next_promise_due_on") == date(2026, 9, 25)
    assert confirm(settled, "done") == "part"
    assert states(settled) == ["done", "pending"]
    assert fact_of(settled, "next_promise_due_on") == date(2026, 10, 20)
    assert settled.case.performed_on is None

    assert confirm(settled, "done", at=moment(10, 20)) == "done"

    assert states(settled) == ["done", "done"]
    assert settled.case.performed_on == date(2026, 10, 20)
    assert fact_of(settled, "all_performed")
    assert "全部履行完毕" in settled.told()
    settled.uow.commit()


def test_a_late_performance_is_told_as_late(settled):
    confirm(settled, "done", at=moment(9, 28))
    confirm(settled, "done", at=moment(10, 22))

    (performed,) = settled.facts(SettlementPerformed)
    assert performed.late


def test_a_promise_for_a_holiday_is_kept_in_time_until_the_next_working_day(settled):
    """中秋 2026 is Friday 25 September, and people are back at work on Monday 28 (民法典 203)."""
    assert states(settled, date(2026, 9, 28)) == ["pending", "pending"]
    assert states(settled, date(2026, 9, 29)) == ["overdue", "pending"]


@pytest.mark.parametrize(("day", "is_late"), [(3, False), (8, False), (9, True)])
def test_what_is_performed_on_the_first_working_day_after_a_holiday_is_not_late(stage, day, is_late):
    record_settlement(
        stage.uow,
        **stage.here,
        form="private",
        terms="修好水管。",
        promises="李乙|修好水管|2026-10-03",
        by=stage.grid_leader,
        at=moment(9, 21),
    )

    confirm(stage, "done", at=moment(10, day))

    (performed,) = stage.facts(SettlementPerformed)
    assert performed.late is is_late


def test_part_of_the_money_leaves_the_promise_open(settled):
    confirm(settled, "done")

    assert confirm(settled, "part", at=moment(10, 8), paid_yuan="300") == "part"
    assert states(settled) == ["done", "partial"]
    assert settled.facts(PromisePartlyKept)[-1].left == 1


def test_refuses_more_money_than_was_promised(settled):
    confirm(settled, "done")

    with pytest.raises(rules.PaidTooMuch):
        confirm(settled, "part", at=moment(10, 8), paid_yuan="800")


def test_refuses_performance_before_the_settlement_or_to_come(settled):
    for day in (date(2026, 9, 20), date(2026, 9, 26)):
        with pytest.raises(NotToday):
            confirm(settled, "done", performed_on=day)


def test_a_promise_not_kept_in_time_reads_overdue_without_anybody_saying_so(settled):
    assert states(settled, today=date(2026, 9, 29)) == ["overdue", "pending"]


def test_a_breach_is_urged_and_may_still_be_kept(settled):
    assert confirm(settled, "breach", at=moment(9, 26)) == "breach"
    assert states(settled) == ["urging", "pending"]

    assert follow(settled, "done") == "part"
    assert states(settled) == ["done", "pending"]


def test_a_breach_may_be_varied_when_all_agree(settled):
    confirm(settled, "breach", at=moment(9, 26))
    assert follow(settled, "vary") == "vary"

    vary_promise(
        settled.uow,
        **settled.here,
        new_terms="换新水管",
        new_due_on=date(2026, 10, 10),
        all_agree=True,
        by=settled.grid_leader,
        at=moment(9, 28),
    )

    assert states(settled) == ["varied", "pending", "pending"]
    assert fact_of(settled, "next_promise_due_on") == date(2026, 10, 10)


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"all_agree": False}, rules.NotAllAgree),
        ({"new_terms": " "}, rules.NoNewTerms),
        ({"new_due_on": None}, rules.NoNewTerms),
        ({"new_due_on": date(2026, 9, 27)}, NotToday),
    ],
)
def test_refuses_a_variation_that_is_not_agreed_or_not_clear(settled, changes, refusal):
    given = {"new_terms": "换新水管", "new_due_on": date(2026, 10, 10), "all_agree": True, **changes}

    with pytest.raises(refusal):
        vary_promise(settled.uow, **settled.here, **given, by=settled.grid_leader, at=moment(9, 28))
    assert states(settled) == ["pending", "pending"]


def test_a_breach_may_reopen_the_dispute_and_only_its_own_round(settled):
    confirm(settled, "breach", at=moment(9, 26))

    assert follow(settled, "reopen") == "reopen"

    assert states(settled)[0] == "breach"
    assert fact_of(settled, "reopen")
    again = an_attempt(settled.session, case=settled.case, seq=2)
    assert not fact_of(settled, "reopen", attempt=again)
    assert fact_of(settled, "settlement_form", attempt=again) == ""
    assert not fact_of(settled, "agreement_in_force", attempt=again)


def test_suing_is_no_reopening(settled):
    confirm(settled, "breach", at=moment(9, 26))

    assert follow(settled, "sue") == "sue"
    assert not fact_of(settled, "reopen")


def test_refuses_decisions_the_form_does_not_offer(settled):
    with pytest.raises(rules.UnknownDecision):
        confirm(settled, "forgiven")
    with pytest.raises(rules.UnknownDecision):
        follow(settled, "forgiven")


def test_nothing_is_performed_under_an_oral_agreement_that_was_not_registered(stage):
    record_settlement(
        stage.uow,
        **stage.here,
        form="oral",
        terms="修好并赔偿。",
        promises=TWO,
        by=stage.grid_leader,
        at=moment(9, 21),
    )

    with pytest.raises(rules.NotInForce):
        confirm(stage, "done")


def test_a_settlement_without_dated_promises_is_performed_at_once(stage):
    record_settlement(
        stage.uow, **stage.here, form="private", terms="当面道歉。", by=stage.grid_leader, at=moment(9, 21)
    )
    assert fact_of(stage, "next_promise_due_on") == date(2026, 9, 21)

    assert confirm(stage, "done", performed_on=date(2026, 9, 21)) == "done"
