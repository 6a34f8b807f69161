"""Opens a case's page on PostgreSQL: 500 ledger lines, 30 papers, 40 past tasks; as fast as a short one."""

import gc
import statistics
import time
from collections.abc import Iterator
from datetime import timedelta
from os import environ

from cryptography.fernet import Fernet
from flask.testing import FlaskClient
from sqlalchemy import event, insert, select
from sqlalchemy.orm import Session

from benchmarks.figure import Figure
from mediation.casework.events import WorkClaimed
from mediation.casework.model import WorkItem, WorkMove
from mediation.clocks.model import Clock
from mediation.comments.operations import add
from mediation.documents.model import Paper
from mediation.kernel.clock import SetClock
from mediation.kernel.database import table_of
from tests import databases
from tests.factories.county import HOME, County
from web import visits
from web.app import create_app
from web.config import Settings

LINES, PAPERS, TASKS, COMMENTS = 500, 30, 40, 25
OPENED = 200
BUDGET_MS, BUDGET_STATEMENTS, BUDGET_RATIO = 60, 40, 1.5


def measure() -> Iterator[Figure]:
    """Yield the time and the statements of a case's page, short and long."""
    environ.setdefault("MEDIATION_DATA_KEYS", Fernet.generate_key().decode())
    maker = databases.make("postgresql")
    try:
        with maker.fresh() as engine:
            county = County(engine, at="2026-09-01 09:00")
            client = _client(county)
            short, full = _case(county, "first"), _case(county, "second")
            _fill(county, full)
            asked, brief = _statements(county, client, full), _opened(client, short)
            long = _opened(client, full)
    finally:
        maker.close()
    yield Figure("case page, 500 ledger lines, SQL statements", asked, "", budget=BUDGET_STATEMENTS)
    yield Figure("case page, 500 ledger lines, p95", _p95(long), "ms", budget=BUDGET_MS)
    yield Figure("case page, a short case, p95", _p95(brief), "ms", budget=BUDGET_MS)
    ratio = statistics.median(long) / statistics.median(brief)
    yield Figure("case page, long over short, medians", ratio, "×", budget=BUDGET_RATIO)


def _client(county: County) -> FlaskClient:
    """Return a browser of the village's director."""
    settings = Settings(database_url="", data_keys="", secret_key="bench", home=HOME, secure_cookies=False)
    app = create_app(settings, system=county.system, clock=SetClock(county.at), testing=True)
    client = app.test_client()
    with client.session_transaction() as visit:
        visit[visits.PERSON] = county.logins["village_director"]
        visit[visits.SEEN] = county.at.isoformat()
    return client


def _case(county: County, submission: str) -> int:
    case_id = county.report(unit_id=county.units["village"], submission=submission, place="东侧巷道")
    if "decide_merge" in county.open(case_id):
        county.do(case_id, "decide_merge", {"decision": "separate"})
    county.do(case_id, "village_accept", {"decision": "accept"})
    mediators = [str(county.logins["village_mediator"])]
    county.do(case_id, "village_appoint", {"mediators": mediators, "parties_agree": True})
    return case_id


def _fill(county: County, case_id: int) -> None:
    """Make a case long: lines, papers, past tasks with their clocks, moves, comments."""
    director = county.who("village_director")
    with county.system.uow() as uow:
        for number in range(LINES):
            by = director.speaker()
            uow.record(WorkClaimed(case_id=case_id, item_id=1, label=f"第{number}步", by=by, at=county.at))
        _papers(uow.session, case_id, county)
        _past_tasks(uow.session, case_id, county)
        uow.commit()
    for number in range(COMMENTS):
        with county.system.uow() as uow:
            add(uow, case_id=case_id, text=f"第{number}条留言", visibility="case", by=director, at=county.at)
            uow.commit()


def _papers(session: Session, case_id: int, county: County) -> None:
    for number in range(100, 100 + PAPERS):
        paper = Paper(
            case_id=case_id,
            seq=number,
            kind="inquiry",
            number=f"长案-{number}",
            title="调查记录",
            body="走访了双方。",
            fields={},
            issued_at=county.at,
            issued_post="官渡镇南岳村调委会主任",
        )
        session.add(paper)


def _past_tasks(session: Session, case_id: int, county: County) -> None:
    """Copy one of the case's tasks with its clock many times, as done; hand every second over."""
    items, clocks, moves = table_of(WorkItem), table_of(Clock), table_of(WorkMove)
    session.flush()
    item = dict(session.execute(select(items).where(items.c.case_id == case_id).limit(1)).mappings().one())
    clock = dict(session.execute(select(clocks).where(clocks.c.case_id == case_id).limit(1)).mappings().one())
    ended = {"state": "stopped", "ended_at": county.at, "wake_at": None, "wake_kind": None}
    for number in range(TASKS):
        started = clock["started_at"] - timedelta(days=number)
        new_clock = session.execute(
            insert(clocks)
            .values({**_without_id(clock), **ended, "started_at": started})
            .returning(clocks.c.id)
        ).scalar_one()
        done = {
            "state": "done",
            "closed_at": county.at,
            "closed_by": county.logins["village_mediator"],
            "closed_post": "官渡镇南岳村村级调解员",
            "clock_id": new_clock,
            "submission": None,
            "task_ref": f"past-{number}",
        }
        new_item = session.execute(
            insert(items).values({**_without_id(item), **done}).returning(items.c.id)
        ).scalar_one()
        move = {
            "case_id": case_id,
            "item_id": new_item,
            "kind": "handed_over",
            "by_id": county.logins["village_director"],
            "by_post": "官渡镇南岳村调委会主任",
            "to_id": county.logins["village_mediator_2"],
            "reason": "人手不够",
            "remark": "",
            "at": county.at,
            "outcome": "done",
            "answered_at": county.at,
        }
        if number % 2:
            session.execute(insert(moves).values(move))


def _without_id(row: dict[str, object]) -> dict[str, object]:
    return {key: value for key, value in row.items() if key != "id"}


def _statements(county: County, client: FlaskClient, case_id: int) -> int:
    """Return how many statements one opening asks, once everything that is kept is kept."""
    client.get(f"/cases/{case_id}")
    asked: list[str] = []

    def note(*given: object) -> None:
        asked.append(str(given[2]))

    event.listen(county.system.engine, "before_cursor_execute", note)
    client.get(f"/cases/{case_id}")
    event.remove(county.system.engine, "before_cursor_execute", note)
    return len(asked)


def _opened(client: FlaskClient, case_id: int) -> list[float]:
    """Return the server's milliseconds of many openings."""
    taken = []
    gc.collect()
    for _ in range(OPENED):
        begun = time.perf_counter()
        answer = client.get(f"/cases/{case_id}")
        taken.append((time.perf_counter() - begun) * 1000)
        assert answer.status_code == 200, answer.status_code
    return taken[10:]


def _p95(taken: list[float]) -> float:
    return statistics.quantiles(taken, n=20)[-1]
