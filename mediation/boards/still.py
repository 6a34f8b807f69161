"""Whether disputes are late still, and whether anybody has said why: for who judges or ends 督办."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from mediation.boards.facts import Now, facts
from mediation.cases.model import Case


@dataclass(frozen=True)
class Still:
    """How late a dispute is now; false where it is in time and everything is explained.

    :ivar since: last day in time of the first of what is late; None: nothing is
    :ivar is_unexplained: it has a red card for which nobody gave a reason
    """

    since: date | None
    is_unexplained: bool

    @property
    def is_late(self) -> bool:
        """Whether anything is late."""
        return self.since is not None

    def __bool__(self) -> bool:
        return self.is_late or self.is_unexplained


def still(session: Session, case_ids: Collection[int], *, at: datetime) -> dict[int, Still]:
    """Return how late each dispute is now, by the conditions the board counts with."""
    held = select(Case.id).where(Case.id.in_(set(case_ids))).cte("held")
    rows = session.execute(facts(held, Now(at), needs=("pressing", "dates", "red_cards")))
    return {row.id: Still(row.first_due_on if row.is_late else None, bool(row.unexplained)) for row in rows}
