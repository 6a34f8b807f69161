"""All that 督办 did about one case, and ranks it could not reach."""

from dataclasses import dataclass
from datetime import date
from functools import cache

from sqlalchemy import Select, bindparam, exists, or_, select
from sqlalchemy.orm import Session

from mediation.oversight.model import Card, Instruction, Interview, Listing, UnreachedRank
from mediation.oversight.queries.cards import CardView, cards_of_case
from mediation.oversight.queries.instruction_views import InstructionView
from mediation.oversight.queries.instructions import of_case
from mediation.oversight.queries.listings import ListingView, listings_of_case
from mediation.oversight.queries.unreached import UnreachedView, unreached


@dataclass(frozen=True)
class InterviewView:
    """One 约谈."""

    held_on: date
    result: str
    by_post: str


@dataclass(frozen=True)
class CaseOversight:
    """All that 督办 did about one case."""

    cards: tuple[CardView, ...]
    instructions: tuple[InstructionView, ...]
    listings: tuple[ListingView, ...]
    interviews: tuple[InterviewView, ...]
    unreached: tuple[UnreachedView, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing was ever late or nearly so."""
        return not (self.cards or self.instructions or self.listings or self.interviews or self.unreached)


def for_case(session: Session, case_id: int, *, on: date | None = None) -> CaseOversight:
    """Return all that 督办 did about a case, oldest first. Of most cases one look says: nothing.

    :param on: day on which it is asked which ranks can be reached by now
    """
    if not session.scalar(_anything(), {"case_id": case_id}):
        return CaseOversight((), (), (), (), ())
    held = select(Interview).where(Interview.case_id == case_id).order_by(Interview.id)
    return CaseOversight(
        cards=cards_of_case(session, case_id),
        instructions=of_case(session, case_id),
        listings=listings_of_case(session, case_id),
        interviews=tuple(
            InterviewView(row.held_on, row.result, row.by_post) for row in session.scalars(held)
        ),
        unreached=unreached(session, case_id=case_id, on=on),
    )


@cache
def _anything() -> Select[tuple[bool]]:
    found = (Card, Instruction, Listing, Interview, UnreachedRank)
    return select(or_(*(exists().where(each.case_id == bindparam("case_id")) for each in found)))
