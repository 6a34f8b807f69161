"""What an edit of the calendar would move, and by how much: counted like the real thing, nothing written."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from mediation.cases.model import Case
from mediation.clocks.book import work_calendar
from mediation.clocks.counting import Counting, End
from mediation.clocks.edits import Edit
from mediation.clocks.model import Clock
from mediation.clocks.operations.calendar_edits.batches import is_in_time
from mediation.clocks.operations.calendar_edits.ledgers import Ledgers
from mediation.clocks.touched import touched_by
from mediation.units.model import Unit

PAGE = 30
_CHUNK, _AT_ONCE = 5_000, 50_000
_TOWN = 2
"""Place of the town in a unit's path ``/county/town/…``, split at its slashes."""


@dataclass(frozen=True)
class TownCount:
    """How many clocks of one town would move; the county's own stand under the county."""

    unit_id: int
    name: str
    moved: int


@dataclass(frozen=True)
class Move:
    """One clock that would end on another day.

    :ivar days: by how many days, later or (below zero) earlier
    :ivar becomes_late: its new end has passed already
    :ivar in_time: it was taken for late, and would not be any more
    """

    clock_id: int
    case_id: int
    case_number: str
    title: str
    was_on: date
    due_on: date
    provisional: bool
    becomes_late: bool
    in_time: bool

    @property
    def days(self) -> int:
        """By how many days."""
        return (self.due_on - self.was_on).days


@dataclass(frozen=True)
class Preview:
    """What an edit would do.

    :ivar touched: clocks that would be counted anew
    :ivar settled: provisional ends that would stay and be certain
    :ivar uncertain: certain ends that would be provisional
    :ivar becoming_late: clocks whose new end has passed
    :ivar in_time: clocks taken for late that would not be; their red cards would be void
    :ivar shifts: (days, how many clocks), from the earliest to the latest
    :ivar next: id of the clock to go on after; None at the end
    """

    touched: int
    moved: int
    settled: int
    uncertain: int
    becoming_late: int
    in_time: int
    shifts: tuple[tuple[int, int], ...]
    towns: tuple[TownCount, ...]
    moves: tuple[Move, ...]
    next: int | None


@dataclass
class _Tally:
    touched: int = 0
    settled: int = 0
    uncertain: int = 0
    becoming_late: int = 0
    in_time: int = 0


def preview(session: Session, edit: Edit, *, at: datetime, after: int = 0, size: int = PAGE) -> Preview:
    """Count every clock that ``edit`` touches with the calendar as it would be.

    :param after: id of the last clock of the page before
    """
    tally, shifts, places = _Tally(), Counter[int](), Counter[int]()
    page: list[tuple[Row[Any], End]] = []
    for row, end in _ends(session, edit):
        tally.touched += 1
        if end.due_on == row.due_on:
            tally.settled += row.provisional and not end.provisional
            tally.uncertain += end.provisional and not row.provisional
            continue
        tally.becoming_late += row.state == "running" and end.due_at <= at
        tally.in_time += _turns_out_in_time(row, end, at)
        shifts[(end.due_on - row.due_on).days] += 1
        places[row.unit_id] += 1
        if row.id > after and len(page) <= size:
            page.append((row, end))
    return Preview(
        **vars(tally),
        moved=shifts.total(),
        shifts=tuple(sorted(shifts.items())),
        towns=_towns(session, places),
        moves=_moves(session, page[:size], at),
        next=page[size - 1][0].id if len(page) > size else None,
    )


def _ends(session: Session, edit: Edit) -> Iterator[tuple[Row[Any], End]]:
    """Yield each clock with its end under the edit, in order of id."""
    which = touched_by(edit)
    counting = Counting(edit.under(work_calendar(session)))
    ledgers = Ledgers.that_move(session, which)
    query = (
        select(
            *(Clock.id, Clock.case_id, Clock.amount, Clock.unit, Clock.counted_from, Clock.due_on),
            *(Clock.provisional, Clock.state, Clock.reached_at, Clock.ended_at, Case.unit_id),
        )
        .join(Case, Case.id == Clock.case_id)
        .where(which)
        .order_by(Clock.id)
        .limit(_AT_ONCE)
    )
    last = 0
    while rows := session.execute(query.where(Clock.id > last)).all():
        for row in rows:
            end = counting.end(row.counted_from, row.amount, row.unit, "", ledgers.changes(row.id))
            if end is not None:
                yield row, end
        last = rows[-1].id


def _turns_out_in_time(row: Row[Any], end: End, at: datetime) -> bool:
    return row.reached_at is not None and is_in_time(end, row.ended_at, at)


def _moves(session: Session, page: Sequence[tuple[Row[Any], End]], at: datetime) -> tuple[Move, ...]:
    known = select(Clock.id, Clock.title, Case.number).join(Case, Case.id == Clock.case_id)
    known = known.where(Clock.id.in_([row.id for row, _end in page]))
    words = {clock_id: (title, number) for clock_id, title, number in session.execute(known).tuples()}
    return tuple(
        Move(
            clock_id=row.id,
            case_id=row.case_id,
            case_number=words[row.id][1],
            title=words[row.id][0],
            was_on=row.due_on,
            due_on=end.due_on,
            provisional=end.provisional,
            becomes_late=row.state == "running" and end.due_at <= at,
            in_time=_turns_out_in_time(row, end, at),
        )
        for row, end in page
    )


def _towns(session: Session, places: Counter[int]) -> tuple[TownCount, ...]:
    """Return how many moved in each town, most first."""
    towns: Counter[int] = Counter()
    for unit_id, path in _paths(session, sorted(places)):
        ids = path.strip("/").split("/")
        towns[int(ids[min(len(ids), _TOWN) - 1])] += places[unit_id]
    names = dict(session.execute(select(Unit.id, Unit.name).where(Unit.id.in_(list(towns)))).tuples().all())
    counts = (TownCount(unit_id, names[unit_id], moved) for unit_id, moved in towns.items())
    return tuple(sorted(counts, key=lambda town: (-town.moved, town.unit_id)))


def _paths(session: Session, unit_ids: Sequence[int]) -> Iterable[tuple[int, str]]:
    for first in range(0, len(unit_ids), _CHUNK):
        some = unit_ids[first : first + _CHUNK]
        yield from session.execute(select(Unit.id, Unit.path).where(Unit.id.in_(some))).tuples()
