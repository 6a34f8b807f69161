"""Promises kept, broken, varied; return visits."""

from datetime import date

import pytest

from mediation.agreements import queries
from mediation.agreements.events import PromisePartlyKept, SettlementPerformed, VisitsPlanned
from mediation.agreements.operations import (
    confirm_performance,
    follow_breach,
    plan_visits,
    record_settlement,
    record_visit,
    vary_promise,
)
from mediation.agreements.rules import performance as rules
from mediation.agreements.rules.force import NotToday
from mediation.casework.facts import Context
from mediation.casework.facts import agreements as facts
from mediation.kernel.locality import Locality
from tests.factories import an_attempt
from tests.operations.settle_stage import moment, set_stage

DUE, LATE = moment(9, 25), moment(9, 28)
TWO = "李乙|修好水管|2026-09-25\n李乙|赔偿墙面|2026-10-20|800"


@pytest.fixture
def stage(uow):
    stage = set_stage(uow, level="grid")
    yield stage
    assert all(line.endswith("。") for line in stage.told().splitlines())


@pytest.fixture
def settled(stage):
    record_settlement(
        stage.uow,
        **stage.here,
        form="private",
        terms="修好并赔偿。",
        promises=TWO,
        by=stage.grid_leader,
        at=moment(9, 21),
    )
    return stage


def _confirm(stage, decision, at=DUE, **more):
    return confirm_performance(
        stage.uow, **stage.here, decision=decision, **more, by=stage.grid_leader, at=at
    )


def _follow(stage, decision, at=LATE):
    return follow_breach(stage.uow, **stage.here, decision=decision, by=stage.grid_leader, at=at)


def _states(stage, today=date(2026, 9, 25)):
    (agreement, *_) = queries.agreements(stage.session, stage.case.id, today=today)
    return [promise.state for promise in agreement.promises]


def _fact(stage, name, attempt=None):
    context = Context(instance=None, attempt=attempt or stage.attempt, locality=stage.uow.locality)
    return facts.FACTS[name](stage.session, stage.case, context)


def test_instalments_are_kept_one_by_one_and_the_settlement_with_the_last(settled):
    assert _fact(settled, "next_promise_due_on") == date(2026, 9, 25)
    assert _confirm(settled, "done") == "part"
    assert _states(settled) == ["done", "pending"]
    assert _fact(settled, "next_promise_due_on") == date(2026, 10, 20)
    assert settled.case.performed_on is None

    assert _confirm(settled, "done", at=moment(10, 20)) == "done"

    assert _states(settled) == ["done", "done"]
    assert settled.case.performed_on == date(2026, 10, 20)
    assert _fact(settled, "all_performed")
    assert "全部履行完毕" in settled.told()
    settled.uow.commit()


def test_a_late_performance_is_told_as_late(settled):
    _confirm(settled, "done", at=moment(9, 28))
    _confirm(settled, "done", at=moment(10, 22))

    (performed,) = settled.facts(SettlementPerformed)
    assert performed.late


def test_a_promise_for_a_holiday_is_kept_in_time_until_the_next_working_day(settled):
    """中秋 2026 is Friday 25 September, and people are back at work on Monday 28 (民法典 203)."""
    assert _states(settled, date(2026, 9, 28)) == ["pending", "pending"]
    assert _states(settled, date(2026, 9, 29)) == ["overdue", "pending"]


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

    _confirm(stage, "done", at=moment(10, day))

    (performed,) = stage.facts(SettlementPerformed)
    assert performed.late is is_late


def test_part_of_the_money_leaves_the_promise_open(settled):
    _confirm(settled, "done")

    assert _confirm(settled, "part", at=moment(10, 8), paid_yuan="300") == "part"
    assert _states(settled) == ["done", "partial"]
    assert settled.facts(PromisePartlyKept)[-1].left == 1


def test_refuses_more_money_than_was_promised(settled):
    _confirm(settled, "done")

    with pytest.raises(rules.PaidTooMuch):
        _confirm(settled, "part", at=moment(10, 8), paid_yuan="800")


def test_refuses_performance_before_the_settlement_or_to_come(settled):
    for day in (date(2026, 9, 20), date(2026, 9, 26)):
        with pytest.raises(NotToday):
            _confirm(settled, "done", performed_on=day)


def test_a_promise_not_kept_in_time_reads_overdue_without_anybody_saying_so(settled):
    assert _states(settled, today=date(2026, 9, 29)) == ["overdue", "pending"]


def test_a_breach_is_urged_and_may_still_be_kept(settled):
    assert _confirm(settled, "breach", at=moment(9, 26)) == "breach"
    assert _states(settled) == ["urging", "pending"]

    assert _follow(settled, "done") == "part"
    assert _states(settled) == ["done", "pending"]


def test_a_breach_may_be_varied_when_all_agree(settled):
    _confirm(settled, "breach", at=moment(9, 26))
    assert _follow(settled, "vary") == "vary"

    vary_promise(
        settled.uow,
        **settled.here,
        new_terms="换新水管",
        new_due_on=date(2026, 10, 10),
        all_agree=True,
        by=settled.grid_leader,
        at=moment(9, 28),
    )

    assert _states(settled) == ["varied", "pending", "pending"]
    assert _fact(settled, "next_promise_due_on") == date(2026, 10, 10)


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
    assert _states(settled) == ["pending", "pending"]


def test_a_breach_may_reopen_the_dispute_and_only_its_own_round(settled):
    _confirm(settled, "breach", at=moment(9, 26))

    assert _follow(settled, "reopen") == "reopen"

    assert _states(settled)[0] == "breach"
    assert _fact(settled, "reopen")
    again = an_attempt(settled.session, case=settled.case, seq=2)
    assert not _fact(settled, "reopen", attempt=again)
    assert _fact(settled, "settlement_form", attempt=again) == ""
    assert not _fact(settled, "agreement_in_force", attempt=again)


def test_suing_is_no_reopening(settled):
    _confirm(settled, "breach", at=moment(9, 26))

    assert _follow(settled, "sue") == "sue"
    assert not _fact(settled, "reopen")


def test_refuses_decisions_the_form_does_not_offer(settled):
    with pytest.raises(rules.UnknownDecision):
        _confirm(settled, "forgiven")
    with pytest.raises(rules.UnknownDecision):
        _follow(settled, "forgiven")


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
        _confirm(stage, "done")


def test_a_settlement_without_dated_promises_is_performed_at_once(stage):
    record_settlement(
        stage.uow, **stage.here, form="private", terms="当面道歉。", by=stage.grid_leader, at=moment(9, 21)
    )
    assert _fact(stage, "next_promise_due_on") == date(2026, 9, 21)

    assert _confirm(stage, "done", performed_on=date(2026, 9, 21)) == "done"


def test_what_a_department_settled_can_be_performed_without_an_agreement(stage):
    given = {"case_id": stage.case.id, "attempt_id": None, "by": stage.director}

    assert confirm_performance(stage.uow, **given, decision="done", at=moment(9, 25)) == "done"
    assert plan_visits(stage.uow, **given, at=moment(9, 25)).visits_planned == 3
    stage.uow.commit()


def test_a_private_settlement_is_visited_once_counted_from_its_performance(settled):
    _confirm(settled, "done")
    _confirm(settled, "done", at=moment(10, 20))

    plan_visits(settled.uow, **settled.here, by=settled.grid_leader, at=moment(10, 20))
    plan_visits(settled.uow, **settled.here, by=settled.grid_leader, at=moment(10, 21))

    assert len(settled.facts(VisitsPlanned)) == 1
    assert _fact(settled, "visits_from_on") == date(2026, 10, 20)
    assert (_fact(settled, "visit_number"), _fact(settled, "visits_left")) == (1, 1)

    record_visit(
        settled.uow, **settled.here, kept=True, satisfied=True, by=settled.grid_leader, at=moment(11, 4)
    )

    assert (_fact(settled, "visit_number"), _fact(settled, "visits_left")) == (2, 0)
    (round_,) = queries.performances(settled.session, settled.case.id)
    assert round_.visits[0].visited_on == date(2026, 11, 4)
    with pytest.raises(rules.NothingPlanned):
        record_visit(settled.uow, **settled.here, kept=True, by=settled.grid_leader, at=moment(11, 5))
    settled.uow.commit()


def test_refuses_a_visit_before_performance_or_to_come(settled):
    _confirm(settled, "done")
    _confirm(settled, "done", at=moment(10, 20))
    plan_visits(settled.uow, **settled.here, by=settled.grid_leader, at=moment(10, 20))

    for day in (date(2026, 10, 19), date(2026, 11, 5)):
        with pytest.raises(NotToday):
            record_visit(
                settled.uow,
                **settled.here,
                visited_on=day,
                kept=True,
                by=settled.grid_leader,
                at=moment(11, 4),
            )


def test_refuses_a_visit_that_was_never_planned(settled):
    with pytest.raises(rules.NothingPlanned):
        record_visit(settled.uow, **settled.here, kept=True, by=settled.grid_leader, at=moment(11, 4))


def test_a_locality_may_plan_other_numbers_of_visits(settled, locality: Locality):
    locality_settings = {**locality.settings, "visits": {"count": 3, "private": 2}}
    settled.uow.locality = Locality(**{**locality.__dict__, "settings": locality_settings})
    _confirm(settled, "done")
    _confirm(settled, "done", at=moment(10, 20))

    row = plan_visits(settled.uow, **settled.here, by=settled.grid_leader, at=moment(10, 20))

    assert row.visits_planned == 2


def test_a_visit_that_finds_it_unkept_undoes_the_performance_and_visits_start_anew(settled):
    here = {**settled.here, "by": settled.grid_leader}
    _confirm(settled, "done")
    _confirm(settled, "done", at=moment(10, 20))
    plan_visits(settled.uow, **here, at=moment(10, 20))

    record_visit(settled.uow, **here, kept=False, at=moment(11, 4))
    assert (settled.case.performed_on, _fact(settled, "visits_left")) == (None, 0)
    assert _follow(settled, "done", at=moment(11, 9)) == "done"
    plan_visits(settled.uow, **here, at=moment(11, 9))

    assert settled.case.performed_on == _fact(settled, "visits_from_on") == date(2026, 11, 9)
    assert (_fact(settled, "visit_number"), _fact(settled, "visits_left")) == (1, 1)
    plan_visits(settled.uow, **here, at=moment(11, 10))
    assert record_visit(settled.uow, **here, kept=True, at=moment(11, 24)).number == 2
    assert _fact(settled, "visits_left") == 0
    settled.uow.commit()


def test_what_a_visit_finds_unkept_may_reopen_the_dispute(settled):
    here = {**settled.here, "by": settled.grid_leader}
    _confirm(settled, "done")
    _confirm(settled, "done", at=moment(10, 20))
    plan_visits(settled.uow, **here, at=moment(10, 20))
    record_visit(settled.uow, **here, kept=False, at=moment(11, 4))

    assert _follow(settled, "reopen", at=moment(11, 9)) == "reopen"

    assert _fact(settled, "reopen")
    settled.uow.commit()
