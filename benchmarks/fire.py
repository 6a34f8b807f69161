"""1,000 due clocks with two schedulers at once on PostgreSQL: under 20 s on two cores, each exactly once.

Every clock here is one that starts the process 督办 when it runs out: a red card, an engine instance
with one task and three timers of its own, ledger lines and messages. Most clocks do far less.
"""

import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import datetime, timedelta
from multiprocessing import get_context
from os import environ

from cryptography.fernet import Fernet
from sqlalchemy import func, select

from benchmarks.figure import Figure
from mediation.bootstrap import build
from mediation.casework.model import ProcessInstance
from mediation.clocks.model import Clock, ClockEntry
from mediation.clocks.sweep import Swept, tick
from mediation.kernel.database import open_engine
from mediation.ledger.model import LedgerLine
from mediation.oversight.model import Card
from mediation.parties.operations import NewParty
from mediation.processes.queries import current, decision, definition
from tests import databases
from tests.factories.county import HOME, County

DUE = 1_000
SCHEDULERS = 2
BUDGET_SECONDS = 20


def measure() -> Iterator[Figure]:
    """Yield how long it takes and how many fired once."""
    environ.setdefault("MEDIATION_DATA_KEYS", Fernet.generate_key().decode())
    maker = databases.make("postgresql")
    try:
        with maker.fresh() as engine:
            county = County(engine, at="2026-09-01 09:00")
            for number in range(DUE):
                _report(county, number)
            at = county.at + timedelta(hours=25)
            url = engine.url.render_as_string(hide_password=False)
            with ProcessPoolExecutor(SCHEDULERS, mp_context=get_context("spawn")) as pool:
                list(pool.map(_warm, [url] * SCHEDULERS))
                begun = time.perf_counter()
                swept = sum(pool.map(_sweep, [url] * SCHEDULERS, [at] * SCHEDULERS), Swept())
                taken = time.perf_counter() - begun
            yield Figure(f"{DUE:,} due clocks, {SCHEDULERS} schedulers", taken, "s", budget=BUDGET_SECONDS)
            yield Figure("clocks fired", swept.fired, "", budget=DUE, exact=True)
            yield Figure("clocks parked with an error", len(swept.failed), "", budget=0, exact=True)
            yield Figure("fired more or less than once", _wrong(county), "", budget=0, exact=True)
    finally:
        maker.close()


def _report(county: County, number: int) -> None:
    """Report a dispute of two people of its own, so that none is taken for the same matter as another."""
    county.report(
        title=f"第{number}户漏水纠纷",
        parties=(
            NewParty(side="applicant", name=f"申请{number}"),
            NewParty(side="respondent", name=f"对方{number}"),
        ),
    )


def _warm(url: str) -> None:
    """Let a scheduler read the processes and tables, as one that has been running has."""
    with build(open_engine(url), HOME).session() as session:
        definition(session, current(session).digest)
        decision(session, "deadlines")


def _sweep(url: str, at: datetime) -> Swept:
    return tick(build(open_engine(url), HOME).uow, at=at)


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
