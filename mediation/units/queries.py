"""Reading the tree of units."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, aliased

from mediation.kernel.errors import NotFound
from mediation.units.model import Unit
from mediation.units.paths import below

PAGE = 100


@dataclass(frozen=True)
class UnitView:
    """One unit as others see it.

    :ivar path: ids from the root down, ``/1/5/77/``; a subtree is a prefix
    """

    id: int
    code: str
    name: str
    level: str
    path: str
    full_name: str
    parent_id: int | None
    households: int | None
    retired_at: datetime | None = None
    merged_into_id: int | None = None

    @property
    def is_retired(self) -> bool:
        """Whether it is no longer used."""
        return self.retired_at is not None

    def is_within(self, other: "UnitView") -> bool:
        """Whether this is ``other`` or below it."""
        return self.path.startswith(other.path)


@dataclass(frozen=True)
class UnitPage:
    """Some units in order of code; ``next`` is the code to go on after, None at the end."""

    items: tuple[UnitView, ...]
    next: str | None


def view(row: Unit) -> UnitView:
    """Return the row as a view."""
    return UnitView(
        id=row.id,
        code=row.code,
        name=row.name,
        level=row.level,
        path=row.path,
        full_name=row.full_name,
        parent_id=row.parent_id,
        households=row.households,
        retired_at=row.retired_at,
        merged_into_id=row.merged_into_id,
    )


def unit(session: Session, unit_id: int) -> UnitView:
    """Return a unit, retired ones too.

    :raises NotFound: there is none
    """
    row = session.get(Unit, unit_id)
    if row is None:
        raise NotFound(what="这个单位")
    return view(row)


def by_code(session: Session, code: str) -> UnitView:
    """Return the unit with that code.

    :raises NotFound: there is none
    """
    row = session.scalar(select(Unit).where(Unit.code == code))
    if row is None:
        raise NotFound(what=f"代码为{code}的单位")
    return view(row)


def unit_named(session: Session, name: str, *, within: UnitView | None = None) -> UnitView:
    """Return the one unit in use of that name or full name.

    Names are not keys (浏阳 has six village names twice): a doubtful one is not found.

    :raises NotFound: there is none, or more than one
    """
    query = select(Unit).where((Unit.name == name) | (Unit.full_name == name), Unit.retired_at.is_(None))
    if within is not None:
        query = query.where(below(Unit.path, within.path))
    rows = session.scalars(query.limit(2)).all()
    if len(rows) != 1:
        raise NotFound(what=f"{name}（重名，请用代码）" if rows else name)
    return view(rows[0])


def lineage(session: Session, unit_id: int) -> tuple[UnitView, ...]:
    """Return the unit and all above it, the root first, in one statement.

    :raises NotFound: there is no such unit
    """
    rows = session.scalars(_upwards(unit_id)).all()
    if not rows:
        raise NotFound(what="这个单位")
    return tuple(view(row) for row in rows)


def ancestor_at(session: Session, unit_id: int, level: str) -> UnitView | None:
    """Return the unit of ``level`` at or above ``unit_id``, or None."""
    return next((each for each in lineage(session, unit_id) if each.level == level), None)


def children(
    session: Session,
    parent_id: int | None,
    *,
    after: str | None = None,
    size: int = PAGE,
    retired: bool = False,
) -> UnitPage:
    """Return a page of the units right below ``parent_id`` (None: the roots), in order of code."""
    query = select(Unit).where(Unit.parent_id == parent_id if parent_id else Unit.parent_id.is_(None))
    return _page(session, query, after=after, size=size, retired=retired)


def subtree(
    session: Session,
    root: UnitView,
    *,
    level: str | None = None,
    after: str | None = None,
    size: int = PAGE,
    retired: bool = False,
) -> UnitPage:
    """Return a page of ``root`` and all below it, of one ``level`` where given, in order of code."""
    query = subtree_query(root)
    if level is not None:
        query = query.where(Unit.level == level)
    return _page(session, query, after=after, size=size, retired=retired)


def subtree_query(root: UnitView) -> Select[tuple[Unit]]:
    """Return the query of ``root`` and all below it, to narrow further."""
    return select(Unit).where(below(Unit.path, root.path))


def find(
    session: Session, words: str, *, within: UnitView | None = None, size: int = 20
) -> tuple[UnitView, ...]:
    """Return units in use whose full name holds every word, or whose code begins with it."""
    query = select(Unit).where(Unit.retired_at.is_(None))
    if within is not None:
        query = query.where(below(Unit.path, within.path))
    for word in words.split():
        query = query.where(
            Unit.full_name.contains(word, autoescape=True) | Unit.code.startswith(word, autoescape=True)
        )
    rows = session.scalars(query.order_by(func.length(Unit.path), Unit.code).limit(size))
    return tuple(view(row) for row in rows)


def count_below(session: Session, root: UnitView) -> dict[str, int]:
    """Return how many units in use of each level stand below ``root``."""
    query = (
        select(Unit.level, func.count())
        .where(below(Unit.path, root.path), Unit.id != root.id, Unit.retired_at.is_(None))
        .group_by(Unit.level)
    )
    return dict(session.execute(query).tuples().all())


def _upwards(unit_id: int) -> Select[tuple[Unit]]:
    up = select(Unit.id, Unit.parent_id).where(Unit.id == unit_id).cte("upwards", recursive=True)
    above = aliased(Unit)
    up = up.union_all(select(above.id, above.parent_id).join(up, above.id == up.c.parent_id))
    return select(Unit).join(up, Unit.id == up.c.id).order_by(func.length(Unit.path))


def _page(
    session: Session, query: Select[tuple[Unit]], *, after: str | None, size: int, retired: bool
) -> UnitPage:
    if not retired:
        query = query.where(Unit.retired_at.is_(None))
    if after is not None:
        query = query.where(Unit.code > after)
    rows: Sequence[Unit] = session.scalars(query.order_by(Unit.code).limit(size + 1)).all()
    items = tuple(view(row) for row in rows[:size])
    return UnitPage(items=items, next=items[-1].code if len(rows) > size else None)
