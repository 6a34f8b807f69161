"""10,000 due clocks on PostgreSQL, two schedulers, one killed in the middle: under 120 s, each once.

Every clock is the deadline of an open task in a case of its own, and running out starts the process
督办: a red card, an engine instance with a task and timers of its own, ledger lines and messages. Most
clocks do far less. Nobody starts the killed scheduler again: the other does what is left alone.
"""

import os
import signal
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from os import environ
from typing import Any

from cryptography.fernet import Fernet
from sqlalchemy import func, select, text

from benchmarks.copies import copy_cases
from benchmarks.figure import Figure
from mediation.bootstrap import System, build
from mediation.casework.model import ProcessInstance
from mediation.clocks.model import Clock, ClockEntry
from mediation.kernel.clock import SetClock
from mediation.kernel.database import open_engine
from mediation.ledger.model import LedgerLine
from mediation.oversight.model import Card
from mediation.parties.operations import NewParty
from mediation.processes.queries import current, decision, definition
from tests import databases
from tests.factories.county import HOME, County
from web.config import one_a_core
from web.hands import Hands
from web.scheduler import sweep

REPORTED, COPIES = 20, 499
DUE = REPORTED * (COPIES + 1)
BUDGET_SECONDS = 120
AT = "2026-09-01 09:00"


def measure() -> Iterator[Figure]:
    """Yield how long it takes, how many fired once, and that the killed scheduler had its share."""
    environ.setdefault("MEDIATION_DATA_KEYS", Fernet.generate_key().decode())
    maker = databases.make("postgresql")
    try:
        with maker.fresh() as engine:
            county = County(engine, at=AT)
            _fill(county)
            at = county.at + timedelta(hours=25)
            due = _count(county, Clock.wake_at <= at)
            taken, killed_after, failed = _race(county, at)
            yield Figure("clocks due, each in a case of its own", due, "", budget=DUE, exact=True)
            yield Figure(
                f"{DUE:,} due clocks, one of two schedulers killed", taken, "s", budget=BUDGET_SECONDS
            )
            yield Figure("fired when it was killed", killed_after, "")
            yield Figure("clocks parked with an error", failed, "", budget=0, exact=True)
            yield Figure("fired more or less than once", _wrong(county), "", budget=0, exact=True)
    finally:
        maker.close()


def _fill(county: County) -> None:
    """Report a few disputes for real and copy them; no two of them are of the same people."""
    for number in range(REPORTED):
        county.report(
            title=f"第{number}户漏水纠纷",
            parties=(
                NewParty(side="applicant", name=f"申请{number}"),
                NewParty(side="respondent", name=f"对方{number}"),
            ),
        )
    with county.system.engine.begin() as connection:
        copy_cases(connection, COPIES)
    with county.system.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE"))


def _race(county: County, at: datetime) -> tuple[float, int, int]:
    """Let two schedulers fire, kill one half-way, and wait until the other finds nothing any more."""
    context = get_context("spawn")
    ready, go, done = context.Barrier(3), context.Event(), context.Queue()
    url = county.system.engine.url.render_as_string(hide_password=False)
    schedulers: list[BaseProcess] = [
        context.Process(target=_schedule, args=(url, at, ready, go, done)) for _ in range(2)
    ]
    for each in schedulers:
        each.start()
    ready.wait()
    begun = time.perf_counter()
    go.set()
    while (fired := _count(county, Clock.state == "reached")) < DUE // 2:
        time.sleep(0.2)
    victim = schedulers[0]
    assert victim.pid is not None
    os.kill(victim.pid, signal.SIGKILL)
    failed: int = done.get()
    taken = time.perf_counter() - begun
    for each in schedulers:
        each.join()
    return taken, fired, failed


def _open(url: str) -> System:
    """Open the system as a scheduler has it that has been running for a while."""
    system = build(open_engine(url), HOME)
    with system.session() as session:
        definition(session, current(session).digest)
        decision(session, "deadlines")
    return system


def _schedule(url: str, at: datetime, ready: Any, go: Any, done: Any) -> None:
    """Sweep until nothing is due, with a process a core, as a scheduler is started without more ado."""
    system, hands = _open(url), Hands(partial(_open, url), one_a_core() - 1)
    ready.wait()
    go.wait()
    failed = 0
    while any((swept := sweep(system, SetClock(at), hands=hands)).values()):
        failed += swept["failed"]
    done.put(failed)


def _count(county: County, which: Any) -> int:
    with county.session() as session:
        return session.scalar(select(func.count()).select_from(Clock).where(which)) or 0


def _wrong(county: County) -> int:
    """Count late clocks without just one entry, one red card, one process and one ledger line."""
    with county.session() as session:
        clocks = session.scalars(select(Clock.id).where(Clock.state == "reached")).all()
        counts = [
            dict(session.execute(select(column, func.count()).where(which).group_by(column)).tuples().all())
            for column, which in (
                (ClockEntry.clock_id, ClockEntry.kind == "reached"),
                (Card.clock_id, Card.kind == "red"),
                (ProcessInstance.subject_id, ProcessInstance.process == "oversight"),
            )
        ]
        lines = session.scalar(
            select(func.count()).select_from(LedgerLine).where(LedgerLine.kind == "ClockReached")
        )
    wrong = sum(any(found.get(clock) != 1 for found in counts) for clock in clocks)
    return wrong + abs(len(clocks) - DUE) + abs((lines or 0) - DUE)
