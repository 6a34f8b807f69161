"""Reading one's own drafts: what was typed, and what became of the task meanwhile."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, bindparam, exists, false, func, or_, select
from sqlalchemy.orm import Session, aliased

from mediation.cases.model import Appointment, Case
from mediation.cases.queries.visibility import visible_to
from mediation.casework.model import WorkItem
from mediation.drafts.model import Draft
from mediation.drafts.rules import NoDraft
from mediation.people.model import Person
from mediation.people.queries import Identity

PAGE = 30


@dataclass(frozen=True, kw_only=True)
class DraftView:
    """One draft as its writer sees it.

    :ivar answers: lists of texts by field, as a browser sends them
    :ivar version: to be named when saving over it
    :ivar case_number: "" where it is about no case, or about one no longer open to its writer
    :ivar task_state: open, done, cancelled; "" where it is about no task
    :ivar finished_by: who did the task meanwhile; None where nobody did, or the system took it away
    :ivar finished_by_me: whether that was the writer
    """

    id: int
    key: str
    title: str
    path: str
    answers: Mapping[str, Sequence[str]]
    saved_at: datetime
    version: int
    case_id: int | None
    item_id: int | None
    case_number: str
    case_title: str
    case_closed: bool
    task_state: str
    finished_by: str | None
    finished_at: datetime | None
    finished_by_me: bool

    @property
    def is_overtaken(self) -> bool:
        """Say whether the task is past: what was typed cannot be sent any more."""
        return self.task_state in ("done", "cancelled")

    @property
    def is_copy(self) -> bool:
        """Say whether it is a second version kept beside the one its form offers."""
        return "~" in self.key


@dataclass(frozen=True)
class Page:
    """A page of drafts; ``next`` is the id to go on from, or None."""

    items: tuple[DraftView, ...]
    next: int | None


def offered(session: Session, *, key: str, identity: Identity) -> DraftView | None:
    """Return what ``identity`` typed into the form ``key`` and has not sent; None where nothing.

    Most forms have no draft, and that is found out before anybody asks who may see what.
    """
    if session.scalar(_is_there(), {"key": key, "person_id": identity.person_id}) is None:
        return None
    row = session.execute(_rows(identity).where(Draft.key == key)).first()
    return _view(row, identity) if row else None


def draft(session: Session, *, draft_id: int, identity: Identity) -> DraftView:
    """Return one of ``identity``'s own drafts.

    :raises NoDraft: it is not there, somebody else's, or of a case they were recused from
    """
    row = session.execute(_rows(identity).where(Draft.id == draft_id)).first()
    if row is None:
        raise NoDraft()
    return _view(row, identity)


def copies(session: Session, *, key: str, identity: Identity) -> tuple[DraftView, ...]:
    """Return the further versions kept beside the form's draft, the newest first."""
    rows = session.execute(_rows(identity).where(Draft.key.like(f"{key}~%")).order_by(Draft.id.desc()))
    return tuple(_view(row, identity) for row in rows)


def mine(session: Session, *, identity: Identity, after: int | None = None, size: int = PAGE) -> Page:
    """Return a page of ``identity``'s drafts, the newest form first.

    Ordered by id, which never changes: a draft that is being typed does not jump between pages.
    """
    query = _rows(identity).order_by(Draft.id.desc()).limit(size + 1)
    if after is not None:
        query = query.where(Draft.id < after)
    found = [_view(row, identity) for row in session.execute(query)]
    return Page(tuple(found[:size]), found[size - 1].id if len(found) > size else None)


# Aliased: who may see a case is asked of work items too, which must not be these.
_task, _closer = aliased(WorkItem), aliased(Person)


def is_recused(person_id: int, case_id: Any) -> ColumnElement[bool]:
    """Return the condition that the person was recused from the case."""
    return exists().where(
        Appointment.case_id == case_id,
        Appointment.person_id == person_id,
        Appointment.recused_at.is_not(None),
    )


def is_sent(item: Any) -> ColumnElement[bool]:
    """Return the condition that the draft went out: its writer has done the task ``item`` with it.

    Nothing is deleted in the act that does the task, which has its statements counted; the sweep
    takes such drafts away. A further version kept beside, or what was typed afterwards in another
    window, was not sent.
    """
    done = and_(item.state == "done", item.closed_by == Draft.person_id)
    return and_(done, Draft.saved_at < item.closed_at, Draft.key.not_like("%~%"))


def is_of_post(identity: Identity, item: WorkItem) -> bool:
    """Say whether the task belongs to a post of ``identity``."""
    return any((post.unit_id, post.role) == (item.unit_id, item.role) for post in identity.posts)


@cache
def _is_there() -> Select[Any]:
    return (
        select(Draft.id)
        .where(Draft.key == bindparam("key"), Draft.person_id == bindparam("person_id"))
        .limit(1)
    )


def _rows(identity: Identity) -> Select[Any]:
    recused = is_recused(identity.person_id, Draft.case_id)
    return (
        select(Draft, _task, _closer.name, Case.number, Case.title, Case.closed_at, visible_to(identity))
        .outerjoin(Case, Case.id == Draft.case_id)
        .outerjoin(_task, _task.id == Draft.item_id)
        .outerjoin(_closer, _closer.id == _task.closed_by)
        .where(Draft.person_id == identity.person_id, or_(Draft.case_id.is_(None), ~recused))
        .where(or_(Draft.item_id.is_(None), ~func.coalesce(is_sent(_task), false())))
    )


def _view(row: Row[Any], identity: Identity) -> DraftView:
    found, item, closer, number, title, closed_at, is_seen = row
    if item is not None and not is_seen and not is_of_post(identity, item):
        item = closer = None
    return DraftView(
        id=found.id,
        key=found.key,
        title=found.title,
        path=found.path,
        answers=found.answers,
        saved_at=found.saved_at,
        version=found.row_version,
        case_id=found.case_id if is_seen else None,
        item_id=found.item_id,
        case_number=number or "" if is_seen else "",
        case_title=title or "" if is_seen else "",
        case_closed=closed_at is not None,
        task_state=item.state if item else "",
        finished_by=closer,
        finished_at=item.closed_at if item else None,
        finished_by_me=item is not None and item.closed_by == identity.person_id,
    )
