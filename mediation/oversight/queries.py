"""What people ask of 督办: the cards of a case, one's own, what is listed, who could not be reached."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import Session

from mediation.cases.model import Case
from mediation.clocks.model import Clock
from mediation.kernel.text import N_
from mediation.oversight.model import Card, Instruction, Interview, Listing, UnreachedRank
from mediation.units.model import Unit

KINDS = {"yellow": N_("黄牌"), "red": N_("红牌")}
PAGE = 50


@dataclass(frozen=True)
class CardView:
    """One card.

    :ivar holder: post and names of who held the work then
    :ivar is_open: red: the work is not done; yellow: its clock still runs
    """

    id: int
    case_id: int
    clock_id: int
    item_id: int | None
    kind: str
    kind_title: str
    title: str
    label: str
    holder: str
    person_id: int | None
    due_on: date | None
    since: datetime
    explanation: str | None
    explained_at: datetime | None
    closed_at: datetime | None
    is_open: bool


@dataclass(frozen=True)
class InstructionView:
    """One 督办单."""

    id: int
    owner: str
    finish_by: date
    instruction: str
    given_post: str
    given_at: datetime
    answer: str | None
    answered_at: datetime | None


@dataclass(frozen=True)
class InterviewView:
    """One 约谈."""

    held_on: date
    result: str
    by_post: str


@dataclass(frozen=True)
class ListingView:
    """Late work listed at a supervising unit."""

    id: int
    case_id: int
    case_number: str
    title: str
    unit_name: str
    due_on: date | None
    listed_at: datetime
    closed_at: datetime | None


@dataclass(frozen=True)
class UnreachedView:
    """A rank with nobody in post."""

    case_id: int
    post: str
    taken_by: str
    found_at: datetime


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


def for_case(session: Session, case_id: int) -> CaseOversight:
    """Return all that 督办 did about a case, oldest first.

    Nothing else is done before a card was given or a rank could not be reached.
    """
    cards, missed = cards_of_case(session, case_id), unreached(session, case_id=case_id)
    if not cards and not missed:
        return CaseOversight((), (), (), (), ())
    instructions = select(Instruction).where(Instruction.case_id == case_id).order_by(Instruction.id)
    interviews = select(Interview).where(Interview.case_id == case_id).order_by(Interview.id)
    listings = _listings().where(Listing.case_id == case_id).order_by(Listing.id)
    return CaseOversight(
        cards=cards,
        instructions=tuple(_instruction(row) for row in session.scalars(instructions)),
        listings=tuple(_listing(*row) for row in session.execute(listings)),
        interviews=tuple(
            InterviewView(row.held_on, row.result, row.by_post) for row in session.scalars(interviews)
        ),
        unreached=missed,
    )


def cards_of_case(session: Session, case_id: int) -> tuple[CardView, ...]:
    """Return every card of a case, oldest first."""
    query = _cards().where(Card.case_id == case_id).order_by(Card.id)
    return tuple(_card(card, state) for card, state in session.execute(query))


def open_cards(
    session: Session, *, person_ids: Collection[int], posts: Collection[tuple[str, int]], limit: int = PAGE
) -> tuple[CardView, ...]:
    """Return the open cards of persons and of posts (role, unit), red before yellow, oldest first.

    A card of a named person is that person's alone, whoever is in the post now.
    """
    mine: list[ColumnElement[bool]] = [Card.person_id.in_(person_ids)]
    mine += [
        (Card.role == role) & (Card.unit_id == unit_id) & Card.person_id.is_(None) for role, unit_id in posts
    ]
    query = _cards().where(or_(*mine), Card.closed_at.is_(None))
    query = query.where((Card.kind == "red") | (Clock.state == "running"))
    query = query.order_by((Card.kind == "red").desc(), Card.since, Card.id).limit(limit)
    return tuple(_card(card, state) for card, state in session.execute(query))


def lateness_of(session: Session, person_id: int) -> int:
    """Return how often somebody was late, done since or not: a handover takes nothing away."""
    query = select(Card.id).where(Card.person_id == person_id, Card.kind == "red")
    return len(session.scalars(query).all())


def listed_below(session: Session, path: str, limit: int = PAGE) -> tuple[ListingView, ...]:
    """Return what is listed now at the units of a subtree, the longest listed first."""
    query = _listings().where(Unit.path.startswith(path, autoescape=True), Listing.closed_at.is_(None))
    query = query.order_by(Listing.listed_at, Listing.id).limit(limit)
    return tuple(_listing(*row) for row in session.execute(query))


def unreached(
    session: Session, *, case_id: int | None = None, path: str | None = None, limit: int = PAGE
) -> tuple[UnreachedView, ...]:
    """Return ranks that 督办 could not reach, of a case or of a subtree, the newest first."""
    query = select(UnreachedRank)
    if case_id is not None:
        query = query.where(UnreachedRank.case_id == case_id)
    if path is not None:
        below = Unit.path.startswith(path, autoescape=True)
        query = query.join(Unit, Unit.id == UnreachedRank.unit_id).where(below)
    rows = session.scalars(query.order_by(UnreachedRank.id.desc()).limit(limit))
    return tuple(UnreachedView(row.case_id, row.post, row.taken_by, row.found_at) for row in rows)


def _cards() -> Select[tuple[Card, str]]:
    return select(Card, Clock.state).join(Clock, Clock.id == Card.clock_id)


def _listings() -> Select[tuple[Listing, str, str]]:
    joined = select(Listing, Case.number, Unit.full_name).join(Case, Case.id == Listing.case_id)
    return joined.join(Unit, Unit.id == Listing.unit_id)


def _card(card: Card, clock_state: str) -> CardView:
    is_open = card.closed_at is None and (card.kind == "red" or clock_state == "running")
    return CardView(
        id=card.id,
        case_id=card.case_id,
        clock_id=card.clock_id,
        item_id=card.item_id,
        kind=card.kind,
        kind_title=KINDS[card.kind],
        title=card.title,
        label=card.label,
        holder=card.holder,
        person_id=card.person_id,
        due_on=card.due_on,
        since=card.since,
        explanation=card.explanation,
        explained_at=card.explained_at,
        closed_at=card.closed_at,
        is_open=is_open,
    )


def _instruction(row: Instruction) -> InstructionView:
    return InstructionView(
        id=row.id,
        owner=row.owner,
        finish_by=row.finish_by,
        instruction=row.instruction,
        given_post=row.given_post,
        given_at=row.given_at,
        answer=row.answer,
        answered_at=row.answered_at,
    )


def _listing(row: Listing, case_number: str, unit_name: str) -> ListingView:
    return ListingView(
        id=row.id,
        case_id=row.case_id,
        case_number=case_number,
        title=row.title,
        unit_name=unit_name,
        due_on=row.due_on,
        listed_at=row.listed_at,
        closed_at=row.closed_at,
    )
