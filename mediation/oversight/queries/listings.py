"""What is listed at a supervising unit (挂牌), and since when."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from mediation.cases.model import Case
from mediation.oversight.model import Listing
from mediation.people.model import Person
from mediation.units.model import Unit

PAGE = 50


@dataclass(frozen=True)
class ListingView:
    """A case listed at a supervising unit.

    :ivar title: the late deadline; "" where it was listed by hand, whatever is late
    :ivar reason: why, where it was listed by hand
    :ivar listed_by: name of who did; "" where its time did
    :ivar close_reason: why it was taken off; None while it is listed
    """

    id: int
    case_id: int
    case_number: str
    title: str
    unit_id: int
    unit_name: str
    due_on: date | None
    reason: str
    listed_at: datetime
    listed_by: str
    closed_at: datetime | None
    close_reason: str | None


def listed_below(session: Session, path: str, limit: int = PAGE) -> tuple[ListingView, ...]:
    """Return what is listed now at the units of a subtree, the longest listed first."""
    query = _listings().where(Unit.path.startswith(path, autoescape=True), Listing.closed_at.is_(None))
    query = query.order_by(Listing.listed_at, Listing.id).limit(limit)
    return tuple(_listing(*row) for row in session.execute(query))


def listings_of_case(session: Session, case_id: int) -> tuple[ListingView, ...]:
    """Return when a case was listed where, oldest first."""
    query = _listings().where(Listing.case_id == case_id).order_by(Listing.id)
    return tuple(_listing(*row) for row in session.execute(query))


def _listings() -> Select[Any]:
    joined = select(Listing, Case.number, Unit.full_name, Person.name).join(Case, Case.id == Listing.case_id)
    return joined.join(Unit, Unit.id == Listing.unit_id).outerjoin(Person, Person.id == Listing.listed_by)


def _listing(row: Listing, case_number: str, unit_name: str, lister: str | None) -> ListingView:
    return ListingView(
        id=row.id,
        case_id=row.case_id,
        case_number=case_number,
        title=row.title,
        unit_id=row.unit_id,
        unit_name=unit_name,
        due_on=row.due_on,
        reason=row.reason,
        listed_at=row.listed_at,
        listed_by=lister or "",
        closed_at=row.closed_at,
        close_reason=row.close_reason,
    )
