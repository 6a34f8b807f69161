"""What a person can see of a case: their inbox, and every page about the case that opens for them."""

import re
from collections.abc import Iterator
from datetime import timedelta

from flask.testing import FlaskClient
from markupsafe import Markup
from sqlalchemy import select
from sqlalchemy.orm import Session

from mediation.cases.model import Case
from mediation.documents.model import Paper
from mediation.inbox.queries import Asked, listing
from web import visits
from web.app import create_app
from web.config import Settings
from web.scenarios.stage import Stage

OPENED = 200
LOOK_MINUTES = 60


def inbox(stage: Stage, session: Session, who: str, case: Case) -> list[str]:
    """Return the element ids of the tasks of ``case`` that wait for ``who``, named or to be claimed."""
    identity = stage.identity(session, who, case)
    found = []
    for box in ("mine", "unit"):
        page = listing(session, identity=identity, asked=Asked(box=box), at=stage.now, size=200)
        found += [item.element for item in page.items if item.case_id == case.id]
    return list(dict.fromkeys(found))


def everything(stage: Stage, session: Session, who: str, case: Case) -> str:
    """Return the text of all pages about ``case`` as ``who`` gets to see them, one line a piece of text."""
    person_id = stage.person_id(session, who, case)
    papers = session.scalars(select(Paper.id).where(Paper.case_id == case.id)).all()
    case_id = case.id
    session.rollback()
    app = create_app(_settings(stage), stage.system, clock=stage.clock, testing=True)
    with app.test_client() as client:
        with client.session_transaction() as visit:
            visit[visits.PERSON] = person_id
            visit[visits.SEEN] = (stage.now - timedelta(seconds=1)).isoformat(timespec="seconds")
        return "\n".join(_texts(client, case_id, list(papers)))


def _texts(client: FlaskClient, case_id: int, papers: list[int]) -> Iterator[str]:
    pages = [
        "/inbox?box=mine",
        "/inbox?box=unit",
        "/cases",
        f"/cases/{case_id}",
        f"/cases/{case_id}/happened",
    ]
    for page in [*pages, *(f"/cases/{case_id}/papers/{paper}" for paper in papers)]:
        answer = client.get(page)
        if answer.status_code == OPENED:
            for piece in re.split(r"</(?:p|li|td|dd|dt|h[1-6]|a|span|div)>", answer.get_data(as_text=True)):
                yield Markup(piece).striptags()  # noqa: S704  read, never shown as a page


def _settings(stage: Stage) -> Settings:
    return Settings(
        database_url=str(stage.system.engine.url),
        data_keys="",
        secret_key="only for looking",  # noqa: S106  signs nothing that leaves the process
        home=stage.system.home,
        secure_cookies=False,
        idle_minutes=LOOK_MINUTES,
    )
