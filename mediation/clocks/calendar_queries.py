"""What people ask of the work calendar: a year as it is counted, and who changed it when, and what moved."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, aliased

from mediation.cases.model import Case
from mediation.cases.queries import viewer, visible_to
from mediation.clocks.book import work_calendar
from mediation.clocks.calendar import WorkCalendar, published
from mediation.clocks.calendar_views import (
    CalendarDayView,
    ChangeView,
    DayChange,
    MovedClock,
    Side,
    Stretch,
    YearView,
)
from mediation.clocks.drafting import edited_days, kept
from mediation.clocks.edits import HOLIDAY, MAKEUP, PUBLISH, Edit, differing
from mediation.clocks.kinds import FIRST, Place, kind_of
from mediation.clocks.model import CalendarChange, CalendarYear, Clock, ClockEntry
from mediation.clocks.operations import calendar_edits
from mediation.clocks.operations.calendar_edits.editing import latest_change
from mediation.clocks.rules import DAY, Day
from mediation.kernel.errors import NotFound
from mediation.kernel.text import N_
from mediation.parties.queries import NamedParty, Standing, mask_minors, mask_names, names_in
from mediation.people.identity import Identity

PAGE = 20
FIRST_YEAR, LAST_YEAR = 2004, 2100
_SATURDAY = 5


def year(session: Session, number: int) -> YearView:
    """Return a year as it is counted now, day by day."""
    calendar = work_calendar(session)
    edited = edited_days(session, date(number, 1, 1), date(number, 12, 31))
    kinds = {on: day.kind for on, day in edited.items()}
    entered = session.get(CalendarYear, number)
    months = tuple(tuple(_days(calendar, number, month, kinds)) for month in range(1, 13))
    return YearView(
        year=number,
        is_published=calendar.is_published(number),
        source=entered.source if entered is not None else "",
        months=months,
        stretches=tuple(_stretches(day for month in months for day in month)),
    )


def changes(
    session: Session, *, year: int | None = None, before: int | None = None, size: int = PAGE
) -> tuple[ChangeView, ...]:
    """Return changes, the latest first.

    :param before: id of the last one already seen
    """
    query = _changes().order_by(CalendarChange.id.desc()).limit(size)
    if year is not None:
        query = query.where(CalendarChange.year == year)
    if before is not None:
        query = query.where(CalendarChange.id < before)
    return tuple(_change(*found) for found in session.execute(query).tuples())


def change(session: Session, change_id: int) -> ChangeView:
    """Return one change.

    :raises NotFound: there is none
    """
    found = session.execute(_changes().where(CalendarChange.id == change_id)).tuples().first()
    if found is None:
        raise NotFound(what=N_("这次日历调整"))
    return _change(*found)


def latest(session: Session) -> int:
    """Return the id of the latest change, 0 where there is none."""
    return latest_change(session)


def being_counted(session: Session) -> ChangeView | None:
    """Return the change whose dates are being counted, None where none is: until then no other is made."""
    found = calendar_edits.being_counted(session)
    return change(session, found.id) if found is not None else None


def day_changes(session: Session, edit: Edit) -> tuple[DayChange, ...]:
    """Return the days that an edit not made yet would make otherwise."""
    now = edited_days(session, edit.first, edit.last)
    return tuple(
        DayChange(day.on, _side(day.on, kept(now.get(day.on))), _side(day.on, kept(day)))
        for day in differing(edit.days, now)
    )


def moved_by(
    session: Session, change_id: int, identity: Identity, *, after: Place = FIRST, size: int = PAGE
) -> tuple[MovedClock, ...]:
    """Return the clocks a change moved, of the cases that ``identity`` may see, kind by kind.

    :param after: where the last entry already seen stands
    """
    kind = kind_of().label("kind")
    query = (
        select(ClockEntry.id, Case.id, Case.number, kind, Clock.title)
        .add_columns(ClockEntry.was_due_on, ClockEntry.due_on)
        .join(Clock, Clock.id == ClockEntry.clock_id)
        .join(Case, Case.id == Clock.case_id)
        .where(
            ClockEntry.change_id == change_id,
            ClockEntry.was_due_on != ClockEntry.due_on,
            after.is_before(ClockEntry.id),
            visible_to(identity),
        )
        .order_by("kind", ClockEntry.id)
        .limit(size)
    )
    rows = session.execute(query).tuples()
    return tuple(
        MovedClock(entry_id, case_id, number, kind, title, was_on, due_on)
        for entry_id, case_id, number, kind, title, was_on, due_on in rows
        if was_on is not None and due_on is not None
    )


def titles(session: Session, case_ids: Iterable[int], identity: Identity) -> Mapping[int, str]:
    """Return the titles of those of the cases that ``identity`` may see, names as they may be read."""
    found = session.scalars(select(Case).where(Case.id.in_(set(case_ids)), visible_to(identity))).all()
    names = names_in(session, [each.id for each in found])
    return {each.id: _title(each, names.get(each.id, ()), identity) for each in found}


def _title(found: Case, names: Sequence[NamedParty], identity: Identity) -> str:
    """Who only looks reads no names; a minor's nobody does."""
    looks_only = viewer(identity, found).standing is Standing.OUTSIDE
    return mask_names(found.title, names) if looks_only else mask_minors(found.title, names)


def count_provisional(session: Session, number: int) -> int:
    """Return how many running clocks end in that year on a day that is not certain yet."""
    query = select(func.count()).select_from(Clock).where(Clock.state == "running", Clock.provisional)
    span = Clock.due_on.between(date(number, 1, 1), date(number, 12, 31))
    return session.scalar(query.where(span)) or 0


def _changes() -> Select[Any]:
    later, earlier = aliased(CalendarChange), aliased(CalendarChange)
    return (
        select(CalendarChange, later.id, later.at, earlier.kind)
        .outerjoin(later, later.undoes_id == CalendarChange.id)
        .outerjoin(earlier, earlier.id == CalendarChange.undoes_id)
    )


def _change(
    row: CalendarChange, undone_by_id: int | None, undone_at: datetime | None, undone_kind: str | None
) -> ChangeView:
    on_days = ((date.fromisoformat(each["day"]), each) for each in row.days)
    days = (DayChange(on, _side(on, each["was"]), _side(on, each["now"])) for on, each in on_days)
    return ChangeView(
        id=row.id,
        kind=row.kind,
        year=row.year,
        days=tuple(day for day in days if day.was != day.now),
        reason=row.reason,
        by_post=row.by_post,
        at=row.at,
        touched=row.touched,
        counted=row.counted,
        moved=row.moved,
        righted=row.righted,
        failed=row.failed,
        finished_at=row.finished_at,
        undoes_id=row.undoes_id,
        undone_by_id=undone_by_id,
        undone_at=undone_at,
        is_of_notice=(undone_kind or row.kind) == PUBLISH,
    )


def _side(on: date, kept: dict[str, Any] | None) -> Side:
    if kept is None:
        day = published(on)
        return Side(day.works, day.name)
    return Side(kept["works"], kept["name"], kept["kind"])


def _days(
    calendar: WorkCalendar, number: int, month: int, kinds: dict[date, str]
) -> Iterable[CalendarDayView]:
    on = date(number, month, 1)
    while on.month == month:
        day = calendar.day(on)
        yield CalendarDayView(on, day.works, day.name, kinds.get(on) or _kind(day), day.provisional)
        on += DAY


def _kind(day: Day) -> str:
    """Return what kind of day was published: a named one, or a worked weekend."""
    if not day.name:
        return ""
    return MAKEUP if day.works and day.on.weekday() >= _SATURDAY else "" if day.works else HOLIDAY


def _stretches(days: Iterable[CalendarDayView]) -> Sequence[Stretch]:
    found: list[Stretch] = []
    for day in days:
        if not day.is_special:
            continue
        last = found[-1] if found else None
        same = last is not None and (last.kind, last.name, last.works) == (day.kind, day.name, day.works)
        if last is not None and same and last.last + DAY == day.on:
            found[-1] = Stretch(last.first, day.on, day.works, day.name, day.kind)
        else:
            found.append(Stretch(day.on, day.on, day.works, day.name, day.kind))
    return found
