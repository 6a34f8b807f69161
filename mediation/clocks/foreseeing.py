"""What an extension would come to, before anybody confirms it. Nothing is written."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from mediation.clocks.book import work_calendar
from mediation.clocks.due import Change, due
from mediation.clocks.model import Clock, ClockEntry
from mediation.clocks.operations.extending import read_more, require_extendable
from mediation.clocks.operations.settling import changes_of
from mediation.kernel.errors import NotFound
from mediation.kernel.text import N_


@dataclass(frozen=True)
class Foreseen:
    """The end of a clock as it is and as it would be.

    :ivar provisional: the new end lies behind days of a year that is not published yet
    """

    title: str
    was_on: date
    due_on: date
    provisional: bool


def extended(
    session: Session, *, clock_id: int, amount: str | int | Decimal, unit: str, at: datetime
) -> Foreseen:
    """Return what :func:`~mediation.clocks.operations.extend` would make of the end, whoever agrees.

    :raises NotFound: there is no such clock
    :raises Refused: it cannot be extended, or by nothing
    """
    clock = session.get(Clock, clock_id)
    if clock is None:
        raise NotFound(what=N_("这个期限"))
    require_extendable(clock, at)
    more = Change("extended", at, *read_more(amount, unit))
    entries = session.scalars(
        select(ClockEntry).where(ClockEntry.clock_id == clock.id).order_by(ClockEntry.id)
    ).all()
    changes = (*changes_of(entries), more)
    counted = due(clock.counted_from, clock.exact_amount, clock.unit, changes, work_calendar(session))
    assert counted is not None
    assert clock.due_on is not None
    return Foreseen(clock.title, clock.due_on, counted.due_on, counted.provisional)
