"""Health on the command line: what is ready, what runs, what does not."""

from datetime import timedelta

import pytest
from cryptography.fernet import Fernet

from mediation.bootstrap import build
from mediation.drafts.model import Draft
from mediation.heartbeats import operations as heartbeats
from mediation.heartbeats.operations import Job
from mediation.kernel.actor import SYSTEM
from mediation.kernel.clock import SystemClock
from mediation.kernel.columns import use_data_keys
from mediation.kernel.database import open_engine
from mediation.kernel.unit_of_work import transact
from mediation.people.operations import add_person
from tests.commands.conftest import KEYS
from tests.factories.county import HOME


def test_says_what_is_missing_before_the_first_start(county):
    code, said = county("health")

    assert code == 1
    assert "processes: none published; run: mediation process publish" in said


def test_says_that_no_scheduler_runs(county):
    assert county("init")[0] == 0

    code, said = county("health")

    assert code == 1
    assert "ready: database, schema, keys, processes" in said
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


@pytest.fixture
def sealed_otherwise(county, database, monkeypatch):
    """A county in which something was sealed, and an environment with other keys."""
    assert county("init")[0] == 0
    system = build(open_engine(f"sqlite:///{database}"), HOME)
    at = SystemClock().now()
    with system.uow() as uow:
        person = add_person(uow, login="wang", name="王秀兰", password="guandu-2026", by=SYSTEM, at=at)
        draft = Draft(
            person_id=person.id, key="report", title="报纠纷", path="/report", answers={}, saved_at=at
        )
        uow.session.add(draft)
        uow.commit()
    system.engine.dispose()
    monkeypatch.setenv("MEDIATION_DATA_KEYS", Fernet.generate_key().decode())
    yield
    use_data_keys(KEYS["MEDIATION_DATA_KEYS"])


@pytest.mark.usefixtures("sealed_otherwise")
@pytest.mark.parametrize("command", [("serve", "--port", "1"), ("scheduler", "--once")])
def test_nothing_starts_with_keys_that_are_not_those_of_the_database(county, command):
    code, said = county(*command)

    assert code == 1
    assert said.count("\n") == 1
    assert "MEDIATION_DATA_KEYS are not the keys of this database" in said


@pytest.mark.usefixtures("sealed_otherwise")
def test_health_says_that_the_keys_do_not_fit(county):
    assert "keys: not those of this database" in county("health")[1]


def test_what_is_no_key_is_said_in_a_sentence(county, monkeypatch):
    monkeypatch.setenv("MEDIATION_DATA_KEYS", "abc")

    assert county("health") == (1, "mediation: MEDIATION_DATA_KEYS: not a key; `mediation keys` prints one\n")
