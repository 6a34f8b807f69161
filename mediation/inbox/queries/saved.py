"""Saved lists: one's own, and those shared with a unit one is in post at."""

from dataclasses import dataclass
from functools import cache

from sqlalchemy import Integer, Select, bindparam, or_, select
from sqlalchemy.orm import Session, aliased

from mediation.inbox import sealing
from mediation.inbox.model import SavedList
from mediation.inbox.queries.asked import Asked
from mediation.people.identity import Identity
from mediation.people.model import Person
from mediation.units.model import Unit


@dataclass(frozen=True, kw_only=True)
class SavedView:
    """A saved list as somebody sees it.

    :ivar unit_id: unit it is shared with; None: with nobody
    :ivar is_own: the viewer saved it
    :ivar may_delete: the viewer saved it, or leads the unit it is shared with
    :ivar gone: full name of a unit the list or its sharing names that is no longer in use, or "" where
        there is none of that id any more; None while all are there
    """

    id: int
    name: str
    asked: Asked
    unit_id: int | None
    unit_name: str | None
    owner_name: str
    is_own: bool
    may_delete: bool
    gone: str | None


def saved_lists(session: Session, *, identity: Identity) -> tuple[SavedView, ...]:
    """Return one's own lists and those shared with one's units, one's own first, then by name."""
    units = sorted({post.unit_id for post in identity.posts})
    rows = session.execute(_query(), {"me": identity.person_id, "units": units}).tuples().all()
    asked = {row.id: Asked.read(sealing.opened(row.query)) for row, _, _ in rows}
    gone = _gone(session, {*(each.unit for each in asked.values()), *(row.unit_id for row, _, _ in rows)})
    views = (
        SavedView(
            id=row.id,
            name=row.name,
            asked=asked[row.id],
            unit_id=row.unit_id,
            unit_name=unit_name,
            owner_name=owner,
            is_own=row.owner_id == identity.person_id,
            may_delete=row.owner_id == identity.person_id or _leads(identity, row.unit_id),
            gone=next((gone[each] for each in (asked[row.id].unit, row.unit_id) if each in gone), None),
        )
        for row, owner, unit_name in rows
    )
    return tuple(sorted(views, key=lambda view: not view.is_own))


@cache
def _query() -> Select[tuple[SavedList, str, str]]:
    """Built once: every inbox page asks it."""
    shared = aliased(Unit)
    own = SavedList.owner_id == bindparam("me", type_=Integer)
    return (
        select(SavedList, Person.name, shared.full_name)
        .join(Person, Person.id == SavedList.owner_id)
        .outerjoin(shared, shared.id == SavedList.unit_id)
        .where(or_(own, SavedList.unit_id.in_(bindparam("units", expanding=True))))
        .order_by(SavedList.name, SavedList.id)
    )


def _leads(identity: Identity, unit_id: int | None) -> bool:
    return any(post.is_lead and post.unit_id == unit_id for post in identity.posts)


def _gone(session: Session, ids: set[int | None]) -> dict[int, str]:
    """Return the units among ``ids`` that are no longer in use, by id, with their full names."""
    wanted = {each for each in ids if each is not None}
    if not wanted:
        return {}
    query = select(Unit.id, Unit.full_name, Unit.retired_at).where(Unit.id.in_(wanted))
    known = {unit_id: (name, retired) for unit_id, name, retired in session.execute(query).tuples()}
    missing = dict.fromkeys(wanted - known.keys(), "")
    return {**missing, **{each: name for each, (name, retired) in known.items() if retired is not None}}
