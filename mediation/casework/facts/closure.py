"""What conditions ask of feedback, ratings and the end of a dispute."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mediation.cases.model import Case, Rating, Receipt
from mediation.casework.facts import Context, LookUp
from mediation.units.model import Unit


def fed_back_to_grid(session: Session, case: Case, context: Context) -> bool:
    """Whether the answer went back to a unit of the lowest level, which tells the applicant."""
    lowest = min(context.locality.levels.values(), key=lambda level: level.rank).key
    found = session.scalars(
        select(Receipt.id)
        .join(Unit, Unit.id == Receipt.to_unit_id)
        .where(Receipt.case_id == case.id, Receipt.direction == "back", Unit.level == lowest)
        .limit(1)
    ).first()
    return found is not None


def lowest_rating(session: Session, case: Case, context: Context) -> int:
    """The lowest rating nobody has called back yet; 0 where there is none."""
    lowest = session.scalar(
        select(func.min(Rating.score)).where(Rating.case_id == case.id, Rating.called_back_at.is_(None))
    )
    return lowest or 0


FACTS: dict[str, LookUp] = {
    "fed_back_to_grid": fed_back_to_grid,
    "lowest_rating": lowest_rating,
}
