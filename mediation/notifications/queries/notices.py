"""Reading one's notices: new ones, earlier ones, and as much as may leave the house."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, select
from sqlalchemy.orm import Session

from mediation.cases.model import Case
from mediation.clocks.model import Clock
from mediation.kernel.clock import local
from mediation.kernel.sentences import Translate, render
from mediation.notifications import rules
from mediation.notifications.audiences import MARKED, SOON
from mediation.notifications.model import Notice
from mediation.notifications.queries.addressed import (
    addresses_of,
    each_once,
    has_ended,
    is_kept_from,
    latest_of,
    unread_rows,
)
from mediation.notifications.words import own_words
from mediation.parties.queries import Minor, masked, minors, parties
from mediation.people.queries import Identity

COUNT_TO = 100
AT_A_TIME = 1000


@dataclass(frozen=True)
class NoticeView:
    """One notice as read.

    :ivar item_id: the task it is about, where it is about one
    :ivar is_over: it warned of a day, and its time limit has ended since
    """

    id: int
    case_id: int | None
    case_number: str | None
    kind: str
    params: dict[str, Any]
    sentence: str
    at: datetime
    urgent: bool = False
    is_read: bool = False
    is_over: bool = False

    @property
    def is_marked(self) -> bool:
        """Whether it is about danger or lateness, so that it is marked in the list."""
        return self.kind in MARKED

    @property
    def item_id(self) -> int | None:
        """The task it is about, or None; where one was asked a question of one's own, that."""
        found = self.params.get("asked_id", self.params.get("item_id"))
        return found if isinstance(found, int) else None

    def told(self, translate: Translate) -> str:
        """Return the sentence in another language; the Chinese one where there is no other."""
        year = local(self.at).year
        own = own_words(self.kind, self.params, year=year, translate=translate)
        return own or render(self.kind, self.params, year=year, translate=translate) or self.sentence


def unread(
    session: Session,
    identity: Identity,
    *,
    before: int | None = None,
    since: datetime | None = None,
    size: int = 30,
) -> tuple[NoticeView, ...]:
    """Return the notices ``identity`` has not read, the newest first.

    :param before: id of the last one already seen
    :param since: leave out what is not later
    """
    fresh = each_once(_unread(identity)).subquery()
    query = _rows().join(fresh, fresh.c.id == Notice.id).order_by(Notice.id.desc()).limit(size)
    if before is not None:
        query = query.where(Notice.id < before)
    if since is not None:
        query = query.where(Notice.at > since)
    return _views(session, query, is_read=False)


def earlier(
    session: Session, identity: Identity, *, before: int | None = None, size: int = 30
) -> tuple[NoticeView, ...]:
    """Return the notices that are no longer unread, the newest first.

    :param before: id of the last one already seen
    """
    fresh = _unread(identity).subquery()
    old = and_(Notice.id.not_in(select(fresh.c.id)), ~is_kept_from(Notice.case_id, identity.person_id))
    if before is not None:
        old = and_(old, Notice.id < before)
    # Twice as many, for what was told alike to one addressee is one line too.
    ids = each_once(latest_of(addresses_of(identity), 2 * size, old)).subquery()
    query = _rows().join(ids, ids.c.id == Notice.id).order_by(Notice.id.desc()).limit(size)
    return _views(session, query, is_read=True)


def count_unread(session: Session, identity: Identity) -> int:
    """Return how many notices are unread, counted up to COUNT_TO."""
    return len(list(session.scalars(each_once(_unread(identity)).limit(COUNT_TO))))


def unread_together(session: Session, identity: Identity) -> list[list[int]]:
    """Return the ids of all notices that are unread, those of one content together, the first first."""
    found: dict[tuple[object, ...], list[int]] = {}
    for notice_id, *content in session.execute(_unread(identity)):
        found.setdefault(tuple(content), []).append(notice_id)
    return [sorted(ids) for ids in found.values()]


def addressed_notice(session: Session, identity: Identity, notice_id: int) -> NoticeView | None:
    """Return one notice if it is addressed to ``identity``; None otherwise."""
    row = session.get(Notice, notice_id)
    if row is None or not is_addressed(identity, row):
        return None
    if session.scalar(select(is_kept_from(row.case_id, identity.person_id))):
        return None
    (view,) = views_of(session, [notice_id])
    return view


def views_of(session: Session, notice_ids: Sequence[int]) -> tuple[NoticeView, ...]:
    """Return these notices, whosever they are, in order of id."""
    query = _rows().where(Notice.id.in_(notice_ids)).order_by(Notice.id)
    return _views(session, query, is_read=False)


def distinct(session: Session, notice_ids: Sequence[int]) -> list[tuple[int, str]]:
    """Return id and kind of these notices, one of each content, the first first."""
    found: dict[tuple[object, ...], tuple[int, str]] = {}
    for begin in range(0, len(notice_ids), AT_A_TIME):
        some = notice_ids[begin : begin + AT_A_TIME]
        query = select(Notice.id, Notice.kind, Notice.case_id, Notice.at, Notice.sentence)
        for notice_id, kind, *content in session.execute(
            query.where(Notice.id.in_(some)).order_by(Notice.id)
        ):
            found.setdefault((kind, *content), (notice_id, kind))
    return list(found.values())


def is_addressed(identity: Identity, notice: Notice) -> bool:
    """Say whether ``identity`` reads it: named, in the post, or standing in for either."""
    if notice.person_id is not None:
        return notice.person_id in identity.person_ids
    return any((post.unit_id, post.role) == (notice.unit_id, notice.role) for post in identity.posts)


def outward(session: Session, rows: Sequence[NoticeView]) -> tuple[NoticeView, ...]:
    """Return the notices as they may leave the house: every party by alias, adults too."""
    hidden: dict[int, tuple[Minor, ...]] = {}
    for case_id in {row.case_id for row in rows if row.case_id is not None}:
        known = parties(session, case_id)
        names = [Minor(each.name, each.alias, each.nickname) for each in known]
        guardians = [Minor(each.guardian, f"{each.alias}的监护人") for each in known if each.guardian]
        hidden[case_id] = (*names, *guardians)
    return tuple(
        replace(
            row,
            params=masked(row.params, hidden.get(row.case_id or 0, ())),
            sentence=rules.without_numbers(masked(row.sentence, hidden.get(row.case_id or 0, ()))),
        )
        for row in rows
    )


def _rows() -> Select[Any]:
    ended = and_(Notice.kind.in_(sorted(SOON)), has_ended(Notice.params))
    return (
        select(Notice, Case.number, Clock.id)
        .outerjoin(Case, Case.id == Notice.case_id)
        .outerjoin(Clock, ended)
    )


def _views(session: Session, query: Select[Any], *, is_read: bool) -> tuple[NoticeView, ...]:
    rows = session.execute(query).all()
    hidden = minors(session, {row.case_id for row, *_ in rows if row.case_id is not None}) if rows else {}
    return tuple(
        _view(row, number, hidden.get(row.case_id or 0, ()), is_read, ended is not None)
        for row, number, ended in rows
    )


def _view(
    row: Notice, number: str | None, hidden: Sequence[Minor], is_read: bool, is_over: bool
) -> NoticeView:
    return NoticeView(
        id=row.id,
        case_id=row.case_id,
        case_number=number,
        kind=row.kind,
        params=masked(row.params, hidden),
        sentence=masked(row.sentence, hidden),
        at=row.at,
        urgent=row.urgent,
        is_read=is_read,
        is_over=is_over,
    )


def _unread(identity: Identity) -> Select[Any]:
    return unread_rows(addresses_of(identity), identity.person_id)
