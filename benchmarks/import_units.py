"""Imports 100,000 micro-grids in a shuffled table; budget: under 60 seconds.

Run alone: ``python -m benchmarks.import_units`` (SQLite and PostgreSQL, both throw-away).
"""

import csv
import io
import random
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import sessionmaker

from mediation.kernel.actor import SYSTEM
from mediation.kernel.clock import SHANGHAI
from mediation.kernel.database import writing
from mediation.kernel.locality import read_locality
from mediation.kernel.unit_of_work import UnitOfWork
from mediation.units.importing import import_units, parse
from mediation.units.model import Unit

ROOT = Path(__file__).parent.parent
GRIDS = 100_000
BUDGET = 60.0
AT = datetime(2026, 9, 1, 9, 0, tzinfo=SHANGHAI)


def table(grids: int = GRIDS, *, seed: int = 7) -> bytes:
    """Return a CSV table of a county with so many micro-grids, its rows in no order."""
    rows = list(_rows(grids))
    random.Random(seed).shuffle(rows)
    written = io.StringIO()
    csv.writer(written).writerows([("code", "name", "parent_code", "level", "households"), *rows])
    return written.getvalue().encode()


def _rows(grids: int) -> Iterator[tuple[str, ...]]:
    yield ("990000", "试算县", "", "county", "")
    for number in range(grids):
        town, village, branch = number // 2500, number // 250, number // 12
        if number % 2500 == 0:
            yield (f"T{town}", f"第{town + 1}镇", "990000", "town", "")
        if number % 250 == 0:
            yield (f"V{village}", f"第{village + 1}村", f"T{town}", "village", "")
        if number % 12 == 0:
            yield (f"B{branch}", f"第{branch + 1}党支部", f"V{village}", "branch", "")
        yield (f"G{number}", f"第{number + 1}微网格", f"B{branch}", "grid", str(10 + number % 6))


def measure(engine: Engine, data: bytes) -> tuple[float, float]:
    """Import ``data`` twice into an empty database; return the seconds of each."""
    locality = read_locality(ROOT / "workflows" / "liuyang" / "locality.yaml")
    taken = []
    for _ in range(2):
        begun = time.perf_counter()
        with sessionmaker(writing(engine))() as session:
            uow = UnitOfWork(session, locality=locality)
            import_units(uow, rows=parse(data), by=SYSTEM, at=AT)
            uow.commit()
        taken.append(time.perf_counter() - begun)
    with sessionmaker(engine)() as session:
        held = session.scalar(
            select(func.count()).select_from(Unit).where(Unit.level == "grid", Unit.path != "")
        )
    assert held == GRIDS, f"{held} micro-grids instead of {GRIDS}"
    return taken[0], taken[1]


def main() -> None:
    """Print one line for each kind of database."""
    from tests import databases

    data = table()
    for kind in databases.kinds():
        maker = databases.make(kind)
        try:
            with maker.fresh() as engine:
                first, again = measure(engine, data)
        finally:
            maker.close()
        verdict = "ok" if first < BUDGET else "OVER"
        print(
            f"import of {GRIDS:,} micro-grids, {kind}: {first:.1f} s; again: {again:.1f} s "
            f"(budget {BUDGET:.0f} s) {verdict}"
        )


if __name__ == "__main__":
    main()
