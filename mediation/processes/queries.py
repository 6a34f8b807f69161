"""Reads publications. What was read from one is kept by digest for the whole process."""

import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import ScalarSelect, select
from sqlalchemy.orm import Session

from mediation.engine.decisions import DecisionTable, read_decisions
from mediation.engine.definition import Definition, read_definition
from mediation.engine.digest import Kept
from mediation.kernel.errors import NotFound
from mediation.kernel.text import N_
from mediation.processes.files import form_key, is_form
from mediation.processes.model import PublicationBlob, PublicationFile, PublicationRow

__all__ = [
    "NothingPublished",
    "Publication",
    "Session",
    "bpmn",
    "current",
    "decision",
    "definition",
    "files",
    "forget_current",
    "form",
    "latest_digest",
    "publications",
    "take_current",
]


class NothingPublished(NotFound):
    """A new system whose processes were not published yet."""

    message = N_("还没有发布流程，请先由流程设计员发布。")


@dataclass(frozen=True)
class Publication:
    """One published set of files."""

    digest: str
    locality: str
    published_at: datetime
    current_from: datetime
    by_post: str


_CURRENT = "mediation.processes.current"
_files: Kept[Mapping[str, bytes]] = Kept()
_definitions: Kept[Definition] = Kept()
_forms: Kept[Mapping[str, dict[str, Any]]] = Kept()
_tables: Kept[Mapping[str, DecisionTable]] = Kept()
_publications: WeakKeyDictionary[Any, Publication] = WeakKeyDictionary()


def current(session: Session) -> Publication:
    """Return the publication that new cases begin with; asked of the database once a transaction.

    :raises NothingPublished: there is none yet
    """
    asked, known = session.info.get(_CURRENT, (None, None))
    if known is not None and asked is not None and asked is session.get_transaction():
        return known
    found = _of(session.scalars(_latest().limit(1)).first())
    if found is None:
        raise NothingPublished()
    session.info[_CURRENT] = (session.get_transaction(), found)
    return found


def latest_digest() -> ScalarSelect[str]:
    """Return a column that any query may carry along, so that :func:`take_current` need not ask again."""
    return _latest().with_only_columns(PublicationRow.digest).limit(1).scalar_subquery()


def take_current(session: Session, digest: str) -> None:
    """Let ``digest``, read by :func:`latest_digest` in this transaction, be the current publication."""
    database = session.get_bind().engine.pool
    known = _publications.get(database)
    if known is None or known.digest != digest:
        known = _publications[database] = current(session)
    session.info[_CURRENT] = (session.get_transaction(), known)


def forget_current(session: Session) -> None:
    """Ask the database again next time; for whoever publishes."""
    session.info.pop(_CURRENT, None)


def publications(session: Session) -> list[Publication]:
    """Return every publication, the current one first."""
    return [found for row in session.scalars(_latest()) if (found := _of(row))]


def files(session: Session, digest: str) -> Mapping[str, bytes]:
    """Return the files of a publication by name.

    :raises NotFound: there is no such publication
    """
    return _files.get(digest, lambda: _read(session, digest))


def definition(session: Session, digest: str) -> Definition:
    """Return the diagrams of a publication.

    :raises NotFound: there is no such publication
    """
    return _definitions.get(digest, lambda: read_definition(files(session, digest)))


def form(session: Session, digest: str, key: str) -> dict[str, Any]:
    """Return the form-js JSON of the form ``key``.

    :raises NotFound: there is no such publication or form
    """
    forms = _forms.get(digest, lambda: _read_forms(files(session, digest)))
    if key not in forms:
        raise NotFound(what=f"表单 {key}")
    return forms[key]


def _read_forms(published: Mapping[str, bytes]) -> Mapping[str, dict[str, Any]]:
    return {form_key(name): json.loads(content) for name, content in published.items() if is_form(name)}


def decision(session: Session, decision_id: str, digest: str | None = None) -> DecisionTable:
    """Return a decision table, of the current publication unless ``digest`` names another.

    :raises NotFound: there is no such table
    """
    digest = digest or current(session).digest
    tables = _tables.get(digest, lambda: read_decisions(files(session, digest)))
    if decision_id not in tables:
        raise NotFound(what=f"决策表 {decision_id}")
    return tables[decision_id]


def bpmn(session: Session, digest: str, process: str) -> bytes:
    """Return the XML that shows ``process``.

    :raises NotFound: there is no such publication or process
    """
    return definition(session, digest).file_of(process)


def _latest() -> Any:
    return select(PublicationRow).order_by(PublicationRow.turn.desc())


def _of(row: PublicationRow | None) -> Publication | None:
    if row is None:
        return None
    return Publication(
        digest=row.digest,
        locality=row.locality,
        published_at=row.published_at,
        current_from=row.current_from,
        by_post=row.by_post,
    )


def _read(session: Session, digest: str) -> Mapping[str, bytes]:
    rows = session.execute(
        select(PublicationFile.name, PublicationBlob.content)
        .join(PublicationBlob, PublicationBlob.digest == PublicationFile.blob)
        .where(PublicationFile.publication == digest)
        .order_by(PublicationFile.name)
    ).all()
    if not rows:
        raise NotFound(what=f"流程版本 {digest[:12]}")
    return {name: zlib.decompress(content) for name, content in rows}
