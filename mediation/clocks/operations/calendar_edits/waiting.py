"""One change of the calendar at a time: while one is counted, no other is made, nor foretold."""

from sqlalchemy import literal_column, select
from sqlalchemy.orm import Session

from mediation.clocks.model import CalendarChange, Clock
from mediation.kernel.errors import Refused
from mediation.kernel.text import N_


class StillCounting(Refused):
    """Dates of an earlier change are not counted yet: the next one would be credited with its moves."""

    message = N_(
        "上一次日历调整（{reason}）还在重算期限，共{touched}项，已算{counted}项。"
        "算完之前日历不能再改，这次没有写入。进度见“工作日历”的“改过什么”。"
    )
    is_slip = True


def being_counted(session: Session) -> CalendarChange | None:
    """Return the earliest change for which clocks still wait to be counted, None where none does."""
    # A literal, so that the partial index covers it in a prepared statement too.
    marked = select(Clock.recount_id).where(literal_column("recount_id IS NOT NULL"))
    change_id = session.scalars(marked.order_by(Clock.recount_id).limit(1)).first()
    return session.get(CalendarChange, change_id) if change_id is not None else None


def refuse_while_counting(session: Session) -> None:
    """Check, in the turn of whoever changes the calendar, that nothing waits to be counted.

    :raises StillCounting: with how far it is
    """
    change = being_counted(session)
    if change is not None:
        raise StillCounting(reason=change.reason, touched=change.touched, counted=change.counted)
