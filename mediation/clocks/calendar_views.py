"""The work calendar as pages and commands see it: years, days, changes, and what they moved."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from mediation.clocks.edits import KINDS, OF_THE_NOTICE, PUBLISH
from mediation.clocks.rules import DAY


@dataclass(frozen=True)
class CalendarDayView:
    """One day of a year.

    :ivar kind: key of ``KINDS``; "" for an ordinary day
    """

    on: date
    works: bool
    name: str
    kind: str
    provisional: bool

    @property
    def is_special(self) -> bool:
        """Whether something is arranged for it."""
        return self.kind != ""


@dataclass(frozen=True)
class Stretch:
    """Days in a row for which the same is arranged."""

    first: date
    last: date
    works: bool
    name: str
    kind: str

    @property
    def kind_title(self) -> str:
        """What kind of arrangement it is, in words."""
        return KINDS[self.kind]

    @property
    def is_the_countys(self) -> bool:
        """Whether the county arranged it, and may take it back."""
        return self.kind not in OF_THE_NOTICE


@dataclass(frozen=True)
class YearView:
    """A year as it is counted now.

    :ivar source: notice the county entered it from; "" where it came with the package, or is unknown
    :ivar months: the days of each month
    """

    year: int
    is_published: bool
    source: str
    months: tuple[tuple[CalendarDayView, ...], ...]
    stretches: tuple[Stretch, ...]


@dataclass(frozen=True)
class Side:
    """How a day was or is.

    :ivar kind: key of ``KINDS``; "" where it is as published
    """

    works: bool
    name: str
    kind: str = ""


@dataclass(frozen=True)
class DayChange:
    """One day that a change made otherwise."""

    on: date
    was: Side
    now: Side


@dataclass(frozen=True)
class DaysChange:
    """Days in a row that a change made otherwise, all alike."""

    first: date
    last: date
    was: Side
    now: Side


def in_a_row(days: Iterable[DayChange]) -> tuple[DaysChange, ...]:
    """Put days together that follow each other and changed alike; ``days`` are in order."""
    found: list[DaysChange] = []
    for day in days:
        last = found[-1] if found else None
        if last and last.last + DAY == day.on and (last.was, last.now) == (day.was, day.now):
            found[-1] = replace(last, last=day.on)
        else:
            found.append(DaysChange(day.on, day.on, day.was, day.now))
    return tuple(found)


@dataclass(frozen=True)
class ChangeView:
    """One change of the calendar.

    :ivar undone_by_id: the change that took it back, if one did
    :ivar undone_at: when
    :ivar is_of_notice: whether it entered the notice of a year, or takes such an entry back
    """

    id: int
    kind: str
    year: int
    days: tuple[DayChange, ...]
    reason: str
    by_post: str
    at: datetime
    touched: int
    counted: int
    moved: int
    righted: int
    failed: int
    finished_at: datetime | None
    undoes_id: int | None
    undone_by_id: int | None
    undone_at: datetime | None
    is_of_notice: bool

    @property
    def is_done(self) -> bool:
        """Whether everything was counted anew."""
        return self.finished_at is not None

    @property
    def percent(self) -> int:
        """How much was counted anew."""
        return 100 if self.is_done else 100 * self.counted // max(self.touched, 1)

    @property
    def can_be_undone(self) -> bool:
        """Whether it changed days and was not taken back."""
        return bool(self.days) and self.undone_by_id is None

    @property
    def publishes(self) -> bool:
        """Whether it entered the notice of a year."""
        return self.kind == PUBLISH and self.undoes_id is None


@dataclass(frozen=True)
class MovedClock:
    """One clock that a change moved.

    :ivar kind: index in ``KINDS``
    """

    entry_id: int
    case_id: int
    case_number: str
    kind: int
    title: str
    was_on: date
    due_on: date

    @property
    def days(self) -> int:
        """By how many days, later or (below zero) earlier."""
        return (self.due_on - self.was_on).days
