"""All numbers of a unit's board in one statement: in all, by child unit, kind, source, level, risk, role."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import CTE, ColumnElement, Select, String, cast, literal, select, union_all
from sqlalchemy.orm import Session

from mediation.boards.facts import Now, facts
from mediation.boards.numbers import IN_HAND, counted
from mediation.boards.population import in_hand
from mediation.casework.model import WorkItem
from mediation.units import queries as units
from mediation.units.queries import UnitView

BREAKDOWNS = ("kind", "source", "level", "risk")
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
        found[part][key or ""] = dict(zip(IN_HAND, counts, strict=True))
    return Board(
        unit=unit,
        counts=found.pop("all").get("", NONE),
        children=tuple(_children(session, unit, found.pop("child"))),
        by=found,
    )


def _query(unit: UnitView, now: Now) -> Select[Any]:
    held = in_hand(unit).cte("held")
    of = facts(held, now).cte("facts")
    numbers = [counted(number, of.c, now).label(number) for number in IN_HAND]
    parts = [
        select(literal("all"), literal(""), *numbers).select_from(of),
        _part("child", of.c.child, numbers),
    ]
    parts += [_part(name, of.c[name], numbers) for name in BREAKDOWNS]
    parts.append(_by_role(held, of, numbers))
    return select(union_all(*parts).subquery())


def _part(name: str, column: ColumnElement[Any], numbers: Sequence[ColumnElement[int]]) -> Select[Any]:
    return select(literal(name), cast(column, String), *numbers).group_by(column)


def _by_role(held: CTE, of: CTE, numbers: Sequence[ColumnElement[int]]) -> Select[Any]:
    """A case waits for each role that holds an open task of it, once."""
    waits = (
        select(WorkItem.case_id, WorkItem.role)
        .where(WorkItem.state == "open", WorkItem.case_id.in_(select(held.c.id)))
        .distinct()
        .subquery("waits")
    )
    joined = of.join(waits, waits.c.case_id == of.c.id)
    return select(literal("role"), waits.c.role, *numbers).select_from(joined).group_by(waits.c.role)


def _children(session: Session, unit: UnitView, counts: Mapping[str, Counts]) -> Iterator[ChildLine]:
    """Yield the unit's own desk and each unit below it; one out of use only while it still holds cases."""
    below = units.children(session, unit.id, size=CHILDREN_AT_MOST, retired=True).items
    if "" in counts or not below:
        yield ChildLine(None, counts.get("", NONE))
    for each in below:
        held = counts.get(str(each.id))
        if held or not each.is_retired:
            yield ChildLine(each, held or NONE)
