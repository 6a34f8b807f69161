"""Putting notices into the outbox, and marking them read. Nothing is sent from here."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import insert

from mediation.kernel.database import table_of, upsert
from mediation.kernel.facts import CaseFact
from mediation.kernel.sentences import params_of, sentence_of
from mediation.kernel.unit_of_work import UnitOfWork
from mediation.notifications.audiences import AUDIENCES, Addressee
from mediation.notifications.model import Notice, NoticeRead
from mediation.people.queries import Identity


def put(uow: UnitOfWork) -> None:
    """Write a notice for everybody who should hear of this act's facts; a closer, one statement."""
    rows = [row for fact in uow.news() if isinstance(fact, CaseFact) for row in _rows(uow, fact)]
    if rows:
        uow.session.flush()
        uow.session.execute(insert(table_of(Notice)), rows)


def _rows(uow: UnitOfWork, fact: CaseFact) -> list[dict[str, Any]]:
    """Return the notices of one fact, none to whoever did it."""
    audience = AUDIENCES.get(type(fact).__name__, ())
    told = dict.fromkeys(addressee for find in audience for addressee in find(uow, fact))
    oneself = (Addressee(person_id=fact.by.person_id), Addressee(role=fact.by.role, unit_id=fact.by.unit_id))
    return [
        {
            **addressee._asdict(),
            "case_id": fact.case_id,
            "kind": type(fact).__name__,
            "params": params_of(fact),
            "sentence": sentence_of(fact),
            "at": fact.at,
        }
        for addressee in told
        if addressee not in oneself
    ]


def mark_read(uow: UnitOfWork, *, notice_ids: Iterable[int], by: Identity, at: datetime) -> None:
    """Note that ``by`` has read these notices; once is enough."""
    rows = [{"notice_id": each, "person_id": by.person_id, "read_at": at} for each in sorted(set(notice_ids))]
    if rows:
        uow.session.execute(upsert(uow.session, NoticeRead).on_conflict_do_nothing(), rows)
