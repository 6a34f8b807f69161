"""Ranks that 督办 could not reach, and which of them can be reached by now."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import BindParameter, ColumnElement, and_, exists, select
from sqlalchemy.orm import Session

from mediation.oversight.model import UnreachedRank
from mediation.oversight.operations.ranks import is_reached
from mediation.oversight.rules import NO_CHANNEL, VACANT
from mediation.people.model import Person, Post
from mediation.people.queries import holders
from mediation.people.queries.posts import held_on
from mediation.units.model import Unit

PAGE = 50


@dataclass(frozen=True)
class UnreachedView:
    """A rank that could not be reached when it had to act.

    :ivar taken_by: post that was told instead; "" where there was none
    :ivar has_channel: False where somebody was in post, but no message found them
    :ivar is_over: the post is filled, or those in it can be reached by now
    """

    case_id: int
    post: str
    taken_by: str
    found_at: datetime
    has_channel: bool = True
    is_over: bool = False


def unreached(
    session: Session,
    *,
    case_id: int | None = None,
    path: str | None = None,
    on: date | None = None,
    limit: int = PAGE,
) -> tuple[UnreachedView, ...]:
    """Return ranks that 督办 could not reach, of a case or of a subtree, the newest first.

    :param on: day on which it is asked which of them are over; None: it is not asked
    """
    over = is_filled(on) if on is not None else exists().where(UnreachedRank.id.is_(None))
    query = select(UnreachedRank, over.label("is_over"))
    if case_id is not None:
        query = query.where(UnreachedRank.case_id == case_id)
    if path is not None:
        below = Unit.path.startswith(path, autoescape=True)
        query = query.join(Unit, Unit.id == UnreachedRank.unit_id).where(below)
    rows = session.execute(query.order_by(UnreachedRank.id.desc()).limit(limit)).tuples().all()
    found: dict[tuple[str, int], bool] = {}
    return tuple(_view(session, row, filled, on, found) for row, filled in rows)


def is_filled(on: date | BindParameter[date]) -> ColumnElement[bool]:
    """Return the condition that a post found vacant is filled on that day."""
    somebody = exists().where(
        Post.unit_id == UnreachedRank.unit_id,
        Post.role == UnreachedRank.role,
        Person.id == Post.person_id,
        Person.is_active,
        held_on(Post, on),
    )
    return and_(UnreachedRank.reason == VACANT, somebody)


def _view(
    session: Session, row: UnreachedRank, filled: bool, on: date | None, found: dict[tuple[str, int], bool]
) -> UnreachedView:
    is_over = filled
    if row.reason == NO_CHANNEL and on is not None:
        post = row.role, row.unit_id
        if post not in found:
            found[post] = is_reached(session, holders(session, *post, on), on)
        is_over = found[post]
    return UnreachedView(
        row.case_id,
        row.post,
        row.taken_by,
        row.found_at,
        has_channel=row.reason != NO_CHANNEL,
        is_over=is_over,
    )
