"""Steps that took far longer than usual, or stand far longer than usual, and what they share."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Double,
    Integer,
    Select,
    String,
    Text,
    cast,
    extract,
    func,
    literal,
    select,
    union_all,
    values,
)
from sqlalchemy import column as named_column
from sqlalchemy.orm import Session

from mediation.boards.heat.asked import Asked, done, still_open
from mediation.boards.heat.rules import Shared, shared_by
from mediation.boards.heat.taking import SECONDS, hours_on_postgresql
from mediation.cases.model import Case
from mediation.casework.model import WorkItem
from mediation.kernel.clock import local
from mediation.units.model import Unit

ATTRIBUTES = ("kind", "source", "place", "level", "risk", "role", "weekday")
LISTED = 50


@dataclass(frozen=True)
class Outlier:
    """One task beyond the limit of its step.

    :ivar hours: calendar hours it took, or has been standing
    :ivar limit: hours beyond which its step is far out
    """

    item_id: int
    case_id: int
    element: str
    hours: float
    limit: float
    is_open: bool


@dataclass(frozen=True)
class Outliers:
    """All of them: the furthest out listed, the others counted.

    :ivar by_element: element -> how many
    :ivar of: how many tasks were looked at
    """

    listed: tuple[Outlier, ...] = ()
    count: int = 0
    of: int = 0
    by_element: Mapping[str, int] = field(default_factory=dict)
    shared: tuple[Shared, ...] = ()


def outliers(session: Session, asked: Asked, limits: Mapping[str, float], *, at: datetime) -> Outliers:
    """Return the tasks beyond ``limits`` among those done in the period and those open now.

    :param limits: element -> hours beyond which one of its tasks is far out
    """
    if not limits:
        return Outliers()
    far: Sequence[Any]
    if session.get_bind().dialect.name == "postgresql":
        pool = _pool(asked, limits, at)
        far = session.execute(select(pool).where(pool.c.hours > pool.c.limit)).all()
        everything, total = _counted(session, pool)
    else:
        rows = list(_rows(session, asked, limits, at))
        far = [row for row in rows if row.hours > row.limit]
        everything, total = _tally(rows), len(rows)
    ordered = sorted(far, key=lambda row: (-row.hours / row.limit, row.item_id))
    return Outliers(
        listed=tuple(
            Outlier(row.item_id, row.case_id, row.element, row.hours, row.limit, row.is_open)
            for row in ordered[:LISTED]
        ),
        count=len(far),
        of=total,
        by_element=Counter(row.element for row in far),
        shared=shared_by(_tally(far), everything, of_outliers=len(far), of_all=total),
    )


def _tally(rows: Sequence[Any]) -> Counter[tuple[str, str]]:
    return Counter((name, getattr(row, name) or "") for row in rows for name in ATTRIBUTES)


def _part_of_path(asked: Asked) -> int:
    """Return which part of a unit's path names the unit right below the one asked for, from 0."""
    return (asked.within or "/0/").count("/")


def _pool(asked: Asked, limits: Mapping[str, float], at: datetime) -> Any:
    known = values(named_column("element", String), named_column("hours", Double), name="limits").data(
        list(limits.items())
    )
    day = func.timezone("Asia/Shanghai", WorkItem.opened_at)
    columns = (
        *(WorkItem.id.label("item_id"), WorkItem.case_id, WorkItem.element, known.c.hours.label("limit")),
        *(Case.kind.label("kind"), Case.source.label("source"), Case.risk.label("risk")),
        func.split_part(Unit.path, "/", _part_of_path(asked) + 1).label("place"),
        *(WorkItem.task_level.label("level"), WorkItem.role.label("role")),
        cast(extract("isodow", day), Integer).cast(Text).label("weekday"),
    )
    parts = []
    for query, until, is_open in ((done, WorkItem.closed_at, False), (still_open, literal(at), True)):
        hours = hours_on_postgresql(until).label("hours")
        made = query(asked, *columns, hours, literal(is_open).label("is_open"), with_case=True)
        parts.append(made.join(known, known.c.element == WorkItem.element))
    return union_all(*parts).cte("pool")


def _counted(session: Session, pool: Any) -> tuple[Mapping[tuple[str, str], int], int]:
    """Return how many of all have each value, and how many there are."""
    columns = [pool.c[name] for name in ATTRIBUTES]
    sets = func.grouping_sets(*columns)
    query = select(*columns, func.grouping(*columns), func.count()).group_by(sets)
    found: dict[tuple[str, str], int] = {}
    total = 0
    for *given, mask, count in session.execute(query):
        place = next(turn for turn in range(len(ATTRIBUTES)) if not mask >> (len(ATTRIBUTES) - 1 - turn) & 1)
        found[(ATTRIBUTES[place], given[place] or "")] = count
        total += count if place == 0 else 0
    return found, total


@dataclass(frozen=True)
class _Row:
    item_id: int
    case_id: int
    element: str
    hours: float
    limit: float
    is_open: bool
    kind: str
    source: str
    risk: str
    place: str
    level: str | None
    role: str
    weekday: str


def _rows(session: Session, asked: Asked, limits: Mapping[str, float], at: datetime) -> Iterator[_Row]:
    columns = (
        *(WorkItem.id, WorkItem.case_id, WorkItem.element, WorkItem.opened_at, WorkItem.closed_at),
        *(Case.kind, Case.source, Case.risk, Unit.path, WorkItem.task_level, WorkItem.role),
    )
    part = _part_of_path(asked)
    queries: tuple[Select[Any], ...] = (
        done(asked, *columns, with_case=True),
        still_open(asked, *columns, with_case=True),
    )
    for query in queries:
        for item, case, element, opened, closed, kind, source, risk, path, level, role in session.execute(
            query.where(WorkItem.element.in_(limits))
        ):
            yield _Row(
                item_id=item,
                case_id=case,
                element=element,
                hours=((closed or at) - opened).total_seconds() / SECONDS,
                limit=limits[element],
                is_open=closed is None,
                kind=kind,
                source=source,
                risk=risk,
                place=path.split("/")[part],
                level=level,
                role=role,
                weekday=str(local(opened).isoweekday()),
            )
