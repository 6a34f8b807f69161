"""Reading one's notices."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from mediation.cases.model import Case
from mediation.kernel.clock import local
from mediation.kernel.sentences import Translate, render
from mediation.notifications.model import Notice, NoticeRead
from mediation.parties.queries import Minor, masked, minors
from mediation.people.queries import Identity

COUNT_TO = 100


@dataclass(frozen=True)
class NoticeView:
    """One notice as read."""

    id: int
    case_id: int | None
    case_number: str | None
    kind: str
    params: dict[str, Any]
    sentence: str
    at: datetime

    def told(self, translate: Translate) -> str:
        """Return the sentence in another language; the Chinese one where there is no other."""
        return render(self.kind, self.params, year=local(self.at).year, translate=translate) or self.sentence


def unread(
    session: Session, identity: Identity, *, before: int | None = None, size: int = 30
) -> tuple[NoticeView, ...]:
    """Return the notices ``identity`` has not read, the newest first.

    :param before: id of the last one already seen
    """
    query = (
        select(Notice, Case.number)
        .outerjoin(Case, Case.id == Notice.case_id)
        .where(_unread_by(identity))
        .order_by(Notice.id.desc())
        .limit(size)
    )
    if before is not None:
        query = query.where(Notice.id < before)
    rows = session.execute(query).tuples().all()
    hidden = minors(session, {row.case_id for row, _ in rows if row.case_id is not None}) if rows else {}
    return tuple(_view(row, number, hidden.get(row.case_id or 0, ())) for row, number in rows)


def count_unread(session: Session, identity: Identity) -> int:
    """Return how many notices are unread, counted up to COUNT_TO."""
    some = select(Notice.id).where(_unread_by(identity)).limit(COUNT_TO).subquery()
    return session.scalar(select(func.count()).select_from(some)) or 0


def _view(row: Notice, number: str | None, hidden: Sequence[Minor]) -> NoticeView:
    return NoticeView(
        id=row.id,
        case_id=row.case_id,
        case_number=number,
        kind=row.kind,
        params=masked(row.params, hidden),
        sentence=masked(row.sentence, hidden),
        at=row.at,
    )


def _unread_by(identity: Identity) -> ColumnElement[bool]:
    posts = {(post.unit_id, post.role) for post in identity.posts}
    mine = [and_(Notice.unit_id == unit_id, Notice.role == role) for unit_id, role in sorted(posts)]
    read = exists().where(NoticeRead.notice_id == Notice.id, NoticeRead.person_id == identity.person_id)
    return and_(or_(Notice.person_id.in_(identity.person_ids), *mine), ~read)
