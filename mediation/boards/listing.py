"""The disputes behind a number, a page at a time, by the same conditions that counted them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, literal, select, tuple_
from sqlalchemy.orm import Session

from mediation.boards.asked import AFTERWARDS, NOBODY, Asked
from mediation.boards.facts import Now, facts, word
from mediation.boards.lines import BoardLine, lines
from mediation.boards.numbers import IN_HAND, or_far, risk_rank
from mediation.boards.population import afterwards, area, in_hand, of_month
from mediation.boards.posts import own_task
from mediation.boards.steps import stands_at
from mediation.casework.model import WorkItem
from mediation.inbox.queries.orders import Order
from mediation.people.identity import Identity
from mediation.units.queries import UnitView

SIZE = 50
CHUNK = 500

ORDERS = {
    "due": Order("board_due", ("due_at", "id")),
    "new": Order("board_new", ("reported_at", "id"), descending=True),
    "risk": Order("board_risk", ("risk_rank", "due_at", "id")),
    "paused": Order("board_paused", ("paused_at", "id")),
}
_SORTED_BY = {"due": ("dates",), "new": (), "risk": ("dates",), "paused": ("pauses",)}


@dataclass(frozen=True)
class BoardPage:
    """Some disputes behind a number.

    :ivar total: how many there are in all
    :ivar next: key of the page that follows; None at the end
    """

    items: tuple[BoardLine, ...]
    total: int
    next: str | None


def page(
    session: Session,
    asked: Asked,
    *,
    unit: UnitView,
    identity: Identity,
    at: datetime,
    after: str | None = None,
    size: int = SIZE,
) -> BoardPage:
    """Return a page of the disputes ``asked`` for.

    The caller has checked that the board of ``unit`` is open to ``identity``. A dispute ``identity``
    may not open is in it all the same, without its title.

    :param after: key from the page before
    :raises BadPageKey: the key was cut, or belongs to another order
    """
    order = ORDERS[asked.order]
    chosen = _chosen(session, asked, unit, Now(at)).add_columns(func.count().over().label("total")).subquery()
    query = select(chosen)
    if after:
        query = query.where(_beyond(order, chosen.c, order.place(after)))
    rows = session.execute(query.order_by(*order.by(chosen.c)).limit(size + 1)).all()
    ids = [row.id for row in rows[:size]]
    return BoardPage(
        items=lines(session, ids, identity=identity, at=at),
        total=rows[0].total if rows else count(session, asked, unit=unit, at=at) if after else 0,
        next=order.key(rows[size - 1]) if len(rows) > size else None,
    )


def count(session: Session, asked: Asked, *, unit: UnitView, at: datetime) -> int:
    """Return how many disputes there are in all."""
    chosen = _chosen(session, asked, unit, Now(at)).subquery()
    return session.scalar(select(func.count()).select_from(chosen)) or 0


def every(
    session: Session, asked: Asked, *, unit: UnitView, identity: Identity, at: datetime, limit: int
) -> Iterator[BoardLine]:
    """Yield the disputes ``asked`` for in their order, read in pieces; for files."""
    order = ORDERS[asked.order]
    chosen = _chosen(session, asked, unit, Now(at)).subquery()
    ids = session.scalars(select(chosen.c.id).order_by(*order.by(chosen.c)).limit(limit)).all()
    for begin in range(0, len(ids), CHUNK):
        yield from lines(session, ids[begin : begin + CHUNK], identity=identity, at=at)
        session.expunge_all()


def _chosen(session: Session, asked: Asked, unit: UnitView, now: Now) -> Select[Any]:
    """Return id and what lists are ordered by, of the cases that count."""
    of_unit = area(session, unit)
    if asked.month is not None:
        source, base = "", of_month(of_unit, asked.number, asked.month)
    elif asked.number in AFTERWARDS:
        source, base = "", afterwards(of_unit, now, own=asked.own)
    else:
        source = IN_HAND[asked.number].source
        base = in_hand(of_unit, own=asked.own, closed_too=bool(asked.step))
    if asked.step:
        base = base.where(stands_at(session, asked.step))
    needs = {source, *_SORTED_BY[asked.order]}
    whole = asked.number in IN_HAND and not asked.own and not asked.step and of_unit.is_whole
    of = facts(base.cte("held"), now, needs=needs, whole=whole).subquery("facts")
    query = select(of.c.id, of.c.reported_at, *_order_columns(of.c, needs)).where(
        *_narrowing(asked, of.c, now)
    )
    return query.where(IN_HAND[asked.number].counts(of.c, now)) if asked.number in IN_HAND else query


def _order_columns(of: Any, needs: set[str]) -> Iterator[ColumnElement[Any]]:
    yield risk_rank(of.risk).label("risk_rank")
    if "dates" in needs:
        yield or_far(of.first_due).label("due_at")
    if "pauses" in needs:
        yield or_far(of.paused_at).label("paused_at")


def _narrowing(asked: Asked, of: Any, now: Now) -> Iterator[ColumnElement[bool]]:
    for name in ("kind", "source", "level", "risk"):
        if value := getattr(asked, name):
            yield of[name] == value
    held: list[ColumnElement[bool]] = []
    if asked.role:
        held.append(WorkItem.role == asked.role)
    if asked.at is not None:
        held.append(WorkItem.unit_id == asked.at)
    if asked.person is not None:
        nobody = asked.person == NOBODY
        held.append(WorkItem.person_id.is_(None) if nobody else WorkItem.person_id == asked.person)
    if held:
        own = own_task(asked.number, now)
        yield exists().where(WorkItem.case_id == of.id, WorkItem.state == word("open"), own, *held)


def _beyond(order: Order, of: Any, place: Mapping[str, Any]) -> ColumnElement[bool]:
    """Return the condition to stand after the place a key names."""
    columns: Sequence[ColumnElement[Any]] = [of[name] for name in order.columns]
    here = tuple_(*columns)
    there = tuple_(*(literal(place[f"after_{name}"], of[name].type) for name in order.columns))
    return here < there if order.descending else here > there
