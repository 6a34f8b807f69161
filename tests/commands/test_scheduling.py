"""`mediation scheduler`: says what one sweep did, and that SQLite lets only one write."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import NoReturn

import pytest
from sqlalchemy import Engine

from mediation.bootstrap import System, build
from mediation.kernel.clock import SystemClock
from mediation.kernel.database import open_engine
from tests.commands.conftest import KEYS, Said
from tests.factories.county import HOME, County
from web.commands.scheduling import hands_of
from web.config import from_environment

ONE_WRITER = "SQLite has one writer: 3 processes are not used, one fires\n"


@pytest.fixture
def in_use(county: Callable[..., Said], database: Path) -> Iterator[County]:
    """The county of the environment, in which a dispute was reported forty days ago."""
    engine = open_engine(f"sqlite:///{database}")
    made = County(engine, at=f"{SystemClock().now() - timedelta(days=40):%Y-%m-%d} 09:00")
    made.report()
    yield made
    engine.dispose()


def fails(system: System) -> NoReturn:
    raise ConnectionError("the disk is full")


def test_once_says_of_each_job_what_it_did(county: Callable[..., Said], in_use: County) -> None:
    first, again = county("scheduler", "--once"), county("scheduler", "--once")

    assert (first[0], again[0]) == (0, 0)
    recount, sweep, search = first[1].splitlines()
    assert recount == "recount: deadlines counted anew 0, moved 0, failed 0"
    assert sweep.startswith("sweep: deadlines reached ")
    assert not sweep.startswith("sweep: deadlines reached 0")
    assert search == "search: cases read on 1"
    assert "sweep: deadlines reached 0, alerts given 0, failed 0\nsearch: cases read on 0\n" in again[1]


def test_a_job_that_failed_is_named_and_the_code_is_not_zero(
    county: Callable[..., Said], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("web.once.read_on", fails)

    with monkeypatch.context() as quiet:
        quiet.setattr("web.beating.log.exception", lambda *given: None)
        code, said = county("scheduler", "--once")

    assert code == 1
    assert "search: failed\n" in said
    assert said.endswith("mediation: search failed; the lines above say why\n")


def test_processes_that_sqlite_does_not_use_are_said(
    county: Callable[..., Said], monkeypatch: pytest.MonkeyPatch
) -> None:
    by_option = county("scheduler", "--once", "--processes", "3")[1]
    monkeypatch.setenv("MEDIATION_PROCESSES", "3")
    by_environment = county("scheduler", "--once")[1]

    assert by_option.startswith(ONE_WRITER)
    assert by_environment.startswith(ONE_WRITER)


def test_one_process_or_none_asked_for_is_not_worth_a_word(county: Callable[..., Said]) -> None:
    assert "one writer" not in county("scheduler", "--once")[1]
    assert "one writer" not in county("scheduler", "--once", "--processes", "1")[1]


@pytest.mark.postgresql
def test_postgresql_uses_them_without_a_word(engine: Engine, capsys: pytest.CaptureFixture[str]) -> None:
    settings = from_environment({**KEYS, "MEDIATION_PROCESSES": "2"})

    assert hands_of(settings, build(engine, HOME), 3).more == 2
    assert capsys.readouterr().out == ""
