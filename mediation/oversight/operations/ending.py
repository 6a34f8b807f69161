"""The end of 督办: the work is done, or its time limit turned out to be another."""

from datetime import datetime

from sqlalchemy import select

from mediation.clocks.model import Clock
from mediation.kernel.actor import Actor
from mediation.kernel.text import N_
from mediation.kernel.unit_of_work import UnitOfWork
from mediation.oversight import rules
from mediation.oversight.events import OversightClosed
from mediation.oversight.model import Card, Instruction, Listing
from mediation.oversight.operations.clocks import late_clock
from mediation.oversight.operations.voiding import void

DONE = N_("已办结")
MOVED = N_("期限重新计算")


def close(uow: UnitOfWork, *, clock_id: int, by: Actor, at: datetime) -> None:
    """End the 督办 of work that is done. Cards keep their holder and their explanation.

    Work done in time leaves no line of its own: its task says that it is done.
    """
    clock = late_clock(uow, clock_id)
    cards = _open_cards(uow, clock_id)
    for card in cards:
        card.closed_at = at
    red = [card for card in cards if card.kind == "red"]
    if not red:
        return
    _close_what_followed(uow, clock_id, reason=DONE, at=at)
    uow.record(
        OversightClosed(
            case_id=clock.case_id,
            clock_id=clock.id,
            title=clock.title,
            holders=rules.listed([card.holder for card in red]),
            by=by,
            at=at,
        )
    )


def call_off(uow: UnitOfWork, *, clock: Clock, by: Actor, at: datetime) -> None:
    """End the 督办 of work whose time limit turned out to be another, so that it is not late.

    A warning is over. A red card is void and counts for nobody, but it stays readable.
    """
    cards = _open_cards(uow, clock.id)
    for card in cards:
        card.closed_at = at
    red = [card for card in cards if card.kind == "red"]
    if not red:
        return
    _close_what_followed(uow, clock.id, reason=MOVED, at=at)
    void(uow, red, clock=clock, reason=MOVED, by=by, at=at)


def holds_good(uow: UnitOfWork, clock: Clock) -> bool:
    """Say whether the cards of ``clock`` were given for the day on which it ends now."""
    cards = _open_cards(uow, clock.id)
    return bool(cards) and all(card.kind == "yellow" and card.due_on == clock.due_on for card in cards)


def _open_cards(uow: UnitOfWork, clock_id: int) -> list[Card]:
    query = select(Card).where(Card.clock_id == clock_id, Card.closed_at.is_(None), Card.voided_at.is_(None))
    return list(uow.session.scalars(query.order_by(Card.id)))


def _close_what_followed(uow: UnitOfWork, clock_id: int, *, reason: str, at: datetime) -> None:
    """Take the work off the list, and let what was instructed count as answered."""
    listed = select(Listing).where(Listing.clock_id == clock_id, Listing.closed_at.is_(None))
    for listing in uow.session.scalars(listed):
        listing.closed_at, listing.close_reason = at, reason
    given = select(Instruction).where(Instruction.clock_id == clock_id, Instruction.state != "closed")
    for instruction in uow.session.scalars(given):
        instruction.state, instruction.closed_at = "closed", at
        if instruction.answer is None:
            instruction.answer, instruction.answered_at = reason, at
