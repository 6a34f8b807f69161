"""Publishing: what is kept, what is refused, and which version a case gets."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mediation.kernel.actor import Actor
from mediation.kernel.errors import NotFound
from mediation.kernel.unit_of_work import UnitOfWork
from mediation.processes import queries
from mediation.processes.events import ProcessesPublished
from mediation.processes.files import read_folder
from mediation.processes.model import PublicationBlob, PublicationFile, PublicationRow
from mediation.processes.operations import NothingToPublish, NotPublishable, publish
from mediation.processes.rules import Known
from tests.engine import drawing as d
from tests.engine.test_decisions import table

AT = datetime.fromisoformat("2026-09-18T10:00:00+08:00")
LATER = datetime.fromisoformat("2026-09-19T10:00:00+08:00")
BY = Actor(person_id=7, name="熊工", role="process_designer", unit_id=1, post="浏阳市流程设计员")
KNOWN = Known(steps=frozenset({"mark"}), facts=frozenset({"risk"}))
FORM = b'{"components": [{"key": "note", "type": "textarea"}]}'


def files(label: str = "上门劝和") -> dict[str, bytes]:
    """Return a small set fit to publish."""
    talk = d.user("grid_talk", form="grid_talk", label=label)
    return {
        "grid.bpmn": d.line("grid_level", talk, d.service("close")),
        "forms/grid_talk.form": FORM,
        "decisions/deadlines.dmn": table([(['"land"'], ['"1"'])]),
    }


def test_a_set_without_problems_becomes_the_current_one(uow: UnitOfWork, session: Session) -> None:
    digest = publish(uow, files=files(), known=KNOWN, by=BY, at=AT)
    uow.commit()

    found = queries.current(session)
    assert (found.digest, found.published_at, found.by_post) == (digest, AT, BY.post)
    assert queries.files(session, digest) == files()
    assert queries.definition(session, digest).processes == ("grid_level",)
    assert queries.bpmn(session, digest, "grid_level") == files()["grid.bpmn"]
    assert queries.form(session, digest, "grid_talk")["components"][0]["key"] == "note"
    assert queries.decision(session, "deadlines").decide({"kind": "land"})[0]["amount"] == "1"


def test_the_same_contents_add_nothing(uow: UnitOfWork, session: Session) -> None:
    first = publish(uow, files=files(), known=KNOWN, by=BY, at=AT)
    uow.commit()

    again = publish(uow, files=files(), known=KNOWN, by=BY, at=LATER)
    uow.commit()

    assert again == first
    assert session.scalar(select(func.count()).select_from(PublicationRow)) == 1
    assert [type(fact) for fact in uow.recorded] == [ProcessesPublished]


def test_a_new_version_shares_the_files_that_did_not_change(uow: UnitOfWork, session: Session) -> None:
    old = publish(uow, files=files(), known=KNOWN, by=BY, at=AT)
    new = publish(uow, files=files(label="上门谈心"), known=KNOWN, by=BY, at=LATER)
    uow.commit()

    assert queries.current(session).digest == new
    assert session.scalar(select(func.count()).select_from(PublicationFile)) == 6
    assert session.scalar(select(func.count()).select_from(PublicationBlob)) == 4
    assert queries.definition(session, old).elements[("grid_level", "grid_talk")].label == "上门劝和"
    assert queries.definition(session, new).elements[("grid_level", "grid_talk")].label == "上门谈心"


def test_an_earlier_version_can_be_published_again(uow: UnitOfWork, session: Session) -> None:
    old = publish(uow, files=files(), known=KNOWN, by=BY, at=LATER)
    publish(uow, files=files(label="上门谈心"), known=KNOWN, by=BY, at=LATER)

    publish(uow, files=files(), known=KNOWN, by=BY, at=AT)
    uow.commit()

    assert queries.current(session).digest == old
    assert next(iter(queries.publications(session))).digest == old
    assert session.scalar(select(func.count()).select_from(PublicationRow)) == 2


def test_another_session_sees_a_new_version_in_its_next_transaction(
    open_uow: Callable[..., UnitOfWork], reading_factory: Callable[[], Session]
) -> None:
    first = open_uow()
    old = publish(first, files=files(), known=KNOWN, by=BY, at=AT)
    first.commit()
    reader = reading_factory()
    assert queries.current(reader).digest == old
    reader.rollback()

    second = open_uow()
    new = publish(second, files=files(label="上门谈心"), known=KNOWN, by=BY, at=LATER)
    second.commit()

    assert queries.current(reader).digest == new
    reader.close()


def test_the_current_version_is_asked_for_once_in_a_transaction(
    uow: UnitOfWork, session: Session, engine: Any
) -> None:
    from sqlalchemy import event

    publish(uow, files=files(), known=KNOWN, by=BY, at=AT)
    uow.commit()
    asked: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *args: asked.append(args[2]))

    for _ in range(3):
        queries.decision(session, "deadlines")

    assert len([each for each in asked if "FROM publications" in each]) == 1


def test_a_problem_refuses_the_whole_set(uow: UnitOfWork, session: Session) -> None:
    wrong = {**files(), "other.bpmn": d.line("other", d.user("End", form="grid_talk"))}

    with pytest.raises(NotPublishable, match=r"第一处：other\.bpmn End") as refused:
        publish(uow, files=wrong, known=KNOWN, by=BY, at=AT)

    assert [problem.element_id for problem in refused.value.problems] == ["End"]
    with pytest.raises(queries.NothingPublished):
        queries.current(session)


def test_a_set_without_diagrams_is_refused(uow: UnitOfWork) -> None:
    with pytest.raises(NothingToPublish):
        publish(uow, files={"readme.md": b"", "forms/a.form": FORM}, known=KNOWN, by=BY, at=AT)


def test_what_is_not_there_is_not_found(uow: UnitOfWork, session: Session) -> None:
    digest = publish(uow, files=files(), known=KNOWN, by=BY, at=AT)
    uow.commit()

    with pytest.raises(NotFound):
        queries.files(session, "0" * 64)
    with pytest.raises(NotFound):
        queries.form(session, digest, "nothing")
    with pytest.raises(NotFound):
        queries.decision(session, "nothing")
    with pytest.raises(NotFound):
        queries.bpmn(session, digest, "nothing")


def test_a_folder_is_read_with_what_all_localities_share(tmp_path: Path) -> None:
    for name, text in {
        "shared/signing.bpmn": "shared",
        "shared/rating.bpmn": "shared",
        "liuyang/signing.bpmn": "own",
        "liuyang/forms/a.json": "{}",
        "liuyang/forms/b.form": "{}",
        "liuyang/decisions/risk.dmn": "",
        "liuyang/locality.yaml": "",
        "liuyang/scenarios/one.yaml": "",
        "liuyang/templates.json": "",
        "liuyang/README.md": "",
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)

    found = read_folder(tmp_path / "liuyang")

    assert list(found) == [
        "decisions/risk.dmn",
        "forms/a.json",
        "forms/b.form",
        "locality.yaml",
        "rating.bpmn",
        "signing.bpmn",
    ]
    assert found["signing.bpmn"] == b"own"
