"""What an edit of the calendar would move, and by how much: counted like the real thing, nothing written.

Clocks that began on one day with one limit are counted together; of those that move, only one page is read.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, Select, select
from sqlalchemy.orm import Session

from mediation.cases.model import Case
from mediation.clocks.book import work_calendar
from mediation.clocks.counting import Counting, End
from mediation.clocks.edits import Edit
from mediation.clocks.grouping import Key, alike, count_by_unit, others, page_of
from mediation.clocks.kinds import FIRST, Place, kind_of
from mediation.clocks.model import Clock
from mediation.clocks.operations.calendar_edits.batches import turns_in_time, turns_late_again
from mediation.clocks.operations.calendar_edits.ledgers import Ledgers
from mediation.clocks.touched import once_late_by, touched_by
from mediation.kernel.clock import start_of
from mediation.units.model import Unit

PAGE = 30
_CHUNK = 5_000
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

    :ivar kind: index in ``KINDS``
    :ivar days: by how many days, later or (below zero) earlier
    :ivar becomes_late: its new end has passed already
    :ivar in_time: it was taken for late, and would not be any more
    """

    clock_id: int
    case_id: int
    case_number: str
    kind: int
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
    :ivar kinds: (index in ``KINDS``, how many clocks of it would move)
    :ivar shifts: (days, how many clocks), from the earliest to the latest
    :ivar next: where to go on after; None at the end
    """

    touched: int
    moved: int
    settled: int
    uncertain: int
    becoming_late: int
    in_time: int
    kinds: tuple[tuple[int, int], ...]
    shifts: tuple[tuple[int, int], ...]
    towns: tuple[TownCount, ...]
    moves: tuple[Move, ...]
    next: Place | None


class _Counted:
    """Everything an edit touches, counted with the calendar as it would be."""

    def __init__(self, session: Session, edit: Edit, at: datetime) -> None:
        self.session, self.which, self.at = session, touched_by(edit), at
        self.once_late = once_late_by(edit)
        self.calendar = Counting(edit.under(work_calendar(session)))
        self.touched = self.settled = self.uncertain = self.becoming_late = self.in_time = 0
        self.shifts: Counter[int] = Counter()
        self.kinds: Counter[int] = Counter()
        self.keys: defaultdict[int, set[Key]] = defaultdict(set)
        self.others: list[Place] = []
        self.places: Counter[int] = Counter()
        for group in alike(session, self.which):
            end = self.calendar.end(start_of(group.begun), group.amount, group.unit)
            if end is not None and self._note(end, group.due_on, group.provisional, group.count):
                self.becoming_late += group.count if end.due_at <= at else 0
                self.kinds[group.kind] += group.count
                self.keys[group.kind].add(group.key)
        self._count_others()
        for unit_id, count in count_by_unit(session, self.which, set().union(*self.keys.values())):
            self.places[unit_id] += count

    def _count_others(self) -> None:
        """Count by themselves those that were paused or extended, and those that ran out, now or once."""
        for which in (others(self.which), self.once_late):
            ledgers = Ledgers.that_move(self.session, which)
            for row in self.session.execute(_rows().where(which)):
                self._count_one(row, _end(self.calendar, ledgers, row))

    def _count_one(self, row: Row[Any], end: End | None) -> None:
        was_in_time = row.state == "stopped" and row.reached_at is None
        if end is not None and was_in_time and not _becomes_late(row, end, self.at):
            self.touched += 1
        elif end is not None and self._note(end, row.due_on, row.provisional, 1):
            self.becoming_late += _becomes_late(row, end, self.at)
            self.in_time += turns_in_time(row, end, self.at)
            self.kinds[row.kind] += 1
            self.others.append(Place(row.kind, row.id))
            self.places[row.unit_id] += 1

    def _note(self, end: End, was_on: date, was_provisional: bool, count: int) -> bool:
        """Add to what is counted; say whether the end is another day."""
        self.touched += count
        if end.due_on != was_on:
            self.shifts[(end.due_on - was_on).days] += count
            return True
        if was_provisional != end.provisional:
            self.settled += count if was_provisional else 0
            self.uncertain += count if end.provisional else 0
        return False


def preview(session: Session, edit: Edit, *, at: datetime, after: Place = FIRST, size: int = PAGE) -> Preview:
    """Count every clock that ``edit`` touches with the calendar as it would be.

    :param after: where the last clock of the page before stands
    """
    counted = _Counted(session, edit, at)
    places = page_of(session, counted.which, counted.keys, counted.others, after=after, size=size + 1)
    return Preview(
        touched=counted.touched,
        moved=counted.shifts.total(),
        settled=counted.settled,
        uncertain=counted.uncertain,
        becoming_late=counted.becoming_late,
        in_time=counted.in_time,
        kinds=tuple(sorted(counted.kinds.items())),
        shifts=tuple(sorted(counted.shifts.items())),
        towns=_towns(session, counted.places),
        moves=tuple(_moves(counted, [place.id for place in places[:size]])),
        next=places[size - 1] if len(places) > size else None,
    )


def _rows() -> Select[Any]:
    return (
        select(
            *(Clock.id, Clock.case_id, Clock.title, Clock.amount, Clock.unit, Clock.counted_from),
            *(Clock.due_on, Clock.provisional, Clock.state, Clock.reached_at, Clock.ended_at),
            *(Case.unit_id, Case.number, kind_of().label("kind")),
        )
        .join(Case, Case.id == Clock.case_id)
        .order_by("kind", Clock.id)
    )


def _end(counting: Counting, ledgers: Ledgers, row: Row[Any]) -> End | None:
    return counting.end(row.counted_from, row.amount, row.unit, "", ledgers.changes(row.id))


def _becomes_late(row: Row[Any], end: End, at: datetime) -> bool:
    """Say whether its new end has passed; of stopped ones only such come here as ran out once."""
    if row.state == "running":
        return end.due_at <= at
    return turns_late_again(row, end, row.ended_at)


def _moves(counted: _Counted, ids: Sequence[int]) -> Iterator[Move]:
    ledgers = Ledgers.of(counted.session, ids)
    for row in counted.session.execute(_rows().where(Clock.id.in_(ids))):
        end = _end(counted.calendar, ledgers, row)
        if end is not None:
            yield Move(
                clock_id=row.id,
                case_id=row.case_id,
                case_number=row.number,
                kind=row.kind,
                title=row.title,
                was_on=row.due_on,
                due_on=end.due_on,
                provisional=end.provisional,
                becomes_late=_becomes_late(row, end, counted.at),
                in_time=turns_in_time(row, end, counted.at),
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
