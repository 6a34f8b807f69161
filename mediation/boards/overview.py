"""All numbers of a unit's board: what is in hand by child unit, kind, role …, in one statement."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    CTE,
    BigInteger,
    ColumnElement,
    FromClause,
    Select,
    cast,
    func,
    null,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from mediation.boards.facts import Now, facts, word
from mediation.boards.numbers import IN_HAND, counted, marked
from mediation.boards.population import Area, afterwards, area, in_hand, late_afterwards
from mediation.boards.posts import own_marks
from mediation.cases.model import Case
from mediation.casework.model import WorkItem
from mediation.units import queries as units
from mediation.units.queries import UnitView

BREAKDOWNS = ("kind", "source", "level", "risk")
OF_UNITS = ("open", "late", "week", "paused", "yellow", "red", "instructed", "listed")
OF_BREAKDOWNS = ("open", "late", "week")
CHILDREN_AT_MOST = 1_000
ANY = datetime(2000, 1, 1, tzinfo=UTC)

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
    of, now = area(session, unit), Now(at)
    found: dict[str, dict[str, Counts]] = {part: {} for part in ("child", *BREAKDOWNS, "role")}
    for part, key, *counts in session.execute(_query(of), now.values()):
        known = zip(IN_HAND, counts, strict=True)
        found[part][key] = {number: count for number, count in known if count is not None}
    below = found.pop("child")
    return Board(
        unit=unit,
        counts={**_together(below.values()), **_afterwards(session, of, now)},
        children=tuple(_children(session, unit, below)),
        by=found,
    )


def _together(parts: Collection[Counts]) -> Counts:
    """Return the counts of all: each dispute is below one child, or on the unit's own desk."""
    return {number: sum(counts[number] for counts in parts) for number in IN_HAND}


def _afterwards(session: Session, of: Area, now: Now) -> Counts:
    """Return what is counted of cases that are closed.

    Few of all that were ever closed: they are found from their late tasks, one by one.
    """
    ids = session.scalars(late_afterwards(now)).all()
    found = afterwards(of, now).where(Case.id.in_(ids)).subquery("afterwards")
    return {"closed_late": (session.scalar(select(func.count()).select_from(found)) or 0) if ids else 0}


@lru_cache(maxsize=256)
def _query(of: Area) -> Select[Any]:
    """Every dispute in hand is looked at once; then its marks are counted in each way.

    They are counted by kind, source, level and risk together first: few hundred counts to add up, not
    each dispute once more for each of the four. Building so large a statement takes a tenth of the whole
    page: it is built once for a unit and executed with the values of a moment, whichever it was built for.
    """
    now = Now(ANY)
    held = in_hand(of, with_child=True).cte("held")
    needs = {number.source for number in IN_HAND.values()}
    gathered = facts(held, now, needs=needs, whole=of.is_whole).cte("facts")
    dimensions = [gathered.c[name] for name in ("id", "child", *BREAKDOWNS)]
    marks = marked(gathered, now, IN_HAND, *dimensions).cte("marks")
    groups = [marks.c[name] for name in BREAKDOWNS]
    cells = select(*groups, *counted(marks, OF_BREAKDOWNS)).group_by(*groups).cte("cells")
    parts = [_part("child", marks.c.child, counted(marks, IN_HAND), IN_HAND)]
    parts += [_part(name, cells.c[name], _added_up(cells, OF_BREAKDOWNS)) for name in BREAKDOWNS]
    parts.append(_by_role(held, now, whole=of.is_whole))
    return select(union_all(*parts).subquery())


def _part(
    name: str,
    column: ColumnElement[Any],
    counts: Iterable[ColumnElement[int]],
    numbers: Iterable[str] = OF_BREAKDOWNS,
) -> Select[Any]:
    """Return the counts of ``numbers`` for each value of one column; the others are null."""
    known = dict(zip(numbers, counts, strict=True))
    shown = [known.get(number, null()) for number in IN_HAND]
    return select(word(name).label("part"), column, *shown).group_by(column)


def _added_up(of: FromClause, numbers: Iterable[str]) -> list[ColumnElement[int]]:
    return [cast(func.sum(of.c[number]), BigInteger).label(number) for number in numbers]


def _by_role(held: CTE, now: Now, *, whole: bool) -> Select[Any]:
    """A case waits for each role that holds an open task of it, once; it is late there by that task alone."""
    waits = select(WorkItem.case_id, WorkItem.role, *own_marks(OF_BREAKDOWNS, now))
    waits = waits.where(WorkItem.state == word("open")).group_by(WorkItem.case_id, WorkItem.role)
    if not whole:
        waits = waits.where(WorkItem.case_id.in_(select(held.c.id)))
    each = waits.subquery("waits")
    joined = held.join(each, each.c.case_id == held.c.id)
    return _part("role", each.c.role, counted(each, OF_BREAKDOWNS)).select_from(joined)


def _children(session: Session, unit: UnitView, counts: Mapping[str, Counts]) -> Iterator[ChildLine]:
    """Yield the unit's own desk and each unit below it; one out of use only while it still holds cases."""
    below = units.children(session, unit.id, size=CHILDREN_AT_MOST, retired=True).items
    if "" in counts or not below:
        yield ChildLine(None, counts.get("", NONE))
    for each in below:
        held = counts.get(str(each.id))
        if held or not each.is_retired:
            yield ChildLine(each, held or NONE)
