"""Steps that took far longer than usual, or stand far longer than usual, and what they share."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from mediation.boards.heat.asked import Asked
from mediation.boards.heat.far import Outlier, by_database, by_hand
from mediation.boards.heat.rules import Shared, shared_by

LISTED = 50


@dataclass(frozen=True)
class Outliers:
    """All of them: the furthest out listed, the others counted.

    :ivar by_element: element -> how many
    :ivar of: how many tasks were looked at
    """

    listed: tuple[Outlier, ...] = ()
    count: int = 0
    of: int = 0
    by_element: Mapping[str, int] = field(default_factory=dict)
    shared: tuple[Shared, ...] = ()


def outliers(session: Session, asked: Asked, limits: Mapping[str, float], *, at: datetime) -> Outliers:
    """Return the tasks beyond ``limits`` among those done in the period and those open now.

    :param limits: element -> hours beyond which one of its tasks is far out
    """
    if not limits:
        return Outliers()
    if session.get_bind().dialect.name == "postgresql":
        found = by_database.found(session, asked, limits, at=at, most=LISTED)
    else:
        found = by_hand.found(session, asked, limits, at=at, most=LISTED)
    far = sum(found.by_element.values())
    return Outliers(
        listed=found.listed,
        count=far,
        of=found.total,
        by_element=found.by_element,
        shared=shared_by(found.far, found.all, of_outliers=far, of_all=found.total),
    )
