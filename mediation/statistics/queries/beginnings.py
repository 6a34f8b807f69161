"""Since when a unit has anything to count."""

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mediation.cases.model import Case
from mediation.kernel.clock import day_of
from mediation.statistics.rules.periods import Period
from mediation.units.model import Unit
from mediation.units.paths import below


def first_day(session: Session, path: str) -> date | None:
    """Return the day of the first dispute reported at or below ``path``; None where there is none yet."""
    first = session.scalar(
        select(func.min(Case.reported_at)).join(Unit, Unit.id == Case.unit_id).where(below(Unit.path, path))
    )
    return day_of(first) if first is not None else None


def is_empty(period: Period, first: date | None, *, today: date) -> bool:
    """Say whether a period was over before the day of the first dispute: nothing is awaited of it."""
    return period.is_over(today) and (first is None or period.ends_on < first)
