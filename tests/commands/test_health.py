"""Health on the command line: what is ready, what runs, what does not."""

from datetime import timedelta

from mediation.bootstrap import build
from mediation.heartbeats import operations as heartbeats
from mediation.heartbeats.operations import Job
from mediation.kernel.clock import SystemClock
from mediation.kernel.database import open_engine
from mediation.kernel.unit_of_work import transact
from tests.factories.county import HOME


def test_says_what_is_missing_before_the_first_start(county):
    code, said = county("health")

    assert code == 1
    assert "processes: none published; run: mediation process publish" in said


def test_says_that_no_scheduler_runs(county):
    assert county("init")[0] == 0

    code, said = county("health")

    assert code == 1
    assert "ready: database, schema, processes" in said
    assert "sweep: no scheduler runs it; start one: mediation scheduler" in said


def test_all_is_well_after_a_sweep(county):
    assert county("init")[0] == 0
    assert county("scheduler", "--once")[0] == 0

    code, said = county("health")

    assert code == 0
    assert "sweep: fine" in said
    assert "tick lag seconds: 0" in said


def test_nothing_is_swept_by_a_clock_that_went_back_until_somebody_confirms_it(county, database):
    assert county("init")[0] == 0
    system, tomorrow = (
        build(open_engine(f"sqlite:///{database}"), HOME),
        SystemClock().now() + timedelta(days=1),
    )
    job = Job("east 17", "sweep", timedelta(seconds=20), tomorrow)
    transact(system.uow, lambda uow: heartbeats.begin(uow, job=job, at=tomorrow))

    assert county("scheduler", "--once")[0] == 1
    assert county("health")[0] == 1
    code, said = county("scheduler", "--confirm-time")
    assert (code, "is right; " in said) == (0, True)
    assert county("scheduler", "--confirm-time")[0] == 1
    system.engine.dispose()
