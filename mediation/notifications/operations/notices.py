"""Putting notices into the outbox, and marking them read."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select

from mediation.kernel.clock import local
from mediation.kernel.database import table_of, upsert
from mediation.kernel.facts import CaseFact
from mediation.kernel.sentences import params_of, sentence_from
from mediation.kernel.unit_of_work import UnitOfWork
from mediation.notifications.audiences import AUDIENCES, Addressee, is_urgent
from mediation.notifications.model import Notice, NoticeRead
from mediation.notifications.queries.notices import is_addressed, unread_together
from mediation.notifications.words import own_words
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
    kind, params = type(fact).__name__, params_of(fact)
    sentence = own_words(kind, params, year=local(fact.at).year) or sentence_from(fact, params)
    oneself = (Addressee(person_id=fact.by.person_id), Addressee(role=fact.by.role, unit_id=fact.by.unit_id))
    return [
        {
            **addressee._asdict(),
            "case_id": fact.case_id,
            "kind": kind,
            "params": params,
            "sentence": sentence,
            "at": fact.at,
            "urgent": is_urgent(fact),
        }
        for addressee in told
        if addressee not in oneself
    ]


def mark_read(uow: UnitOfWork, *, notice_ids: Iterable[int], by: Identity, at: datetime) -> int:
    """Note that ``by`` has read these notices; once is enough. Return how many are theirs.

    A notice addressed to somebody else stays as it is. Where one fact was told to several of the
    addressees that ``by`` is, reading one of the notices is reading all.
    """
    wanted = sorted(set(notice_ids))
    found = uow.session.scalars(select(Notice).where(Notice.id.in_(wanted)))
    mine = [notice for notice in found if is_addressed(by, notice)]
    told = {notice.id for notice in mine}
    for notice in mine:
        same = select(Notice).where(
            Notice.case_id == notice.case_id,
            Notice.kind == notice.kind,
            Notice.at == notice.at,
            Notice.sentence == notice.sentence,
        )
        told |= {each.id for each in uow.session.scalars(same) if is_addressed(by, each)}
    _note(uow, told, by, at)
    return len(mine)


def mark_all_read(uow: UnitOfWork, *, up_to: int, by: Identity, at: datetime) -> int:
    """Note that ``by`` has read every unread notice up to the one of that id; return how many they saw.

    :param up_to: the newest one on the page, so that none is marked that came in between
    """
    told = [ids for ids in unread_together(uow.session, by) if ids[0] <= up_to]
    _note(uow, (each for ids in told for each in ids), by, at)
    return len(told)


def _note(uow: UnitOfWork, ids: Iterable[int], by: Identity, at: datetime) -> None:
    rows = [{"notice_id": each, "person_id": by.person_id, "read_at": at} for each in sorted(set(ids))]
    if rows:
        uow.session.execute(upsert(uow.session, NoticeRead).on_conflict_do_nothing(), rows)
