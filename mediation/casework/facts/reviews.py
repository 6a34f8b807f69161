"""What conditions ask of the case's last 集体评议."""

from sqlalchemy.orm import Session

from mediation.cases.model import Case
from mediation.casework.facts import Context, LookUp
from mediation.reviews import rows


def review_consented(session: Session, case: Case, context: Context) -> bool:
    """Whether the petitioner consented in writing."""
    review = rows.latest(session, case.id)
    return review is not None and review.state not in ("declined", "cancelled")


def panel_size(session: Session, case: Case, context: Context) -> int:
    """How many sit on the panel; 0 before there is one."""
    review = rows.latest(session, case.id)
    return (review.panel_size or 0) if review else 0


FACTS: dict[str, LookUp] = {
    "review_consented": review_consented,
    "panel_size": panel_size,
}
