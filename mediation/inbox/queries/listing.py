"""Lists of work, a page at a time, and how full each box is: read off indexes, never by sorting a desk.

Each part of a box gives its first few in order; the page is the first few of those. So the four-hundredth
page costs what the first does, and somebody in three posts three short looks.
"""

from collections.abc import Sequence
from datetime import datetime
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, Subquery, func, literal_column, select, union_all
from sqlalchemy.orm import Session

from mediation.cases.model import Case
from mediation.cases.queries import visible_to
from mediation.casework.model import WorkItem
from mediation.inbox.queries.asked import BOXES, Asked
from mediation.inbox.queries.boxes import Desks, Part, bound, desks, parts
from mediation.inbox.queries.filters import conditions, needs_case
from mediation.inbox.queries.orders import Order, order_of
from mediation.inbox.queries.reading import rows, viewing
from mediation.inbox.queries.views import COUNT_CAP, Counts, Page
from mediation.people.identity import Identity, PostView

SIZE = 30
KNOWN_DESKS = 256


def listing(
    session: Session,
    *,
    identity: Identity,
    asked: Asked,
    at: datetime,
    after: str | None = None,
    size: int = SIZE,
) -> Page:
    """Return one page of the list ``asked`` for, as it is for ``identity``.

    :param after: key from the page before
    :raises BadPageKey: the key was cut, or belongs to another order
    """
    order = order_of(asked)
    place = order.place(after) if after else {}
    if asked.filters or asked.box == "followed":
        query = _page(_narrowed(session, asked, identity), order, size, goes_on=bool(after))
    else:
        query = _plain_page(asked.box, order, desks(identity), size, goes_on=bool(after))
    found = session.execute(query, {**bound(identity, at), **place}).all()
    items = tuple(map(viewing(session, identity), found[:size]))
    return Page(items, order.key(found[size - 1][0]) if len(found) > size else None)


def count(session: Session, *, identity: Identity, asked: Asked, at: datetime) -> int:
    """Return how many tasks the list ``asked`` for holds, never counting past the cap."""
    capped = _capped(_narrowed(session, asked, identity), order_of(asked))
    return int(session.scalar(select(capped), bound(identity, at)) or 0)


def counts(session: Session, *, identity: Identity, at: datetime) -> Counts:
    """Return how full each box is, in one statement, never counting past the cap."""
    query = _counts(identity.person_id, identity.posts)
    return Counts(**session.execute(query, bound(identity, at)).mappings().one())


@lru_cache(maxsize=KNOWN_DESKS)
def _counts(person_id: int, posts: tuple[PostView, ...]) -> Select[Any]:
    """Built once for those who are at work: who may see what they follow is part of it."""
    identity = Identity(person_id=person_id, name="", language="", posts=posts)
    tended = desks(identity)
    return select(
        *(_capped(_seen(box, identity, tended), order_of(Asked(box=box))).label(box) for box in BOXES)
    )


def _seen(box: str, identity: Identity, tended: Desks) -> list[Select[Any]]:
    return [_tasks(part, on_case=_of_sight(box, identity)) for part in parts(box, tended)]


def _narrowed(session: Session, asked: Asked, identity: Identity) -> list[Select[Any]]:
    """Return the parts of the box, each narrowed by the filters."""
    tended = desks(identity, spelt=needs_case(asked))
    narrow = conditions(session, asked, identity)
    sight = _of_sight(asked.box, identity)
    on_case = [*sight, *narrow] if sight or needs_case(asked) else []
    return [
        _tasks(part if on_case else [*part, *narrow], on_case=on_case) for part in parts(asked.box, tended)
    ]


def _of_sight(box: str, identity: Identity) -> list[ColumnElement[bool]]:
    """Work on one's desk may be known; what is followed must still be in one's sight."""
    return [visible_to(identity)] if box == "followed" else []


def _tasks(part: Part, *, on_case: Sequence[ColumnElement[bool]] = ()) -> Select[Any]:
    query = select(WorkItem.id).where(*part)
    return query.join(Case, Case.id == WorkItem.case_id).where(*on_case) if on_case else query


@cache
def _plain_page(box: str, order: Order, tended: Desks, size: int, *, goes_on: bool) -> Select[Any]:
    """Built once for so many desks: building costs more than asking."""
    return _page([_tasks(part) for part in parts(box, tended)], order, size, goes_on=goes_on)


def _page(tasks: Sequence[Select[Any]], order: Order, size: int, *, goes_on: bool) -> Select[Any]:
    """Return the query of a page and of one task more, which tells whether there is a next page."""
    columns = [getattr(WorkItem, name) for name in order.columns]
    each = [
        query.with_only_columns(*columns)
        .where(*([order.beyond_key()] if goes_on else ()))
        .order_by(*order.by(WorkItem))
        .limit(literal_column(str(size + 1)))
        .subquery()
        for query in tasks
    ]
    together = union_all(*(select(part) for part in each)).subquery() if len(each) > 1 else each[0]
    first = _first(together, order, size)
    return rows(first).order_by(*order.by(WorkItem))


def _first(together: Subquery, order: Order, size: int) -> Subquery:
    return (
        select(together.c.id).order_by(*order.by(together.c)).limit(literal_column(str(size + 1))).subquery()
    )


def _capped(tasks: Sequence[Select[Any]], order: Order) -> ScalarSelect[Any]:
    """Count in order: so the database stops at the cap instead of gathering a whole desk first."""
    most: ColumnElement[int] = literal_column(str(COUNT_CAP + 1))
    each = [query.order_by(*order.by(WorkItem)).limit(most).subquery() for query in tasks]
    together = union_all(*(select(part) for part in each)).limit(most).subquery()
    return select(func.count()).select_from(together).scalar_subquery()
