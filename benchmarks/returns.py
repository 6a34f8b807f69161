"""Draws up the county's returns, rates and 三零 over 160,000 cases on PostgreSQL: each under a second."""

import time
from collections.abc import Callable, Iterator
from os import environ
from statistics import median
from typing import Any

from cryptography.fernet import Fernet
from sqlalchemy import text

from benchmarks.board_county import CASES, fill
from benchmarks.figure import Figure
from mediation.kernel.clock import day_of
from mediation.people.queries import identity
from mediation.statistics.operations import submit_return
from mediation.statistics.queries.badges import badges
from mediation.statistics.queries.rates import rates
from mediation.statistics.queries.returns import drawn_up, show
from mediation.statistics.rules import periods
from mediation.units.queries import UnitView, unit
from tests import databases
from tests.factories.county import County

BUDGET_MS, TIMES, EARLIER = 1_000, 5, 12
# What the county of the board's benchmark lacks: who took it up, agreements, promises, ratings, visits.
_MORE = (
    "UPDATE attempts SET accepted_at = opened_at + interval '3 hours'",
    "UPDATE cases SET outcome ="
    " (ARRAY['failed', 'written_agreement', 'refused', 'settled_private'])[1 + id % 4]"
    " WHERE outcome IS NOT NULL AND id % 3 = 0",
    """
    INSERT INTO agreements (id, case_id, form, state, disputes, terms, amount_fen, reached_on,
        identities_checked, read_aloud, sealed_on, sealed_by, in_force_on, recorded_at, row_version)
    SELECT id, id, 'written', 'in_force', '', '各让一步', 100 * (id % 900), closed_at::date, true, true,
        closed_at::date, 1, closed_at::date, closed_at, 1
    FROM cases WHERE outcome IN ('oral_agreement', 'written_agreement')
    """,
    """
    INSERT INTO promises (case_id, agreement_id, party_id, line, what, due_on, paid_fen, state, performed_on,
        row_version)
    SELECT case_id, id, 1, 1, '付清', in_force_on + 10, 0,
        CASE WHEN id % 9 > 0 THEN 'done' ELSE 'pending' END, CASE WHEN id % 9 > 0 THEN in_force_on + 7 END, 1
    FROM agreements
    """,
    """
    INSERT INTO ratings (case_id, party_id, score, rated_on)
    SELECT id, 1, 1 + id % 5, closed_at::date + 5 FROM cases WHERE outcome IS NOT NULL AND id % 5 < 3
    """,
    """
    INSERT INTO ledger_lines (case_id, seq, at, by_text, post, kind, params, sentence, prev_hash, hash)
    SELECT id, s, reported_at + s * interval '6 days' AS at, '', '', '', '{}', '', '', ''
    FROM cases CROSS JOIN generate_series(1, 6) AS s ORDER BY at
    """,
    "UPDATE work_items SET step = 'performance.visit', due_on = (opened_at + interval '30 days')::date"
    " WHERE task_ref = '1' AND state = 'done'",
)


def measure() -> Iterator[Figure]:
    """Yield how long a month, a quarter, a year of rates and a quarter of 三零 take for the whole county."""
    environ.setdefault("MEDIATION_DATA_KEYS", Fernet.generate_key().decode())
    maker = databases.make("postgresql")
    try:
        with maker.fresh() as engine:
            county = County(engine, at="2026-09-01 09:00")
            fill(county)
            _add_more(county)
            yield from _measure(county)
    finally:
        maker.close()


def _add_more(county: County) -> None:
    with county.system.engine.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        for statement in _MORE:
            connection.execute(text(statement))
    with county.system.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE"))


def _measure(county: County) -> Iterator[Figure]:
    place = _place(county)
    month, quarter = periods.month(2026, 8), periods.quarter(2026, 2)
    for name, period in (("month", month), ("quarter", quarter)):
        yield _figure(f"return of the county, one {name}, compared", county, _return(place, period))
    yield _figure("rates of the county and its towns, 365 days", county, _rates(place))
    yield _figure("三零 of the county's micro-grids, one quarter", county, _badges(place))
    period = month
    for _ in range(EARLIER):
        period = period.previous
        _submit(county, place, period)
    yield _figure(
        f"the same month with {EARLIER} returns to look for corrections in", county, _return(place, month)
    )
    started = time.perf_counter()
    _submit(county, place, month)
    yield Figure("submitting it", (time.perf_counter() - started) * 1000, "ms")
    yield _figure("a submitted month, digest checked", county, _return(place, month))


def _figure(name: str, county: County, ask: Callable[[Any, County], object]) -> Figure:
    took = []
    for _ in range(TIMES):
        with county.session() as session:
            started = time.perf_counter()
            ask(session, county)
            took.append((time.perf_counter() - started) * 1000)
    return Figure(f"{name} ({CASES:,} cases), median", median(took), "ms", BUDGET_MS)


def _return(place: UnitView, period: periods.Period) -> Callable[[Any, County], object]:
    return lambda session, county: show(
        session, unit=place, period=period, today=day_of(county.at), locality=county.system.locality
    )


def _rates(place: UnitView) -> Callable[[Any, County], object]:
    return lambda session, county: rates(
        session,
        unit=place,
        window=periods.days(day_of(county.at), 365),
        locality=county.system.locality,
    )


def _badges(place: UnitView) -> Callable[[Any, County], object]:
    return lambda session, county: badges(
        session,
        unit=place,
        level="grid",
        quarter=periods.quarter(2026, 2),
        today=day_of(county.at),
        locality=county.system.locality,
    )


def _submit(county: County, place: UnitView, period: periods.Period) -> None:
    with county.system.uow() as uow:
        today, locality = day_of(county.at), county.system.locality
        who = identity(uow.session, county.logins["county_director"], today, locality=locality)
        drawn, _ = drawn_up(uow.session, unit=place, period=period, today=today, locality=locality)
        submit_return(
            uow,
            unit_id=place.id,
            period=period,
            seen=drawn.seen,
            by=who.actor_with("supervise"),
            at=county.at,
        )
        uow.commit()


def _place(county: County) -> UnitView:
    with county.session() as session:
        return unit(session, county.units["county"])
