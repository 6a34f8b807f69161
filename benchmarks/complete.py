"""Completes one task over HTTP on PostgreSQL: statements, commits, and time beside the engine's own share."""

import re
import statistics
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import event

from benchmarks.figure import Figure
from mediation.casework.model import ProcessInstance
from mediation.engine.instance import Instance
from mediation.kernel.clock import SetClock
from mediation.people.model import Person
from mediation.people.operations import hashed
from mediation.processes.queries import definition
from tests import databases
from tests.factories.county import HOME, County
from web.app import create_app
from web.config import Settings
from web.loopback import serving

CASES = 60
PASSWORD = "bench-2026"
ELEMENT = "village_inquire"
FORM = {"findings": "走访了双方和邻居，看了现场。", "evidence": "照片四张。", "note": ""}


def measure() -> Iterator[Figure]:
    """Yield the figures of one task completed over HTTP."""
    maker = databases.make("postgresql")
    try:
        with maker.fresh() as engine:
            yield from _measure(County(engine, at="2026-09-01 09:00"))
    finally:
        maker.close()


def _measure(county: County) -> Iterator[Figure]:
    cases = [_prepared(county, number) for number in range(CASES)]
    engine_share = statistics.median(_engine_share(county, case_id) for case_id in cases)
    counted = Counted(county)
    with Served(county) as browser:
        browser.sign_in("village_mediator", county)
        for case_id in cases[:10]:
            browser.complete(county.item(case_id, ELEMENT).id)
        taken = []
        for case_id in cases[10:]:
            item_id = county.item(case_id, ELEMENT).id
            form = browser.form(item_id)
            counted.start()
            begun = time.perf_counter()
            browser.post(item_id, form)
            taken.append(time.perf_counter() - begun)
            counted.stop()
    over_http = statistics.median(taken)
    yield Figure("complete a task, SQL statements", max(counted.statements), "", budget=12)
    yield Figure("complete a task, commits", max(counted.commits), "", budget=1, exact=True)
    yield Figure("complete a task over HTTP, median", over_http * 1000, "ms")
    yield Figure("the engine's own share (load, advance, dump), median", engine_share * 1000, "ms")
    yield Figure("complete a task, time over the engine's share", over_http / engine_share, "×", budget=4)


def _prepared(county: County, number: int) -> int:
    case_id = county.report(
        unit_id=county.units["village"],
        submission=f"bench-{number}",
        kind="housing",
        title=f"第{number}户漏水纠纷",
        parties=_parties(number),
    )
    if "decide_merge" in county.open(case_id):
        county.do(case_id, "decide_merge", {"decision": "separate"})
    county.do(case_id, "village_accept", {"decision": "accept"})
    mediators = [str(county.logins["village_mediator"])]
    county.do(case_id, "village_appoint", {"mediators": mediators, "parties_agree": True})
    county.do(case_id, "village_rights", {"told_on": county.at.date(), "all_told": True})
    return case_id


def _parties(number: int) -> tuple[Any, ...]:
    from mediation.parties.operations import NewParty

    return (
        NewParty(side="applicant", name=f"申请{number}"),
        NewParty(side="respondent", name=f"对方{number}"),
    )


def _engine_share(county: County, case_id: int) -> float:
    """Return the seconds the engine alone needs to load, advance and dump this very task."""
    item = county.item(case_id, ELEMENT)
    with county.session() as session:
        row = session.get_one(ProcessInstance, item.instance_id)
        known = definition(session, row.digest)
        begun = time.perf_counter()
        instance = Instance.load(known, row.process, row.state, _no_facts)
        instance.complete(item.task_ref, FORM)
        instance.dump()
        return time.perf_counter() - begun


def _no_facts(name: str) -> Any:
    raise KeyError(name)


class Counted:
    """Counts statements and commits of the engine between start and stop."""

    def __init__(self, county: County) -> None:
        self.statements: list[int] = []
        self.commits: list[int] = []
        self._running = False
        event.listen(county.system.engine, "before_cursor_execute", self._statement)
        event.listen(county.system.engine, "commit", self._commit)

    def start(self) -> None:
        """Begin another count."""
        self.statements.append(0)
        self.commits.append(0)
        self._running = True

    def stop(self) -> None:
        """End the count."""
        self._running = False

    def _statement(self, *_: Any) -> None:
        if self._running:
            self.statements[-1] += 1

    def _commit(self, *_: Any) -> None:
        if self._running:
            self.commits[-1] += 1


class Served:
    """The app behind waitress on loopback, and one browser with its cookie on one connection."""

    def __init__(self, county: County) -> None:
        settings = Settings(
            database_url="",
            data_keys="",
            secret_key="bench",
            home=HOME,
            secure_cookies=False,
        )
        app = create_app(settings, system=county.system, clock=SetClock(county.at), testing=True)
        self._server = serving(app, threads=2)
        self._cookie = ""

    def __enter__(self) -> "Served":
        self._connection = HTTPConnection("127.0.0.1", self._server.__enter__())
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()
        self._server.__exit__(None, None, None)

    def sign_in(self, role: str, county: County) -> None:
        """Give the person of ``role`` a password and sign them in."""
        with county.system.uow() as uow:
            person = uow.get(Person, county.logins[role])
            person.password_hash = hashed(PASSWORD)
            login = person.login
            uow.commit()
        page = self._ask("GET", "/sign-in")
        self._ask("POST", "/sign-in", {**_hidden(page), "login": login, "password": PASSWORD}, status=303)

    def form(self, item_id: int) -> dict[str, str]:
        """Open the task's form and return it filled in."""
        return {**_hidden(self._ask("GET", f"/work/{item_id}")), **FORM}

    def post(self, item_id: int, form: dict[str, str]) -> None:
        """Send the form."""
        self._ask("POST", f"/work/{item_id}", form, status=303)

    def complete(self, item_id: int) -> None:
        """Open, fill in and send the form of a task."""
        self.post(item_id, self.form(item_id))

    def _ask(self, method: str, path: str, form: dict[str, str] | None = None, status: int = 200) -> str:
        headers = {"Cookie": self._cookie, "Content-Type": "application/x-www-form-urlencoded"}
        self._connection.request(method, path, urlencode(form) if form else None, headers)
        answer = self._connection.getresponse()
        text = answer.read().decode()
        assert answer.status == status, f"{method} {path}: {answer.status}\n{text[:2000]}"
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            self._cookie = cookie.split(";")[0]
        return text


def _hidden(page: str) -> dict[str, str]:
    fields = re.findall(r'<input[^>]*type="hidden"[^>]*>', page)
    said = [(re.search(r'name="([^"]*)"', field), re.search(r'value="([^"]*)"', field)) for field in fields]
    return {name[1]: value[1] for name, value in said if name and value}
