"""Publishes diagrams, tables and forms: only a set without a single problem."""

import hashlib
import zlib
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import func, select

from mediation.engine.digest import digest_of
from mediation.kernel.actor import Actor
from mediation.kernel.errors import Refused
from mediation.kernel.text import N_
from mediation.kernel.unit_of_work import UnitOfWork
from mediation.processes.events import ProcessesPublished
from mediation.processes.files import belongs
from mediation.processes.model import PublicationBlob, PublicationFile, PublicationRow
from mediation.processes.queries import NothingPublished, current, forget_current
from mediation.processes.rules import Known, Problem, check


class NotPublishable(Refused):
    """The files have problems; every one is in ``problems``."""

    message = N_("有{count}处问题，不能发布。第一处：{first}")

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__(count=len(problems), first=str(problems[0]))


class NothingToPublish(Refused):
    """No diagram among the files."""

    message = N_("这里没有流程图（.bpmn），没有可发布的内容。")


def publish(uow: UnitOfWork, *, files: Mapping[str, bytes], known: Known, by: Actor, at: datetime) -> str:
    """Check the files and make them the publication that new cases begin with; return its digest.

    The same contents keep their digest and add no row.

    :param files: name -> content; what is no part of a publication is left out
    :raises NotPublishable: a check failed; nothing is written
    """
    published = {name: content for name, content in files.items() if belongs(name)}
    if not any(name.endswith(".bpmn") for name in published):
        raise NothingToPublish()
    problems = check(published, uow.locality, known)
    if problems:
        raise NotPublishable(problems)
    digest = digest_of(published)
    replaced = _current_digest(uow)
    if replaced == digest:
        return digest
    row = uow.session.get(PublicationRow, digest)
    if row is None:
        _store(uow, digest, published, by=by, at=at)
    else:
        row.current_from, row.by_id, row.by_post = at, by.person_id, by.post
        row.turn = _next_turn(uow)
    uow.session.flush()
    forget_current(uow.session)
    uow.record(ProcessesPublished(digest=digest, replaced=replaced, by=by, at=at))
    return digest


def _current_digest(uow: UnitOfWork) -> str | None:
    try:
        return current(uow.session).digest
    except NothingPublished:
        return None


def _next_turn(uow: UnitOfWork) -> int:
    return (uow.session.scalar(select(func.max(PublicationRow.turn))) or 0) + 1


def _store(uow: UnitOfWork, digest: str, files: Mapping[str, bytes], *, by: Actor, at: datetime) -> None:
    uow.add(
        PublicationRow(
            digest=digest,
            locality=uow.locality.key,
            published_at=at,
            current_from=at,
            turn=_next_turn(uow),
            by_id=by.person_id,
            by_post=by.post,
        )
    )
    blobs = {hashlib.sha256(content).hexdigest(): content for content in files.values()}
    stored = uow.session.scalars(
        select(PublicationBlob.digest).where(PublicationBlob.digest.in_(blobs))
    ).all()
    for key in sorted(blobs.keys() - set(stored)):
        uow.add(PublicationBlob(digest=key, content=zlib.compress(blobs[key], 9)))
    uow.session.flush()
    for name, content in sorted(files.items()):
        blob = hashlib.sha256(content).hexdigest()
        uow.add(PublicationFile(publication=digest, name=name, blob=blob))
