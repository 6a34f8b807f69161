"""Opens the heat map of one year, 16,000 cases, on PostgreSQL: under a second, however narrowed."""

import gc
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from os import environ

from cryptography.fernet import Fernet

from benchmarks.figure import Figure
from benchmarks.heat_year import CASES, DAYS, MAIN, TASKS, fill
from benchmarks.search_county import settle
from mediation.boards.heat.queries import Asked, heat_map
from mediation.processes.queries import current
from mediation.units.queries import unit
from tests import databases
from tests.factories.county import County

BUDGET_S = 1.0
TIMES = 7


def measure() -> Iterator[Figure]:
    """Yield the median and the worst time of reading all that the page shows."""
    environ.setdefault("MEDIATION_DATA_KEYS", Fernet.generate_key().decode())
    maker = databases.make("postgresql")
    try:
        with maker.fresh() as engine:
            county = County(engine, at="2026-12-31 09:00")
            with engine.begin() as connection:
                settle(connection)
            fill(county)
            yield from _measure(county)
    finally:
        maker.close()


def _measure(county: County) -> Iterator[Figure]:
    with county.session() as session:
        digest = current(session).digest
        town = unit(session, county.units["town"]).path
    year = Asked(MAIN, digest, county.at - timedelta(days=DAYS), county.at + timedelta(days=1))
    questions = {
        "whole county": year,
        "one town": replace(year, within=town),
        "one kind": replace(year, kind="land"),
        "one version": replace(year, versions=(digest,)),
        "one month": replace(year, begins_at=county.at - timedelta(days=30)),
    }
    for words, asked in questions.items():
        taken = sorted(_ask(county, asked) for _ in range(TIMES))
        name = f"heat map, {CASES:,} cases x {TASKS} tasks, {words}"
        yield Figure(f"{name}, median", taken[TIMES // 2], "s", BUDGET_S)
        yield Figure(f"{name}, worst", taken[-1], "s", BUDGET_S)


def _ask(county: County, asked: Asked) -> float:
    """Return the seconds of reading the whole map."""
    gc.collect()
    begun = time.perf_counter()
    with county.session() as session:
        found = heat_map(session, asked, at=county.at)
    assert any(heat.done for heat in found.heats)
    return time.perf_counter() - begun
