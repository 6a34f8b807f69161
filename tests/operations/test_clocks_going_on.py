"""A task that opens again: its clock goes on, and nobody gains a day by it."""

from datetime import date

import pytest

from mediation.clocks import operations as clocks
from mediation.clocks.events import ClockStarted, ClockWentOn
from mediation.kernel.actor import SYSTEM
from mediation.kernel.sentences import sentence_of
from tests.factories import a_case, a_ladder
from tests.factories.clocks import a_clock, a_policy, moment, no_facts

START = moment("2026-09-01 09:00")


@pytest.fixture
def case(session):
    return a_case(session, unit=a_ladder(session)["village"])


@pytest.fixture
def clock(uow, case):
    return a_clock(uow, case=case, at=START)


def stopped(uow, clock, at="2026-09-02 09:00"):
    clocks.stop(uow, clock=clock, reason="done", at=moment(at), by=SYSTEM)
    return clock


def again(uow, case, *, earlier, sent_back=None, at, **policy):
    return clocks.start_again(
        uow,
        case_id=case.id,
        policy=a_policy(**policy),
        facts=no_facts,
        earlier=earlier,
        sent_back=sent_back,
        at=moment(at),
        by=SYSTEM,
    )


def test_it_goes_on_to_the_same_end(uow, clock):
    due = clock.due_at

    clocks.go_on(uow, clock=stopped(uow, clock), at=moment("2026-09-03 09:00"), by=SYSTEM)
    uow.commit()

    assert (clock.state, clock.due_at, clock.wake_at is not None) == ("running", due, True)
    assert (clock.ended_at, clock.end_reason) == (None, None)


def test_the_ledger_says_that_it_does_not_start_anew(uow, clock):
    clocks.go_on(uow, clock=stopped(uow, clock), at=moment("2026-09-03 09:00"), by=SYSTEM)

    (fact,) = [each for each in uow.recorded if isinstance(each, ClockWentOn)]
    assert sentence_of(fact) == "“村级受理期限”接着原来的期限计算，不重新起算，到9月4日为止。"


def test_one_that_had_run_out_stays_run_out(uow, clock):
    clocks.fire(uow, clock=clock, at=moment("2026-09-05 00:00"))
    stopped(uow, clock, "2026-09-06 09:00")

    clocks.go_on(uow, clock=clock, at=moment("2026-09-07 09:00"), by=SYSTEM)
    uow.commit()

    assert (clock.state, clock.wake_at) == ("reached", None)


def test_one_that_runs_is_left_alone(uow, clock):
    before = len(uow.recorded)

    clocks.go_on(uow, clock=clock, at=moment("2026-09-02 09:00"), by=SYSTEM)

    assert len(uow.recorded) == before


def test_with_time_left_its_own_goes_on(uow, case, clock):
    sent_back = a_clock(uow, case=case, at=moment("2026-09-02 09:00"))

    chosen = again(uow, case, earlier=stopped(uow, clock), sent_back=sent_back, at="2026-09-03 09:00")

    assert chosen is clock


def test_with_none_left_that_of_the_work_sent_back_goes_on(uow, case, clock):
    sent_back = a_clock(uow, case=case, at=moment("2026-09-03 09:00"))

    chosen = again(uow, case, earlier=stopped(uow, clock), sent_back=sent_back, at="2026-09-07 09:00")

    assert chosen is sent_back


def test_a_fresh_one_where_that_ends_sooner(uow, case, clock):
    month = a_policy("village.mediation", "1", "month", title="村级调解期限", scope="case")
    sent_back = a_clock(uow, case=case, at=moment("2026-09-03 09:00"), policy=month)

    chosen = again(uow, case, earlier=stopped(uow, clock), sent_back=sent_back, at="2026-09-07 09:00")

    assert chosen not in (clock, sent_back)
    assert chosen.due_on == date(2026, 9, 10)


def test_one_that_counts_from_a_fact_counts_from_it_as_it_is_now(uow, case):
    facts = {"hearing_at": moment("2026-09-05 19:30")}
    policy = a_policy("hearing.sign_in", "24", "hour", anchor="hearing_at")
    first = a_clock(uow, case=case, at=START, policy=policy, facts=facts.__getitem__)
    facts["hearing_at"] = moment("2026-09-09 19:30")

    chosen = clocks.start_again(
        uow,
        case_id=case.id,
        policy=policy,
        facts=facts.__getitem__,
        earlier=stopped(uow, first),
        sent_back=first,
        at=moment("2026-09-03 09:00"),
        by=SYSTEM,
    )

    assert chosen.due_at == moment("2026-09-10 19:30")


def test_a_shared_one_runs_on(uow, case):
    month = {"key": "village.mediation", "amount": "1", "unit": "month", "scope": "case"}
    shared = a_clock(uow, case=case, at=START, policy=a_policy(**month))

    chosen = again(uow, case, earlier=shared, at="2026-09-07 09:00", **month)

    assert chosen is shared
    assert len([each for each in uow.recorded if isinstance(each, ClockStarted)]) == 1


def test_what_has_just_run_out_fires_before_it_moves(uow, clock):
    clocks.fire_if_late(uow, clock=clock, at=moment("2026-09-04 23:59"))
    assert clock.state == "running"

    clocks.fire_if_late(uow, clock=clock, at=moment("2026-09-05 00:00"))

    assert clock.state == "reached"
