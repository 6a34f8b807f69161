"""Opens the board of a county with 160,000 cases, 20,000 open, on PostgreSQL: under 300 ms at p95."""

from collections.abc import Iterator
from os import environ

from cryptography.fernet import Fernet
from sqlalchemy import text

from benchmarks.board_county import CASES, fill
from benchmarks.figure import Figure
from benchmarks.serving import opened, p95, serve
from tests import databases
from tests.factories.county import County
from tests.web.stage import Served, Visitor

BUDGET_MS = 300
TIMES = 40


def measure() -> Iterator[Figure]:
    """Yield the p95 of the board on each level, of the lists behind its numbers, and of who is waited for."""
    environ.setdefault("MEDIATION_DATA_KEYS", Fernet.generate_key().decode())
    maker = databases.make("postgresql")
    try:
        with maker.fresh() as engine:
            county = County(engine, at="2026-11-18 09:00")
            fill(county)
            served = serve(county)
            visitor = served.visit("county_supervisor")
            for name, address in _pages(county):
                taken = [_opened(served, visitor, address) for _ in range(TIMES + 3)][3:]
                yield Figure(f"{name}, {CASES:,} cases, p95", p95(taken), "ms", BUDGET_MS)
    finally:
        maker.close()


def _pages(county: County) -> list[tuple[str, str]]:
    with county.session() as session:
        town, village = session.execute(
            text(
                "SELECT town.id, min(village.id) FROM units AS town JOIN units AS village "
                "ON village.parent_id = town.id WHERE town.level = 'town' GROUP BY town.id ORDER BY 1 DESC"
            )
        ).first() or (0, 0)
    waits = "/board/waiting?role=village_mediator"
    return [
        ("board of the county", "/board"),
        ("board of a town", f"/board?unit={town}"),
        ("board of a village", f"/board?unit={village}"),
        ("list of all open", "/board/list"),
        ("list of all open, red first", "/board/list?sort=risk"),
        ("list of the late", "/board/list?number=late"),
        ("list of the paused", "/board/list?number=paused&sort=paused"),
        ("list of yellow cards", "/board/list?number=yellow"),
        ("list of a town's late of one kind", f"/board/list?number=late&unit={town}&kind=neighbour"),
        ("list of a month's reports", "/board/list?number=reported&month=2026-10"),
        ("list that waits for a role", "/board/list?role=village_mediator"),
        ("whom it waits for, by unit of a town", f"{waits}&unit={town}"),
        ("whom it waits for, by person", f"{waits}&at={village}"),
    ]


def _opened(served: Served, visitor: Visitor, address: str) -> float:
    """Return the milliseconds of the whole page; a second passes between two."""
    served.later(seconds=1)
    return opened(visitor, address)
