"""Starting clocks, sharing statutory ones, stopping them."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from mediation.clocks import operations as clocks
from mediation.clocks.events import ClockStarted, ClockStopped
from mediation.clocks.model import Clock
from mediation.clocks.operations.refusals import AnchorMissing
from mediation.clocks.queries import of_attempt
from mediation.kernel.actor import SYSTEM
from mediation.kernel.sentences import sentence_of
from mediation.kernel.unit_of_work import UnitOfWork
from tests.factories import a_case, a_ladder, a_person, actor_of, an_attempt
from tests.factories.clocks import a_clock, a_policy, moment

ACCEPTED = moment("2026-04-22 10:00")
MEDIATION = a_policy(
    "village.mediation",
    "1",
    "month",
    scope="attempt",
    anchor="accepted_at",
    alerts="remind:+15 calendar_day; remind:+25 calendar_day",
    chain="oversight",
    title="村级调解期限",
    basis="人民调解工作若干规定 33",
    mark="P",
)


def accepted(name: str) -> Any:
    return {"accepted_at": ACCEPTED}[name]


def test_starts_a_clock_and_says_so_in_the_ledger(uow: UnitOfWork, session: Session) -> None:
    case = a_case(session, unit=a_ladder(session)["village"])

    clock = a_clock(uow, case=case, at=moment("2026-09-18 21:00"))
    uow.commit()

    assert clock.id
    assert (clock.state, clock.due_on, clock.due_at) == (
        "running",
        date(2026, 9, 22),
        moment("2026-09-23 00:00"),
    )
    assert (clock.wake_at, clock.wake_kind) == (clock.due_at, "due")
    (fact,) = uow.recorded
    assert isinstance(fact, ClockStarted)
    assert sentence_of(fact) == ("“村级受理期限”开始计算：自9月18日起3个工作日，到9月22日为止。")


def test_a_provisional_end_says_so(uow: UnitOfWork, session: Session) -> None:
    case = a_case(session, unit=a_ladder(session)["village"])

    clock = a_clock(uow, case=case, at=moment("2026-12-30 09:00"))

    assert clock.provisional
    (fact,) = uow.recorded
    assert isinstance(fact, ClockStarted)
    assert "暂定" in sentence_of(fact)


def test_counts_from_the_fact_the_policy_names(uow: UnitOfWork, session: Session) -> None:
    case = a_case(session, unit=a_ladder(session)["village"])
    attempt = an_attempt(session, case=case, level="village")

    clock = a_clock(
        uow,
        case=case,
        policy=MEDIATION,
        facts=accepted,
        attempt_id=attempt.id,
        at=moment("2026-04-24 09:00"),
    )

    assert clock.due_on == date(2026, 5, 22)
    assert (clock.wake_at, clock.wake_kind) == (moment("2026-05-07 08:00"), "alert")


def test_refuses_to_guess_a_missing_day(uow: UnitOfWork, session: Session) -> None:
    case = a_case(session, unit=a_ladder(session)["village"])

    for facts in (lambda name: None, lambda name: {}[name]):
        with pytest.raises(AnchorMissing, match=r"村级调解期限.*accepted_at"):
            a_clock(uow, case=case, policy=MEDIATION, facts=facts, at=ACCEPTED)


def test_an_amount_is_looked_up_where_the_policy_names_a_fact(uow: UnitOfWork, session: Session) -> None:
    case = a_case(session, unit=a_ladder(session)["village"])
    known = a_policy("signing.cooling_off", "0", "hour", title="冷静期")
    cooling_off = type(known)(**{**vars(known), "amount": None, "amount_fact": "cooling_off_hours"})

    clock = a_clock(
        uow,
        case=case,
        policy=cooling_off,
        facts={"cooling_off_hours": 48}.__getitem__,
        at=moment("2026-09-10 09:00"),
    )

    assert clock.due_at == moment("2026-09-12 09:00")


def test_a_statutory_clock_survives_a_change_of_hands(uow: UnitOfWork, session: Session) -> None:
    case = a_case(session, unit=a_ladder(session)["village"])
    attempt = an_attempt(session, case=case, level="village")
    given: dict[str, Any] = {"policy": MEDIATION, "facts": accepted, "attempt_id": attempt.id}

    first = a_clock(uow, case=case, at=ACCEPTED, **given)
    second = a_clock(uow, case=case, at=moment("2026-05-12 09:00"), **given)
    clocks.fire(uow, clock=first, at=moment("2026-05-25 09:00"))
    third = a_clock(uow, case=case, at=moment("2026-05-25 10:00"), **given)
    uow.commit()

    assert first is second is third
    assert third.state == "reached"
    assert len(session.scalars(select(Clock)).all()) == 1


def test_the_next_attempt_has_a_clock_of_its_own(uow: UnitOfWork, session: Session) -> None:
    case = a_case(session, unit=a_ladder(session)["village"])
    village = an_attempt(session, case=case, level="village")
    town = an_attempt(session, case=case, level="town", seq=2)
    first = a_clock(uow, case=case, policy=MEDIATION, facts=accepted, attempt_id=village.id, at=ACCEPTED)

    clocks.stop_attempt(uow, attempt_id=village.id, reason="up", at=moment("2026-05-12 09:00"), by=SYSTEM)
    second = a_clock(uow, case=case, policy=MEDIATION, facts=accepted, attempt_id=town.id, at=ACCEPTED)
    uow.commit()

    assert first is not second
    assert (first.state, first.end_reason, first.wake_at) == ("stopped", "已逐级上报", None)
    stopped = [fact for fact in uow.recorded if isinstance(fact, ClockStopped)]
    assert [sentence_of(fact) for fact in stopped] == ["“村级调解期限”停止计算：已逐级上报。"]


def test_the_cap_of_the_case_runs_across_attempts(uow: UnitOfWork, session: Session) -> None:
    case = a_case(session, unit=a_ladder(session)["village"])
    cap = a_policy("case.cap", "90", "calendar_day", scope="case", title="全案期限")

    first = a_clock(uow, case=case, policy=cap, at=ACCEPTED)
    second = a_clock(uow, case=case, policy=cap, at=moment("2026-05-12 09:00"))
    stopped = clocks.stop_case(uow, case_id=case.id, at=moment("2026-05-13 09:00"), by=SYSTEM)

    assert first is second
    assert stopped == [first]


def test_the_law_s_limit_of_a_kind_survives_a_climb(uow: UnitOfWork, session: Session) -> None:
    case = a_case(session, unit=a_ladder(session)["village"], kind="medical")
    village = an_attempt(session, case=case, level="village")
    town = an_attempt(session, case=case, level="town", seq=2)
    limit: dict[str, Any] = {"amount": "30", "unit": "working_day", "scope": "case", "row": "medical"}

    at_village = a_policy("village.mediation", **limit)
    first = a_clock(uow, case=case, policy=at_village, attempt_id=village.id, at=ACCEPTED)
    clocks.stop_attempt(uow, attempt_id=village.id, reason="up", at=moment("2026-05-12 09:00"), by=SYSTEM)
    at_town = a_policy("town.mediation", **limit)
    second = a_clock(uow, case=case, policy=at_town, attempt_id=town.id, at=moment("2026-05-12 09:00"))

    assert first is second
    assert second.state == "running"
    assert of_attempt(session, town.id) == [first]


def test_an_attempt_works_against_its_own_limit_but_not_the_cap_of_the_case(
    uow: UnitOfWork, session: Session
) -> None:
    case = a_case(session, unit=a_ladder(session)["village"])
    attempt = an_attempt(session, case=case, level="village")
    a_clock(uow, case=case, policy=a_policy("case.cap", "90", "calendar_day", scope="case"), at=ACCEPTED)
    a_clock(uow, case=case, attempt_id=attempt.id, at=ACCEPTED)

    own = a_clock(uow, case=case, policy=MEDIATION, facts=accepted, attempt_id=attempt.id, at=ACCEPTED)

    assert of_attempt(session, attempt.id) == [own]


def test_several_clocks_are_started_together_in_the_order_asked(uow: UnitOfWork, session: Session) -> None:
    case = a_case(session, unit=a_ladder(session)["village"])
    policies = [a_policy("a", "1"), a_policy("b", "2"), a_policy("c", "3", scope="case")]

    started = clocks.start_all(
        uow, case_id=case.id, policies=[*policies, policies[-1]], facts=accepted, at=ACCEPTED, by=SYSTEM
    )

    assert [clock.policy for clock in started] == ["a", "b", "c", "c"]
    assert started[2] is started[3]
    assert len({clock.id for clock in started}) == 3


def test_instalments_of_one_policy_are_told_apart(uow: UnitOfWork, session: Session) -> None:
    case = a_case(session, unit=a_ladder(session)["village"])
    promise = a_policy("performance.promise", "0", "calendar_day", scope="case", title="履行期限")

    first = a_clock(uow, case=case, policy=promise, scope_key="promise-1", at=ACCEPTED)
    second = a_clock(uow, case=case, policy=promise, scope_key="promise-2", at=ACCEPTED)
    uow.commit()

    assert first is not second


def test_two_tasks_never_share_their_own_clocks(uow: UnitOfWork, session: Session) -> None:
    case = a_case(session, unit=a_ladder(session)["village"])

    assert a_clock(uow, case=case, at=ACCEPTED) is not a_clock(uow, case=case, at=ACCEPTED)


def test_finishing_a_task_stops_its_own_clock_but_not_the_law_s(uow: UnitOfWork, session: Session) -> None:
    units = a_ladder(session)
    case = a_case(session, unit=units["village"])
    person = a_person(session)
    by = actor_of(person, role="village_director", unit=units["village"])
    own = a_clock(uow, case=case, at=ACCEPTED)
    shared = a_clock(uow, case=case, policy=MEDIATION, facts=accepted, at=ACCEPTED)

    for clock in (own, shared):
        clocks.finish_item(uow, clock_id=clock.id, at=moment("2026-04-23 09:00"), by=by)
    uow.commit()

    assert (own.state, own.ended_by, own.end_reason) == ("stopped", person.id, "已办结")
    assert shared.state == "running"
    assert not any(isinstance(fact, ClockStopped) for fact in uow.recorded)


def test_stopping_twice_changes_nothing(uow: UnitOfWork, session: Session) -> None:
    case = a_case(session, unit=a_ladder(session)["village"])
    clock = a_clock(uow, case=case, at=ACCEPTED)

    clocks.stop(uow, clock_id=clock.id, reason="done", at=moment("2026-04-23 09:00"), by=SYSTEM)
    clocks.stop(uow, clock=clock, reason="cancelled", at=moment("2026-04-24 09:00"), by=SYSTEM)

    assert (clock.end_reason, clock.ended_at) == ("已办结", moment("2026-04-23 09:00"))


def test_a_clock_that_ran_out_keeps_that_when_it_is_stopped(uow: UnitOfWork, session: Session) -> None:
    case = a_case(session, unit=a_ladder(session)["village"])
    clock = a_clock(uow, case=case, at=ACCEPTED)
    clocks.fire(uow, clock=clock, at=moment("2026-04-28 00:00"))

    clocks.stop(uow, clock=clock, reason="done", at=moment("2026-04-29 09:00"), by=SYSTEM)
    uow.commit()

    assert (clock.state, clock.reached_at) == ("stopped", moment("2026-04-28 00:00"))
