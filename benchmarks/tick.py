"""A tick that finds nothing due: under 5 ms on PostgreSQL with 200,000 open clocks, the same with 2,000."""

import statistics
import time
from collections.abc import Iterator
from os import environ

from cryptography.fernet import Fernet
from sqlalchemy import text

from benchmarks.figure import Figure
from mediation.clocks.sweep import Swept, tick
from tests import databases
from tests.factories.county import County

FEW, MANY = 2_000, 200_000
TICKS = 200
BUDGET_MS = 5

# Clocks due over the next year, each with a reminder to come; all of one case, which the sweep never reads.
FILL = text(
    """
    INSERT INTO clocks (case_id, policy, family, title, scope, scope_key, amount, unit, alerts, chain, basis,
        mark, anchor, counted_from, state, started_at, due_on, due_at, provisional, reminders, wake_at,
        wake_kind, failures, row_version)
    SELECT :case_id, 'village.accept', 'village.accept', '村级受理', 'item', '', '3', 'working_day', '', '',
        '', 'D',
        'opened', CAST(:at AS timestamptz), 'running', CAST(:at AS timestamptz), CAST(due AS date), due,
        false, '[]', due, 'due', 0, 1
    FROM (
        SELECT CAST(:at AS timestamptz) + interval '1 day' + n * interval '150 seconds' AS due
        FROM generate_series(1, :count) AS n
    ) AS coming
    """
)


def measure() -> Iterator[Figure]:
    """Yield the time of an empty tick with few and with many open clocks."""
    environ.setdefault("MEDIATION_DATA_KEYS", Fernet.generate_key().decode())
    maker = databases.make("postgresql")
    try:
        with maker.fresh() as engine:
            county = County(engine, at="2026-09-01 09:00")
            case_id = county.report()
            _fill(county, case_id, FEW)
            few = _empty_tick(county)
            _fill(county, case_id, MANY - FEW)
            many = _empty_tick(county)
    finally:
        maker.close()
    yield Figure(f"empty tick, {FEW:,} open clocks, median", few, "ms", budget=BUDGET_MS)
    yield Figure(f"empty tick, {MANY:,} open clocks, median", many, "ms", budget=BUDGET_MS)


def _fill(county: County, case_id: int, count: int) -> None:
    with county.system.engine.begin() as connection:
        connection.execute(FILL, {"case_id": case_id, "at": county.at, "count": count})
    with county.system.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE clocks"))


def _empty_tick(county: County) -> float:
    """Return the median of many empty ticks, in milliseconds."""
    taken = []
    for _ in range(TICKS):
        begun = time.perf_counter()
        swept = tick(county.system.uow, at=county.at)
        taken.append((time.perf_counter() - begun) * 1000)
        assert swept == Swept(), swept
    return statistics.median(taken)
