"""Which clocks an edit of the calendar touches: those whose count looked at one of its days."""

from datetime import date

from sqlalchemy import ColumnElement, and_, literal_column, or_

from mediation.clocks.edits import Edit
from mediation.clocks.model import Clock
from mediation.clocks.rules import DAY, Unit
from mediation.kernel.clock import start_of


def touched_by(edit: Edit) -> ColumnElement[bool]:
    """Return the condition on :class:`Clock`.

    Those that run, those that ran out, and those that ran out and were stopped since: whoever was late
    by a calendar that turned out otherwise was not late. What was done in time stays done in time,
    whatever the calendar says afterwards, and hours are hours on any day (county default).
    """
    return touched_between(edit.first, edit.last)


def touched_between(first: date, last: date) -> ColumnElement[bool]:
    """Return the condition that the count went over one of the days from ``first`` to ``last``."""
    return and_(
        counts_days(),
        Clock.due_on >= first,
        Clock.counted_from < start_of(last + DAY),
    )


def counts_days() -> ColumnElement[bool]:
    """Return the condition that a change of the calendar may concern the clock at all."""
    # Literals, so that PostgreSQL sees that the partial index covers it, in a prepared statement too.
    return and_(
        or_(Clock.state != literal_column("'stopped'"), Clock.reached_at.is_not(None)),
        Clock.state != literal_column("'paused'"),
        Clock.unit != Unit.HOUR.value,
    )
