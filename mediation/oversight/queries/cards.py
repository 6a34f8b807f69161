"""Cards: of a case, one's own, how often somebody was late."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import Session

from mediation.clocks.model import Clock
from mediation.kernel.text import N_
from mediation.oversight.model import Card

KINDS = {"yellow": N_("黄牌"), "red": N_("红牌")}
TURNED_RED, RAN_OUT, OVER = N_("已转红牌"), N_("期限已过"), N_("已了结")
PAGE = 50


@dataclass(frozen=True)
class CardView:
    """One card.

    :ivar holder: post and names of who held the work then
    :ivar is_open: red: the work is not done; yellow: its clock still runs
    :ivar is_void: its time limit turned out to be another: it counts for nobody
    :ivar since: red: when the work became late; yellow: when the card was given
    :ivar became: what became of a yellow card, in a word; "" of a red one, and while it is open
    :ivar is_unexplained: red: the days for a reason ran out, and there still is none
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
    given_at: datetime
    is_void: bool = False
    void_reason: str | None = None
    is_unexplained: bool = False
    became: str = ""


def became_of(kind: str, closed_at: datetime | None, clock: Clock) -> str:
    """Return what became of a yellow card, in a word; "" of a red one, and while it is open."""
    if kind != "yellow" or (closed_at is None and clock.state == "running"):
        return ""
    if clock.reached_at is not None:
        return TURNED_RED if clock.chain else RAN_OUT
    return OVER


def cards_of_case(session: Session, case_id: int) -> tuple[CardView, ...]:
    """Return every card of a case, oldest first."""
    query = _cards().where(Card.case_id == case_id).order_by(Card.id)
    return tuple(_card(card, clock) for card, clock in session.execute(query))


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
    query = _cards().where(or_(*mine), Card.closed_at.is_(None), Card.voided_at.is_(None))
    query = query.where((Card.kind == "red") | (Clock.state == "running"))
    query = query.order_by((Card.kind == "red").desc(), Card.since, Card.id).limit(limit)
    return tuple(_card(card, clock) for card, clock in session.execute(query))


def lateness_of(session: Session, person_id: int) -> int:
    """Return how often somebody was late, done since or not: a handover takes nothing away."""
    late = (Card.person_id == person_id, Card.kind == "red", Card.voided_at.is_(None))
    query = select(Card.id).where(*late)
    return len(session.scalars(query).all())


def _cards() -> Select[tuple[Card, Clock]]:
    return select(Card, Clock).join(Clock, Clock.id == Card.clock_id)


def _card(card: Card, clock: Clock) -> CardView:
    is_open = card.closed_at is None and (card.kind == "red" or clock.state == "running")
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
        is_void=card.voided_at is not None,
        void_reason=card.void_reason,
        is_unexplained=card.unexplained_at is not None and card.explanation is None,
        given_at=card.given_at,
        became=became_of(card.kind, card.closed_at, clock),
    )
