"""200,000 clocks counted anew after a change of the calendar: under 60 s on PostgreSQL, each exactly once.

Every clock moves: its row, its own ledger, the ledger of its case, the task that shows its date, the
notices of those who handle the cases. Beside it the preview, which counts the same and writes nothing.
"""

import json
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import date, datetime
from multiprocessing import get_context
from os import environ

from cryptography.fernet import Fernet
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from benchmarks.figure import Figure
from mediation.bootstrap import build
from mediation.casework.model import WorkItem
from mediation.clocks.calendar import WorkCalendar
from mediation.clocks.edits import Edit, setting
from mediation.clocks.model import CalendarChange, Clock, ClockEntry
from mediation.clocks.operations import change_calendar
from mediation.clocks.previewing import preview
from mediation.clocks.recount import Recounted, recount
from mediation.clocks.rules import DAY, Unit, count
from mediation.kernel.actor import SYSTEM
from mediation.kernel.database import open_engine
from mediation.ledger.model import LedgerLine
from mediation.ledger.queries import verify
from mediation.notifications.model import Notice
from tests import databases
from tests.factories.county import HOME, County

CASES, A_CASE = 20_000, 10
CLOCKS = CASES * A_CASE
DAYS, AMOUNTS = 14, 7
WORKERS = 2
BUDGET_SECONDS = 60
PREVIEW_SECONDS = 10
FLOOD = date(2026, 9, 21)

_CASES = """
    INSERT INTO cases SELECT (jsonb_populate_record(sample, jsonb_build_object(
        'id', sample.id + n, 'number', 'B' || n, 'submission', NULL))).*
    FROM cases AS sample, generate_series(1, :cases) AS n WHERE sample.id = :case_id
"""
_CLOCKS = """
    INSERT INTO clocks (case_id, policy, family, title, scope, scope_key, amount, unit, alerts, chain, basis,
        mark, anchor, counted_from, state, started_at, due_on, due_at, provisional, reminders, wake_at,
        wake_kind, failures, row_version)
    SELECT :case_id + 1 + n % :cases, 'village.accept', 'village.accept', '村级受理期限', 'item', '',
        amount, 'working_day', 'yellow:-1 working_day', 'oversight', '', 'D', 'opened',
        begun, 'running', begun, due_on, due_at, false, '[]', due_at, 'due', 0, 1
    FROM generate_series(0, :clocks - 1) AS n
        JOIN jsonb_to_recordset(CAST(:ends AS jsonb))
            AS ends(number int, amount text, begun timestamptz, due_on date, due_at timestamptz)
        ON number = n % :kinds
"""
_ITEMS = """
    INSERT INTO work_items (case_id, instance_id, task_ref, process, element, label, label_en, role, unit_id,
        clock_id, due_at, due_on, sort_at, provisional, late, state, opened_at, row_version)
    SELECT clocks.case_id, sample.instance_id, CAST(clocks.id AS text), 'dispute', 'bench', '受理', '',
        sample.role, sample.unit_id, clocks.id, clocks.due_at, clocks.due_on, clocks.due_at, false, false,
        'open', clocks.started_at, 1
    FROM clocks, (SELECT * FROM work_items ORDER BY id LIMIT 1) AS sample
    WHERE clocks.case_id > :case_id
"""


def measure() -> Iterator[Figure]:
    """Yield how long preview, change and counting take, and what was counted more or less than once."""
    environ.setdefault("MEDIATION_DATA_KEYS", Fernet.generate_key().decode())
    maker = databases.make("postgresql")
    try:
        with maker.fresh() as engine:
            county = County(engine, at="2026-09-18 09:00")
            case_id = _fill(county)
            url = engine.url.render_as_string(hide_password=False)
            edit = setting(first=FLOOD, last=FLOOD, works=False, kind="disaster", reason="防汛停工")
            yield Figure(
                f"preview of {CLOCKS:,} clocks", _previewed(county, edit), "s", budget=PREVIEW_SECONDS
            )
            yield Figure("change itself, marking them", _changed(county, edit), "s")
            with ProcessPoolExecutor(WORKERS, mp_context=get_context("spawn")) as pool:
                list(pool.map(_warm, [url] * WORKERS))
                begun = time.perf_counter()
                done = sum(pool.map(_count, [url] * WORKERS, [county.at] * WORKERS), Recounted())
                taken = time.perf_counter() - begun
            yield Figure(f"{CLOCKS:,} clocks counted anew", taken, "s", budget=BUDGET_SECONDS)
            yield from _checked(county, case_id, done)
    finally:
        maker.close()


def _fill(county: County) -> int:
    """Give the county its cases, clocks and tasks, and return the id of the case they were made from."""
    case_id = county.report()
    ends = _ends(county.at)
    given = {
        "case_id": case_id,
        "cases": CASES,
        "clocks": CLOCKS,
        "ends": json.dumps(ends),
        "kinds": len(ends),
    }
    with county.system.engine.begin() as connection:
        for statement in (_CASES, _CLOCKS, _ITEMS):
            connection.execute(text(statement), given)
    # The limit as it is counted today, so that the edit finds each where it ends.
    with county.system.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE"))
    return case_id


def _ends(at: datetime) -> list[dict[str, object]]:
    """Return limits of one to two months begun on each day of the last two weeks."""
    calendar = WorkCalendar()
    ends: list[dict[str, object]] = []
    for back in range(DAYS):
        for amount in range(20, 20 + AMOUNTS):
            begun = at - back * DAY
            end = count(begun, amount, Unit.WORKING_DAY, calendar)
            ends.append(
                {
                    "number": len(ends),
                    "amount": str(amount),
                    "begun": begun.isoformat(),
                    "due_on": end.due_on.isoformat(),
                    "due_at": end.due_at.isoformat(),
                }
            )
    return ends


def _previewed(county: County, edit: Edit) -> float:
    begun = time.perf_counter()
    with county.session() as session:
        seen = preview(session, edit, at=county.at)
    assert seen.moved >= CLOCKS, seen.moved
    return time.perf_counter() - begun


def _changed(county: County, edit: Edit) -> float:
    begun = time.perf_counter()
    with county.system.uow() as uow:
        change_calendar(uow, edit=edit, by=SYSTEM, at=county.at)
        uow.commit()
    return time.perf_counter() - begun


def _warm(url: str) -> None:
    with build(open_engine(url), HOME).session() as session:
        session.scalar(select(1))


def _count(url: str, at: datetime) -> Recounted:
    return recount(build(open_engine(url), HOME).uow, at=at)


def _checked(county: County, case_id: int, done: Recounted) -> Iterator[Figure]:
    """Yield what was not done just once: entries, lines, tasks, marks, ledgers that do not hold."""
    with county.session() as session:
        once = select(ClockEntry.clock_id).group_by(ClockEntry.clock_id).having(func.count() == 1).subquery()
        entered = (
            session.scalar(
                select(func.count())
                .select_from(once)
                .join(Clock, Clock.id == once.c.clock_id)
                .where(Clock.case_id != case_id)
            )
            or 0
        )
        lines = (
            session.scalar(
                select(func.count())
                .select_from(LedgerLine)
                .where(LedgerLine.kind == "ClockCountedAnew", LedgerLine.case_id != case_id)
            )
            or 0
        )
        behind = (
            session.scalar(
                select(func.count())
                .select_from(WorkItem)
                .join(Clock, Clock.id == WorkItem.clock_id)
                .where(WorkItem.due_at != Clock.due_at)
            )
            or 0
        )
        change = session.scalars(select(CalendarChange)).one()
        notices = session.scalar(
            select(func.count()).select_from(Notice).where(Notice.kind == "CalendarCounted")
        )
    with Session(county.system.engine) as session:
        broken = sum(len(verify(session, case_id + 1 + n)) for n in range(200))
    yield Figure("clocks counted more or less than once", done.counted - change.touched, "", 0, exact=True)
    yield Figure("clocks with just one entry", entered, "", CLOCKS, exact=True)
    yield Figure("lines in the ledgers of cases", lines, "", CLOCKS, exact=True)
    yield Figure("tasks with the date of before", behind, "", 0, exact=True)
    yield Figure("clocks left or failed", change.touched - change.counted + change.failed, "", 0, exact=True)
    yield Figure("ledgers that do not hold, of 200", broken, "", 0, exact=True)
    yield Figure("notices, put together", notices or 0, "", 1, exact=True)
