"""The scheduler sweeps at once, and never runs into itself."""

from datetime import UTC, datetime, timedelta

from mediation.bootstrap import build
from mediation.kernel.clock import SetClock
from tests.house.source import ROOT
from web.scheduler import schedule, sweep

NOW = datetime(2026, 9, 22, 1, 0, tzinfo=UTC)


def test_the_first_sweep_comes_at_once_and_missed_ones_are_not_repeated(engine):
    system = build(engine, ROOT / "workflows" / "liuyang")

    (job,) = schedule(system, blocking=False, every=7, clock=SetClock(NOW)).get_jobs()

    assert job.next_run_time == NOW
    assert job.trigger.interval == timedelta(seconds=7)
    assert (job.coalesce, job.max_instances, job.misfire_grace_time) == (True, 1, None)


def test_a_sweep_of_an_empty_county_does_nothing(engine):
    system = build(engine, ROOT / "workflows" / "liuyang")

    assert sweep(system, SetClock(NOW)) is None
