"""Which clocks an edit of the calendar touches: those whose count looked at one of its days."""

from datetime import date

from sqlalchemy import ColumnElement, and_, literal_column, or_, select

from mediation.clocks.edits import Edit
from mediation.clocks.model import Clock, ClockEntry
from mediation.clocks.policies import OVERSIGHT
from mediation.clocks.rules import DAY, Unit
from mediation.kernel.clock import start_of


def touched_by(edit: Edit) -> ColumnElement[bool]:
    """Return the condition on :class:`Clock`.

    Those that run, those that ran out, and those that ran out and were stopped since: whoever was late
    by a calendar that turned out otherwise was not late. What was done in time stays done in time,
    whatever the calendar says afterwards, and hours are hours on any day (county default).
    """
    return touched_between(edit.first, edit.last)


def once_late_by(edit: Edit) -> ColumnElement[bool]:
    """Return the condition that :func:`touched_by` leaves out; see :func:`once_late_between`."""
    return once_late_between(edit.first, edit.last)


def touched_between(first: date, last: date) -> ColumnElement[bool]:
    """Return the condition that the count went over one of the days from ``first`` to ``last``."""
    return and_(counts_days(), *_over(first, last))


def once_late_between(first: date, last: date) -> ColumnElement[bool]:
    """Return the condition that a clock ran out, was in time by a later calendar, and was stopped since.

    It may be late again. A condition of its own: the index that finds all others does not cover it.
    """
    by_calendar = select(ClockEntry.clock_id).where(ClockEntry.change_id.is_not(None))
    ran_out = select(ClockEntry.id).where(ClockEntry.clock_id == Clock.id, ClockEntry.kind == "reached")
    return and_(
        Clock.state == literal_column("'stopped'"),
        Clock.reached_at.is_(None),
        Clock.unit != Unit.HOUR.value,
        ~_of_oversight(),
        *_over(first, last),
        Clock.id.in_(by_calendar),
        ran_out.exists(),
    )


def counts_days() -> ColumnElement[bool]:
    """Return the condition that a change of the calendar may concern the clock at all.

    A timer of 督办 that has fired stays fired: the rank it called was called, and the work it stands
    for is late. Where that work turns out in time, its chain ends as a whole (county default).
    """
    # Literals, so that PostgreSQL sees that the partial index covers it, in a prepared statement too.
    return and_(
        or_(Clock.state != literal_column("'stopped'"), Clock.reached_at.is_not(None)),
        Clock.state != literal_column("'paused'"),
        Clock.unit != Unit.HOUR.value,
        or_(Clock.reached_at.is_(None), ~_of_oversight()),
    )


def _over(first: date, last: date) -> tuple[ColumnElement[bool], ...]:
    return Clock.due_on >= first, Clock.counted_from < start_of(last + DAY)


def _of_oversight() -> ColumnElement[bool]:
    return Clock.policy.startswith(OVERSIGHT, autoescape=True)
