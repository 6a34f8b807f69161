"""All numbers of a unit's board: what is in hand by child unit, kind, role …, in one statement."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    FromClause,
    Select,
    String,
    cast,
    func,
    literal,
    null,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from mediation.boards.facts import Now, facts, word
from mediation.boards.numbers import IN_HAND, counted, marked
from mediation.boards.population import afterwards, in_hand, is_whole, late_afterwards
from mediation.cases.model import Case
from mediation.casework.model import WorkItem
from mediation.units import queries as units
from mediation.units.queries import UnitView

BREAKDOWNS = ("kind", "source", "level", "risk")
OF_UNITS = ("open", "late", "week", "paused", "yellow", "red", "instructed", "listed")
OF_BREAKDOWNS = ("open", "late", "week")
CHILDREN_AT_MOST = 1_000

Counts = Mapping[str, int]
NONE: Counts = dict.fromkeys(IN_HAND, 0)


@dataclass(frozen=True)
class ChildLine:
    """A unit right below, and what it and all below it have in hand; None: the unit's own desk."""

    unit: UnitView | None
    counts: Counts


@dataclass(frozen=True)
class Board:
    """One unit's board.

    :ivar children: in order of code, empty ones too, never by lateness
    :ivar by: "kind", "source", "level", "risk", "role" → key → counts; a key nothing counts for is left out
    """

    unit: UnitView
    counts: Counts
    children: Sequence[ChildLine]
    by: Mapping[str, Mapping[str, Counts]] = field(repr=False)


def board(session: Session, unit: UnitView, *, at: datetime) -> Board:
    """Return the board of ``unit`` as of ``at``."""
    found: dict[str, dict[str, Counts]] = {
        "all": {},
        "child": {},
        "role": {},
        **{each: {} for each in BREAKDOWNS},
    }
    for part, key, *counts in session.execute(_query(unit, Now(at))):
        known = zip(IN_HAND, counts, strict=True)
        found[part][key or ""] = {number: count for number, count in known if count is not None}
    return Board(
        unit=unit,
        counts={**found.pop("all").get("", NONE), **_afterwards(session, unit, Now(at))},
        children=tuple(_children(session, unit, found.pop("child"))),
        by=found,
    )


def _afterwards(session: Session, unit: UnitView, now: Now) -> Counts:
    """Return what is counted of cases that are closed.

    Few of all that were ever closed: they are found from their late tasks, one by one.
    """
    ids = session.scalars(late_afterwards(now)).all()
    found = afterwards(unit, now).where(Case.id.in_(ids)).subquery("afterwards")
    return {"closed_late": (session.scalar(select(func.count()).select_from(found)) or 0) if ids else 0}


def _query(unit: UnitView, now: Now) -> Select[Any]:
    """Every dispute in hand is looked at once; then its marks are counted in each way."""
    held = in_hand(unit).cte("held")
    of = facts(held, now, whole=is_whole(unit)).cte("facts")
    dimensions = [of.c[name] for name in ("id", "child", *BREAKDOWNS)]
    marks = marked(of, now, IN_HAND, *dimensions).cte("marks")
    parts = [select(literal("all"), literal(""), *counted(marks, IN_HAND)).select_from(marks)]
    parts.append(_part("child", marks.c.child, marks, OF_UNITS))
    parts += [_part(name, marks.c[name], marks, OF_BREAKDOWNS) for name in BREAKDOWNS]
    parts.append(_by_role(held, marks, whole=is_whole(unit)))
    return select(union_all(*parts).subquery())


def _part(name: str, column: ColumnElement[Any], marks: FromClause, numbers: Sequence[str]) -> Select[Any]:
    """Count by one column, no more than is shown of it."""
    counts = [
        counts if number in numbers else null()
        for number, counts in zip(IN_HAND, counted(marks, IN_HAND), strict=True)
    ]
    return select(literal(name), cast(column, String), *counts).group_by(column)


def _by_role(held: CTE, marks: CTE, *, whole: bool) -> Select[Any]:
    """A case waits for each role that holds an open task of it, once."""
    waits = select(WorkItem.case_id, WorkItem.role).where(WorkItem.state == word("open")).distinct()
    if not whole:
        waits = waits.where(WorkItem.case_id.in_(select(held.c.id)))
    each = waits.subquery("waits")
    joined = marks.join(each, each.c.case_id == marks.c.id)
    return _part("role", each.c.role, marks, OF_BREAKDOWNS).select_from(joined)


def _children(session: Session, unit: UnitView, counts: Mapping[str, Counts]) -> Iterator[ChildLine]:
    """Yield the unit's own desk and each unit below it; one out of use only while it still holds cases."""
    below = units.children(session, unit.id, size=CHILDREN_AT_MOST, retired=True).items
    if "" in counts or not below:
        yield ChildLine(None, counts.get("", NONE))
    for each in below:
        held = counts.get(str(each.id))
        if held or not each.is_retired:
            yield ChildLine(each, held or NONE)
