"""Reading one's notices: new ones, earlier ones, and as much as may leave the house."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, and_, exists, select, union_all
from sqlalchemy.orm import Session

from mediation.cases.model import Appointment, Case
from mediation.kernel.clock import local
from mediation.kernel.sentences import Translate, render
from mediation.notifications import rules
from mediation.notifications.audiences import MARKED
from mediation.notifications.model import Notice, NoticeRead
from mediation.parties.queries import Minor, masked, minors, parties
from mediation.people.queries import Identity

COUNT_TO = 100
# County default. Only the latest of each addressee are asked whether they are unread: counting them
# stays cheap after years, and whoever comes into a post does not begin with thousands.
LATEST = 300
AT_A_TIME = 1000


@dataclass(frozen=True)
class NoticeView:
    """One notice as read.

    :ivar item_id: the task it is about, where it is about one
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
        own = rules.OWN_SENTENCES.get(self.kind)
        if own is not None:
            return translate(own).format(**self.params)
        return render(self.kind, self.params, year=local(self.at).year, translate=translate) or self.sentence


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
    fresh = _unread(identity).subquery()
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
    ids = _each(_of(identity), size, old).subquery()
    query = _rows().join(ids, ids.c.id == Notice.id).order_by(Notice.id.desc()).limit(size)
    return _views(session, query, is_read=True)


def count_unread(session: Session, identity: Identity) -> int:
    """Return how many notices are unread, counted up to COUNT_TO."""
    return len(list(session.scalars(_unread(identity).limit(COUNT_TO))))


def unread_ids(session: Session, identity: Identity) -> list[int]:
    """Return the ids of all notices that are unread."""
    return list(session.scalars(_unread(identity)))


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
    return select(Notice, Case.number).outerjoin(Case, Case.id == Notice.case_id)


def _views(session: Session, query: Select[Any], *, is_read: bool) -> tuple[NoticeView, ...]:
    rows = session.execute(query).all()
    hidden = minors(session, {row.case_id for row, _ in rows if row.case_id is not None}) if rows else {}
    return tuple(_view(row, number, hidden.get(row.case_id or 0, ()), is_read) for row, number in rows)


def _view(row: Notice, number: str | None, hidden: Sequence[Minor], is_read: bool) -> NoticeView:
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
    )


def addresses(person_ids: Iterable[Any], posts: Iterable[tuple[Any, Any]]) -> list[ColumnElement[bool]]:
    """Return one condition for each addressee that somebody is: each finds its own index."""
    return [
        *(Notice.person_id == person_id for person_id in person_ids),
        *(and_(Notice.unit_id == unit_id, Notice.role == role) for unit_id, role in posts),
    ]


def unread_among(found: Sequence[ColumnElement[bool]], person_id: Any) -> Select[tuple[int]]:
    """Return the ids of what ``person_id`` has not read among the latest of these addressees.

    Whoever was recused from a case no longer hears of it, whatever the post.
    """
    latest = _each(found, LATEST).subquery()
    read = exists().where(NoticeRead.notice_id == latest.c.id, NoticeRead.person_id == person_id)
    return select(latest.c.id).where(~read, ~is_kept_from(latest.c.case_id, person_id))


def is_kept_from(case_id: Any, person_id: Any) -> ColumnElement[bool]:
    """Return the condition that ``person_id`` was recused from the case."""
    return exists().where(
        Appointment.case_id == case_id,
        Appointment.person_id == person_id,
        Appointment.recused_at.is_not(None),
    )


def posts_of(identity: Identity) -> list[tuple[int, str]]:
    """Return the posts somebody reads for, each once."""
    return sorted({(post.unit_id, post.role) for post in identity.posts})


def _of(identity: Identity) -> list[ColumnElement[bool]]:
    return addresses(sorted(identity.person_ids), posts_of(identity))


def _unread(identity: Identity) -> Select[tuple[int]]:
    return unread_among(_of(identity), identity.person_id)


def _each(found: Sequence[ColumnElement[bool]], size: int, also: ColumnElement[bool] | None = None) -> Any:
    """Return the latest ids of each addressee, ``size`` each."""
    parts: list[FromClause] = []
    for address in found:
        query = select(Notice.id, Notice.case_id).where(address)
        query = query if also is None else query.where(also)
        parts.append(query.order_by(Notice.id.desc()).limit(size).subquery())
    return union_all(*(select(part.c.id, part.c.case_id) for part in parts))
