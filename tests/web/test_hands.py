"""Other processes help a scheduler that finds much due, and never outlive it."""

import os
from collections import Counter
from datetime import datetime, timedelta
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from select import select
from threading import Event

import pytest
import sqlalchemy
from sqlalchemy import Engine

from mediation.bootstrap import System, build
from mediation.clocks.model import Clock, ClockEntry
from mediation.clocks.sweep import Swept, tick
from mediation.kernel.clock import SetClock
from mediation.kernel.database import open_engine
from mediation.parties.operations import NewParty
from tests.factories.county import HOME, County, moment
from web.commands.scheduling import hands_of
from web.config import Misconfigured, from_environment
from web.hands import Hands
from web.scheduler import sweep

NOW = moment("2026-09-01 09:00")
A_WHILE = 60
KEYS = {"MEDIATION_DATA_KEYS": "c2l4dGVlbmNvdW50aWVzMzJieXRlc29mdGVzdHM1Njc=", "SECRET_KEY": "s" * 32}


def open_at(url: str) -> System:
    return build(open_engine(url), HOME)


def open_nothing() -> System:
    raise ConnectionError("no such database")


def open_and_stay(said: Path) -> System:
    with said.open("w") as line:
        line.write("here")
        line.flush()
        Event().wait()
    raise AssertionError("it waits for ever")


def schedule_with_a_hand(said: Path) -> None:
    with Hands(partial(open_and_stay, said), 1).helping(NOW) as helping:
        helping.begin()
        helping.swept()


@pytest.fixture
def county(engine: Engine) -> County:
    county = County(engine)
    for number in range(4):
        people = (
            NewParty(side="applicant", name=f"申请{number}"),
            NewParty(side="respondent", name=f"对方{number}"),
        )
        county.report(title=f"第{number}户漏水纠纷", parties=people)
    county.at += timedelta(hours=25)
    return county


@pytest.fixture
def url(engine: Engine) -> str:
    return engine.url.render_as_string(hide_password=False)


def due(county: County, at: datetime) -> set[int]:
    query = sqlalchemy.select(Clock.id).where(Clock.state == "running", Clock.due_at <= at)
    with county.session() as session:
        return set(session.scalars(query))


def reached(county: County) -> Counter[int]:
    query = sqlalchemy.select(ClockEntry.clock_id).where(ClockEntry.kind == "reached")
    with county.session() as session:
        return Counter(session.scalars(query))


@pytest.mark.postgresql
def test_a_sweep_that_finds_much_is_helped_and_fires_each_once(
    county: County, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    late = due(county, county.at)
    monkeypatch.setattr("web.scheduler.tick", partial(tick, batch=2))

    swept = sweep(county.system, SetClock(county.at), hands=Hands(partial(open_at, url), 1))

    assert len(late) == 4
    assert reached(county) == dict.fromkeys(late, 1)
    assert (swept["fired"], swept["failed"]) == (4, 0)


@pytest.mark.postgresql
def test_what_the_hands_did_is_what_was_swept(county: County, url: str) -> None:
    late = due(county, county.at)

    with Hands(partial(open_at, url), 2).helping(county.at) as helping:
        helping.begin()
        swept = helping.swept()

    assert swept.fired == 4
    assert reached(county) == dict.fromkeys(late, 1)


def test_hands_nobody_asked_do_nothing() -> None:
    with Hands(open_nothing, 3).helping(NOW) as helping:
        assert helping.swept() == Swept()


def test_a_hand_that_cannot_open_the_system_is_noted_and_the_scheduler_goes_on(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with Hands(open_nothing, 1).helping(NOW) as helping:
        helping.begin()

        assert helping.swept() == Swept()
    assert "the scheduler went on alone" in caplog.text
    assert "no such database" in caplog.text


def test_hands_end_with_a_scheduler_that_is_killed(tmp_path: Path) -> None:
    said = tmp_path / "said"
    os.mkfifo(said)
    scheduler = get_context("spawn").Process(target=schedule_with_a_hand, args=(said,))
    scheduler.start()
    hears = os.open(said, os.O_RDONLY)
    assert os.read(hears, 4) == b"here"

    scheduler.kill()
    scheduler.join()
    ended, _, _ = select([hears], [], [], A_WHILE)

    assert ended
    assert os.read(hears, 4) == b"", "nobody holds the other end any more"


def test_the_environment_says_how_many_and_a_nonsense_number_is_refused() -> None:
    assert from_environment({**KEYS, "MEDIATION_PROCESSES": "3"}).processes == 3
    assert from_environment(KEYS).processes >= 1
    with pytest.raises(Misconfigured, match="MEDIATION_PROCESSES"):
        from_environment({**KEYS, "MEDIATION_PROCESSES": "many"})


def test_only_a_database_that_lets_several_write_gets_more_hands(engine: Engine) -> None:
    hands = hands_of(from_environment(KEYS), build(engine, HOME), 3)

    assert hands.more == {"sqlite": 0, "postgresql": 2}[engine.dialect.name]
