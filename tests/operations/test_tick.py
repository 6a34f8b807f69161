"""The sweep: fires what is due, each exactly once, whatever else fails, dies or was down."""

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import Engine, event, select
from sqlalchemy.orm import Session, sessionmaker

from mediation.cases.model import Case
from mediation.clocks import operations as clocks
from mediation.clocks.events import ClockAlert, ClockReached
from mediation.clocks.model import Clock, ClockEntry
from mediation.clocks.parked import parked
from mediation.clocks.sweep import TOGETHER, Swept, tick
from mediation.kernel.actor import SYSTEM
from mediation.kernel.locality import Locality
from mediation.kernel.sentences import sentence_of
from mediation.kernel.unit_of_work import Listeners, UnitOfWork, UnitOfWorkFactory
from tests.factories import a_case, a_ladder
from tests.factories.clocks import a_clock, a_policy, moment

START = moment("2026-09-18 09:00")
DUE = moment("2026-09-23 00:00")
WITH_YELLOW = a_policy(alerts="yellow:-1 working_day")

MakeFactory = Callable[..., UnitOfWorkFactory]


@pytest.fixture
def case(session: Session) -> Case:
    # Rows stay readable after a commit, so that looking at them takes no lock from the schedulers.
    session.expire_on_commit = False
    made = a_case(session, unit=a_ladder(session)["village"])
    session.commit()
    return made


@pytest.fixture
def units_of_work(session_factory: sessionmaker[Session], locality: Locality) -> MakeFactory:
    """Makes what a scheduler opens its units of work with."""

    def _make(listeners: Listeners | None = None) -> UnitOfWorkFactory:
        return lambda: UnitOfWork(session_factory(), locality=locality, listeners=listeners)

    return _make


@pytest.fixture
def heard() -> dict[type[Any], list[Any]]:
    """Facts by kind, as listeners heard them."""
    return {ClockReached: [], ClockAlert: []}


@pytest.fixture
def hearing(units_of_work: MakeFactory, heard: dict[type[Any], list[Any]]) -> UnitOfWorkFactory:
    """Units of work whose listeners keep what they heard."""
    listen = {kind: (lambda uow, fact: heard[type(fact)].append(fact),) for kind in heard}
    return units_of_work(listen)


def start(uow: UnitOfWork, case: Case, count: int = 1, **given: Any) -> list[Clock]:
    made = [a_clock(uow, case=case, at=START, **given) for _ in range(count)]
    uow.commit()
    uow.recorded.clear()
    return made


def test_nothing_due_costs_one_look(
    uow: UnitOfWork, case: Case, engine: Engine, hearing: UnitOfWorkFactory
) -> None:
    start(uow, case, 3)
    said: list[str] = []

    @event.listens_for(engine, "before_cursor_execute")
    def _note(connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
        said.append(statement)

    swept = tick(hearing, at=DUE - timedelta(microseconds=1))
    event.remove(engine, "before_cursor_execute", _note)

    assert swept == Swept()
    assert [statement for statement in said if "BEGIN" not in statement and statement != ""] == [
        next(statement for statement in said if "clocks.wake_at" in statement)
    ]


def test_fires_at_the_first_late_moment_and_never_again(
    uow: UnitOfWork,
    session: Session,
    case: Case,
    hearing: UnitOfWorkFactory,
    heard: dict[type[Any], list[Any]],
) -> None:
    (clock,) = start(uow, case)

    assert tick(hearing, at=DUE) == Swept(fired=1)
    assert tick(hearing, at=DUE + timedelta(days=30)) == Swept()

    session.refresh(clock)
    assert (clock.state, clock.reached_at, clock.wake_at) == ("reached", DUE, None)
    (fact,) = heard[ClockReached]
    assert (fact.case_id, fact.clock_id, fact.due_at, fact.at) == (case.id, clock.id, DUE, DUE)
    assert sentence_of(fact) == "“村级受理期限”已届满（9月22日为止）。"
    assert [entry.kind for entry in session.scalars(select(ClockEntry))] == ["reached"]


def test_gives_a_yellow_card_and_then_runs_out(
    uow: UnitOfWork,
    session: Session,
    case: Case,
    hearing: UnitOfWorkFactory,
    heard: dict[type[Any], list[Any]],
) -> None:
    (clock,) = start(uow, case, policy=WITH_YELLOW)

    assert tick(hearing, at=moment("2026-09-21 07:59")) == Swept()
    assert tick(hearing, at=moment("2026-09-21 08:00")) == Swept(alerts=1)
    assert tick(hearing, at=moment("2026-09-22 23:59")) == Swept()
    assert tick(hearing, at=DUE) == Swept(fired=1)

    assert [(fact.label, fact.clock_id) for fact in heard[ClockAlert]] == [("yellow", clock.id)]


def test_what_was_missed_while_down_is_said_once(
    uow: UnitOfWork, case: Case, hearing: UnitOfWorkFactory, heard: dict[type[Any], list[Any]]
) -> None:
    month = a_policy("m", "1", "month", alerts="remind:+15 calendar_day; remind:+25 calendar_day")
    start(uow, case, policy=month)

    assert tick(hearing, at=moment("2026-10-16 09:00")) == Swept(alerts=1)
    assert tick(hearing, at=moment("2026-10-16 09:00")) == Swept()
    assert tick(hearing, at=moment("2027-03-01 09:00")) == Swept(fired=1)

    assert [fact.label for fact in heard[ClockAlert]] == ["remind"]


def test_a_red_card_needs_no_yellow_one_before_it_when_both_were_missed(
    uow: UnitOfWork, case: Case, hearing: UnitOfWorkFactory, heard: dict[type[Any], list[Any]]
) -> None:
    start(uow, case, policy=WITH_YELLOW)

    assert tick(hearing, at=moment("2026-10-20 09:00")) == Swept(fired=1)

    assert heard[ClockAlert] == []


def test_paused_and_stopped_clocks_sleep(uow: UnitOfWork, case: Case, hearing: UnitOfWorkFactory) -> None:
    paused, stopped = start(uow, case, 2)
    clocks.pause(uow, clock=paused, at=START, by=SYSTEM)
    clocks.stop(uow, clock=stopped, reason="done", at=START, by=SYSTEM)
    uow.commit()

    assert tick(hearing, at=moment("2027-09-18 09:00")) == Swept()


def test_a_clock_that_firing_makes_due_fires_in_the_same_tick(
    uow: UnitOfWork, case: Case, units_of_work: MakeFactory
) -> None:
    start(uow, case)

    def chain(uow: UnitOfWork, fact: ClockReached) -> None:
        if fact.policy != "oversight.explain":
            a_clock(uow, case=case, at=START, policy=a_policy("oversight.explain", "2", title="说明期限"))

    assert tick(units_of_work({ClockReached: (chain,)}), at=DUE) == Swept(fired=2)


def test_one_failing_clock_is_parked_and_the_others_go_on(
    uow: UnitOfWork, session: Session, case: Case, units_of_work: MakeFactory
) -> None:
    bad, *good = start(uow, case, 4)
    bad_id = bad.id
    broken = True

    def stumble(uow: UnitOfWork, fact: ClockReached) -> None:
        uow.session.add(ClockEntry(clock_id=fact.clock_id, kind="reminded", at=fact.at, by_post="x"))
        if fact.clock_id == bad_id and broken:
            raise LookupError("没有这个流程")

    factory = units_of_work({ClockReached: (stumble,)})

    assert tick(factory, at=DUE) == Swept(fired=3, failed=(bad_id,))
    session.expire_all()
    assert (bad.state, bad.failures, bad.wake_at) == ("running", 1, DUE + timedelta(minutes=5))
    assert [clock.state for clock in good] == ["reached"] * 3
    assert session.scalars(select(ClockEntry).where(ClockEntry.clock_id == bad_id)).all() == []
    (shown,) = parked(session)
    assert (shown.id, shown.failure, shown.failed_at) == (bad_id, "LookupError: 没有这个流程", DUE)
    session.rollback()

    assert tick(factory, at=DUE + timedelta(minutes=4)) == Swept()
    assert tick(factory, at=DUE + timedelta(minutes=5)) == Swept(failed=(bad_id,))
    broken = False
    assert tick(factory, at=DUE + timedelta(minutes=14)) == Swept()
    assert tick(factory, at=DUE + timedelta(minutes=15)) == Swept(fired=1)
    session.expire_all()
    assert (bad.state, bad.failures, bad.failure) == ("reached", 0, None)
    assert parked(session) == []


def test_a_few_clocks_go_with_one_commit(
    uow: UnitOfWork, case: Case, engine: Engine, hearing: UnitOfWorkFactory
) -> None:
    start(uow, case, TOGETHER + 1)
    written: list[str] = []

    @event.listens_for(engine, "commit")
    def _note(connection: Any) -> None:
        written.append("commit")

    assert tick(hearing, at=DUE) == Swept(fired=TOGETHER + 1)

    assert len(written) == 2


def test_dying_before_the_commit_fires_again_and_leaves_nothing_half_done(
    uow: UnitOfWork, session: Session, case: Case, units_of_work: MakeFactory, hearing: UnitOfWorkFactory
) -> None:
    start(uow, case)

    def die(uow: UnitOfWork, fact: ClockReached) -> None:
        uow.session.flush()
        raise SystemExit("the power failed")

    with pytest.raises(SystemExit):
        tick(units_of_work({ClockReached: (die,)}), at=DUE)

    assert session.scalars(select(ClockEntry)).all() == []
    session.rollback()
    assert tick(hearing, at=DUE) == Swept(fired=1)


def test_goes_on_through_every_batch(uow: UnitOfWork, case: Case, hearing: UnitOfWorkFactory) -> None:
    start(uow, case, 7)

    assert tick(hearing, at=DUE, batch=3) == Swept(fired=7)


@pytest.fixture
def two_schedulers(
    uow: UnitOfWork, case: Case, hearing: UnitOfWorkFactory
) -> Iterator[Callable[[datetime], list[Swept]]]:
    together = Barrier(2)

    def run(at: datetime) -> Swept:
        together.wait()
        return tick(hearing, at=at, batch=10)

    with ThreadPoolExecutor(2) as pool:
        yield lambda at: list(pool.map(run, [at, at]))


def test_two_schedulers_fire_each_clock_exactly_once(
    uow: UnitOfWork,
    case: Case,
    two_schedulers: Callable[[datetime], list[Swept]],
    heard: dict[type[Any], list[Any]],
) -> None:
    made = [clock.id for clock in start(uow, case, 60)]

    swept = two_schedulers(DUE)

    assert sum(each.fired for each in swept) == 60
    assert all(each.failed == () for each in swept)
    assert Counter(fact.clock_id for fact in heard[ClockReached]) == Counter(made)


def test_others_are_asked_to_help_once_where_more_is_due_than_one_look_brings(
    uow: UnitOfWork, case: Case, hearing: UnitOfWorkFactory
) -> None:
    start(uow, case, 7)
    asked: list[str] = []

    tick(hearing, at=DUE, batch=8, much=lambda: asked.append("7 of 8"))
    start(uow, case, 7)
    tick(hearing, at=DUE, batch=3, much=lambda: asked.append("7 of 3"))

    assert asked == ["7 of 3"]


def test_a_clock_somebody_stops_meanwhile_is_left_alone(
    uow: UnitOfWork, session: Session, case: Case, units_of_work: MakeFactory
) -> None:
    first, second = start(uow, case, 2)
    both = {first.id, second.id}

    def stop_the_other(uow: UnitOfWork, fact: ClockReached) -> None:
        (other,) = both - {fact.clock_id}
        clocks.stop(uow, clock_id=other, reason="done", at=fact.at, by=SYSTEM)

    assert tick(units_of_work({ClockReached: (stop_the_other,)}), at=DUE) == Swept(fired=1)
    session.expire_all()
    assert {first.state, second.state} == {"reached", "stopped"}
