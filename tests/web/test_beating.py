"""A scheduler whose machine's clock jumps fires nothing by it; what waits is seen, and goes on."""

from datetime import UTC, datetime, timedelta

import pytest

from mediation.bootstrap import System, build
from mediation.heartbeats.operations import confirm_time
from mediation.heartbeats.queries import overdue, state
from mediation.kernel.actor import SYSTEM
from mediation.kernel.clock import SetClock
from mediation.kernel.unit_of_work import transact
from tests.factories.county import HOME
from web.beating import Beating, Process, Task

NOW = datetime(2026, 9, 22, 1, 0, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


class Machine:
    """A machine with a clock on the wall that somebody may set, and seconds that nobody can."""

    def __init__(self, system: System) -> None:
        self.system, self.clock, self.seconds = system, SetClock(NOW), 0.0
        self.fired: list[datetime] = []
        self.start()

    def start(self, name: str = "east 17") -> None:
        """Start the scheduler's process (again)."""
        process = Process(self.system, self.clock, steady=lambda: self.seconds, name=name)
        self.sweep = Beating(process, Task("sweep", 20, lambda pulse: self.fired.append(self.clock.now())))
        self.search = Beating(process, Task("search", 5, lambda pulse: None, by_time=False))

    def later(self, span: timedelta) -> None:
        """Let time pass."""
        self.seconds += span.total_seconds()
        self.clock.set(self.clock.now() + span)

    def jump(self, span: timedelta) -> None:
        """Set the clock on the wall, or let the machine sleep."""
        self.clock.set(self.clock.now() + span)

    def missed(self) -> list[tuple[str, str]]:
        with self.system.session() as session:
            return [(each.job, each.why) for each in overdue(session, self.clock.now())]

    def confirm(self) -> int:
        return transact(self.system.uow, lambda uow: confirm_time(uow, by=SYSTEM, at=self.clock.now()))


@pytest.fixture
def machine(engine):
    made = Machine(build(engine, HOME))
    made.sweep()
    made.later(MINUTE)
    made.sweep()
    assert len(made.fired) == 2
    return made


def test_a_jump_of_a_day_forward_fires_nothing_and_is_seen(machine):
    machine.jump(DAY)

    assert not machine.sweep()
    machine.later(MINUTE)
    assert not machine.sweep()
    assert len(machine.fired) == 2
    assert machine.missed() == [("sweep", "held")]


def test_what_does_not_go_by_the_time_runs_on(machine):
    machine.jump(DAY)

    assert machine.search()


def test_a_jump_that_is_undone_leaves_nothing(machine):
    machine.jump(DAY)
    machine.sweep()
    machine.jump(-DAY)

    assert machine.sweep()
    assert machine.fired[-1] == NOW + MINUTE
    assert machine.missed() == []


def test_confirming_the_time_lets_it_go_on_at_once(machine):
    machine.jump(DAY)
    machine.sweep()

    assert machine.confirm() == 1

    assert machine.sweep()
    assert machine.fired[-1] == NOW + MINUTE + DAY
    assert machine.missed() == []


def test_every_job_of_the_process_goes_on_when_the_time_is_confirmed(machine):
    machine.jump(DAY)
    machine.sweep()
    machine.confirm()
    other = Beating(machine.sweep._process, Task("tidy", 3600, lambda pulse: None))

    assert not other()
    assert machine.sweep()
    assert other()


def test_a_time_that_stands_for_half_an_hour_is_believed(machine):
    machine.jump(DAY)
    machine.sweep()
    machine.later(29 * MINUTE)
    assert not machine.sweep()
    machine.later(MINUTE)

    assert machine.sweep()
    assert machine.missed() == []


def test_going_back_is_seen_even_after_it_was_believed(machine):
    machine.jump(-DAY)
    assert not machine.sweep()
    machine.later(30 * MINUTE)

    assert machine.sweep()
    assert machine.missed() == [("sweep", "behind")]
    machine.confirm()
    machine.later(MINUTE)
    assert machine.sweep()
    assert machine.missed() == []


def test_starting_the_process_again_does_not_confirm_the_jump(machine):
    machine.jump(DAY)
    machine.sweep()
    machine.seconds = 7.0
    machine.start("east 18")

    assert not machine.sweep()
    assert machine.missed() == [("sweep", "held")]


def test_starting_after_a_long_time_down_fires_at_once(machine):
    machine.jump(40 * DAY)
    machine.start("east 18")

    assert machine.sweep()


def test_a_run_that_fails_is_kept_with_its_error_and_tried_again(machine, engine):
    broken = True

    def do(pulse):
        if broken:
            raise LookupError("没有这个流程")

    job = Beating(machine.sweep._process, Task("recount", 20, do))
    job()
    with machine.system.session() as session:
        (beat,) = [each for each in state(session, machine.clock.now()) if each.job == "recount"]
    assert (beat.failures, beat.failure) == (1, "LookupError: 没有这个流程")

    broken = False
    job()
    with machine.system.session() as session:
        (beat,) = [each for each in state(session, machine.clock.now()) if each.job == "recount"]
    assert (beat.failures, beat.failure) == (0, None)


def test_a_long_run_shows_that_it_gets_on(machine):
    def do(pulse):
        for _ in range(12):
            machine.later(MINUTE)
            pulse()
            assert machine.missed() == []

    Beating(machine.sweep._process, Task("sweep", 20, do))()


def test_a_scheduler_that_ends_as_told_is_not_missed_by_name(machine):
    machine.sweep._process.end()

    with machine.system.session() as session:
        assert state(session, machine.clock.now()) == []
