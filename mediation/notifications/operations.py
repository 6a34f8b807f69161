"""Putting notices into the outbox, and marking them read. Nothing is sent from here."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import insert

from mediation.kernel.database import table_of, upsert
from mediation.kernel.facts import CaseFact
from mediation.kernel.sentences import params_of, sentence_of
from mediation.kernel.unit_of_work import UnitOfWork
from mediation.notifications.audiences import AUDIENCES
from mediation.notifications.model import Notice, NoticeRead
from mediation.people.queries import Identity


def put(uow: UnitOfWork) -> None:
    """Write a notice for everybody who should hear of this act's facts; a closer, one statement."""
    rows = []
    for fact in uow.news():
        audience = AUDIENCES.get(type(fact).__name__)
        if audience is None or not isinstance(fact, CaseFact):
            continue
        told = {addressee for find in audience for addressee in find(uow, fact)}
        rows += [
            {
                "person_id": addressee.person_id,
                "role": addressee.role,
                "unit_id": addressee.unit_id,
                "case_id": fact.case_id,
                "kind": type(fact).__name__,
                "params": params_of(fact),
                "sentence": sentence_of(fact),
                "at": fact.at,
            }
            for addressee in told
            if addressee.person_id is None or addressee.person_id != fact.by.person_id
        ]
    if rows:
        uow.session.flush()
        uow.session.execute(insert(table_of(Notice)), rows)


def mark_read(uow: UnitOfWork, *, notice_ids: Iterable[int], by: Identity, at: datetime) -> None:
    """Note that ``by`` has read these notices; once is enough."""
    rows = [{"notice_id": each, "person_id": by.person_id, "read_at": at} for each in sorted(set(notice_ids))]
    if rows:
        uow.session.execute(upsert(uow.session, NoticeRead).on_conflict_do_nothing(), rows)
