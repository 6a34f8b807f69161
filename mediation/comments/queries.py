"""Reading comments: those somebody may read, the newest first, names masked as they may see them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from mediation.cases.queries import CaseFile
from mediation.comments import rules
from mediation.comments.model import Comment
from mediation.comments.readers import mediates, readable_by
from mediation.kernel.errors import NotFound
from mediation.kernel.locality import Locality
from mediation.parties.queries import Standing
from mediation.people.identity import Identity
from mediation.people.model import Person
from mediation.units.model import Unit

PAGE = 10


@dataclass(frozen=True)
class CommentView:
    """One comment as one reader sees it.

    :ivar seen_by: who may read it, in words; a unit by its name
    :ivar text: None once withdrawn
    :ivar is_mine: the reader wrote it, and may take it back or change it
    """

    id: int
    by_name: str
    by_post: str
    at: datetime
    visibility: str
    seen_by: str
    unit: str | None
    unit_id: int | None
    text: str | None
    is_mine: bool

    @property
    def is_withdrawn(self) -> bool:
        """Whether only its place is left."""
        return self.text is None


@dataclass(frozen=True)
class CommentPage:
    """Some comments, the newest first; ``next`` is the id to go on after, None at the end."""

    items: tuple[CommentView, ...]
    next: int | None


@dataclass(frozen=True)
class Choice:
    """Whom a comment may be for.

    :ivar key: case, mediators, self or unit:ID
    :ivar unit: name of the unit, where it is for one
    """

    key: str
    seen_by: str
    unit: str | None = None


def comments(
    session: Session,
    file: CaseFile,
    identity: Identity,
    *,
    locality: Locality,
    after: int | None = None,
    size: int = PAGE,
) -> CommentPage:
    """Return a page of what ``identity`` may read about the case in ``file``, in one statement.

    :param after: id of the last one already seen
    """
    query = _rows().where(readable_by(identity, file.view, file.looker, locality=locality))
    if after is not None:
        query = query.where(Comment.id < after)
    rows = session.execute(query.order_by(Comment.id.desc()).limit(size + 1)).tuples().all()
    items = tuple(_view(file, identity, *row) for row in rows[:size])
    return CommentPage(items, items[-1].id if len(rows) > size else None)


def comment(
    session: Session, file: CaseFile, identity: Identity, comment_id: int, *, locality: Locality
) -> CommentView:
    """Return one comment of the case in ``file``.

    :raises NotFound: there is none in it, or ``identity`` may not read it
    """
    readable = readable_by(identity, file.view, file.looker, locality=locality)
    row = session.execute(_rows().where(Comment.id == comment_id, readable)).tuples().first()
    if row is None:
        raise NotFound(what="这条留言")
    return _view(file, identity, *row)


def count(session: Session, file: CaseFile, identity: Identity, *, locality: Locality) -> int:
    """Return how many comments ``identity`` may read."""
    readable = readable_by(identity, file.view, file.looker, locality=locality)
    return session.scalar(select(func.count()).select_from(Comment).where(readable)) or 0


def choices(file: CaseFile, identity: Identity) -> Sequence[Choice]:
    """Return for whom ``identity`` may write about the case in ``file``; none for who may not act."""
    if not identity.may("act_on_case"):
        return ()
    own = Choice("self", rules.VISIBILITIES["self"])
    if file.view.is_archived:
        return (own,)
    for_all = Choice("case", rules.VISIBILITIES["case"])
    if file.looker.standing is Standing.OUTSIDE:
        return (for_all, own)
    units = {post.unit_id: post.unit_name for post in identity.posts}
    at_units = (
        Choice(f"unit:{unit_id}", rules.VISIBILITIES["unit"], name) for unit_id, name in units.items()
    )
    return (for_all, Choice("mediators", rules.VISIBILITIES["mediators"]), *at_units, own)


def reads_what_is_apart(session: Session, file: CaseFile, identity: Identity, *, locality: Locality) -> bool:
    """Say whether ``identity`` reads what is for the mediators alone."""
    apart = mediates(identity, file.view, locality=locality)
    return file.looker.standing is not Standing.OUTSIDE and bool(session.scalar(select(apart)))


def _rows() -> Select[Any]:
    return (
        select(Comment, Person.name, Unit.full_name)
        .join(Person, Person.id == Comment.by_id)
        .outerjoin(Unit, Unit.id == Comment.unit_id)
    )


def _view(file: CaseFile, identity: Identity, row: Comment, name: str, unit: str | None) -> CommentView:
    return CommentView(
        id=row.id,
        by_name=name,
        by_post=row.by_post,
        at=row.at,
        visibility=row.visibility,
        seen_by=rules.VISIBILITIES[row.visibility],
        unit=unit,
        unit_id=row.unit_id,
        text=file.mask(row.text) if row.text is not None else None,
        is_mine=row.by_id == identity.person_id,
    )
