"""A small county behind the real web app: one ladder of units, staff in post, the published processes."""

import re
import shutil
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import html5lib
from flask import Flask, Response
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker
from werkzeug.test import TestResponse

from mediation.bootstrap import System, build, known
from mediation.kernel.actor import SYSTEM
from mediation.kernel.clock import SHANGHAI, SetClock
from mediation.kernel.database import open_engine, writing
from mediation.kernel.migrations import all_tables
from mediation.people.model import Person
from mediation.people.operations import add_person
from mediation.processes.files import read_folder
from mediation.processes.operations import publish
from tests.factories.people import a_post
from tests.factories.units import a_ladder, a_unit
from web import visits
from web.app import create_app
from web.config import Settings

HOME = Path(__file__).parents[2] / "workflows" / "liuyang"
MONDAY = datetime(2026, 9, 14, 10, 0, tzinfo=SHANGHAI)
PASSWORD = "guandu-2026"

STAFF = {
    "grid": ("徐满爷", "grid_leader", "grid"),
    "branch": ("罗长根", "branch_secretary", "branch"),
    "village": ("李国华", "village_director", "village"),
    "mediator": ("王秀兰", "village_mediator", "village"),
    "mediator2": ("陈友良", "village_mediator", "village"),
    "recorder": ("刘佳慧", "village_recorder", "village"),
    "town": ("周德明", "town_director", "town"),
    "police": ("何海波", "town_police", "town"),
    "intake": ("林雪梅", "intake_clerk", "town"),
    "county": ("沈启明", "county_director", "county"),
    "auditor": ("丁和平", "auditor", "county"),
    "elsewhere": ("邱远山", "grid_leader", "other"),
}


def make_county(path: Path) -> None:
    """Write a database with units, staff and the published processes to ``path``."""
    engine = open_engine(f"sqlite:///{path}")
    all_tables().create_all(writing(engine))
    system = build(engine, HOME)
    with system.uow() as uow:
        units = a_ladder(uow.session)
        units["other"] = a_unit(uow.session, name="第10微网格", parent=units["branch"], households=34)
        for login, (name, role, unit) in STAFF.items():
            person = add_person(uow, login=login, name=name, password=PASSWORD, by=SYSTEM, at=MONDAY)
            person.is_appointed_mediator = role.endswith("mediator")
            a_post(uow.session, person=person, role=role, unit=units[unit])
        uow.commit()
    with system.uow() as uow:
        publish(uow, files=read_folder(HOME), known=known(system.locality), by=SYSTEM, at=MONDAY)
        uow.commit()
    with engine.connect() as connection:
        connection.exec_driver_sql("ROLLBACK")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.exec_driver_sql("BEGIN")
    engine.dispose()


def _fit_for_a_server(answer: Response) -> Response:
    """A header travels in Latin-1; the test client would not mind what every real server refuses."""
    for name, value in answer.headers:
        f"{name}: {value}".encode("latin-1")
    return answer


@dataclass
class Served:
    """The app with its own copy of the county, and its clock."""

    app: Flask
    system: System
    clock: SetClock
    people: dict[str, int] = field(default_factory=dict)

    def visit(self, login: str | None = None) -> "Visitor":
        """Return a visitor, signed in as ``login``."""
        client = self.app.test_client()
        if login is not None:
            with client.session_transaction() as visit:
                visit[visits.PERSON] = self.people[login]
                visit[visits.SEEN] = self.clock.now().isoformat()
        return Visitor(client)

    def session(self) -> Session:
        """Open a session to look with."""
        return sessionmaker(self.system.engine)()

    def later(self, **span: Any) -> None:
        """Let time pass."""
        self.clock.set(self.clock.now() + timedelta(**span))


class Visitor:
    """Opens pages as somebody; every page must be well-formed."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client

    def get(self, path: str, **options: Any) -> "Page":
        """Open a page."""
        return Page(self.client.get(path, **options))

    def post(self, path: str, data: dict[str, Any] | None = None, **options: Any) -> "Page":
        """Send a form."""
        return Page(self.client.post(path, data=data or {}, **options))

    def report(self, **changes: Any) -> "Page":
        """Report a dispute."""
        return self.post("/report", {**DISPUTE, **changes})


DISPUTE = {
    "title": "楼上漏水泡坏天花板",
    "story": "李甲家水管漏水，泡坏了李乙家的天花板，两家为赔偿吵了三次。",
    "kind": "neighbour",
    "source": "patrol",
    "people_count": "2",
    "side_0": "applicant",
    "name_0": "李甲",
    "phone_0": "13800000001",
    "side_1": "respondent",
    "name_1": "李乙",
    "submission": "first-report",
}


class Page:
    """An answer, read as a person would."""

    def __init__(self, answer: TestResponse) -> None:
        self.answer = answer
        self.status = answer.status_code
        self.location = answer.headers.get("Location")
        self.html = answer.get_data(as_text=True)
        if answer.mimetype == "text/html" and self.status != 303 and self.html.startswith("<!doctype"):
            html5lib.HTMLParser(strict=True).parse(self.html)

    @property
    def text(self) -> str:
        """The words of the page's main part."""
        main = self.html[max(self.html.find("<main"), 0) :]
        main = re.sub(r"<(svg|script|template)\b.*?</\1>", " ", main, flags=re.S)
        return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main)).strip()

    def links(self, beginning: str) -> list[str]:
        """The addresses on the page that begin like that, each once."""
        return list(dict.fromkeys(re.findall(rf'href="({re.escape(beginning)}[^"]*)"', self.html)))


def serve(template: Path, folder: Path) -> Served:
    """Return the app over a fresh copy of ``template``."""
    path = folder / "county.db"
    shutil.copy(template, path)
    system = build(open_engine(f"sqlite:///{path}"), HOME)
    clock = SetClock(MONDAY)
    settings = Settings(
        database_url="", data_keys="", secret_key="for tests only", home=HOME, secure_cookies=False
    )
    app = create_app(settings, system, clock=clock, testing=True)
    app.config["WTF_CSRF_ENABLED"] = False
    app.after_request(_fit_for_a_server)
    served = Served(app, system, clock)
    with served.session() as session:
        served.people.update(session.execute(select(Person.login, Person.id)).tuples().all())
    return served
