"""Red cards that are void, because the work turns out in time; and that count again where it does not."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select

from mediation.clocks.model import Clock
from mediation.kernel.actor import Actor
from mediation.kernel.text import N_
from mediation.kernel.unit_of_work import UnitOfWork
from mediation.oversight import rules
from mediation.oversight.events import CardsRestored, CardsVoided
from mediation.oversight.model import Card
from mediation.oversight.operations.cards import red_cards

RECOUNTED = N_("按调整后的工作日历没有逾期：{reason}")
_LONGEST = 200


def void_cards(uow: UnitOfWork, *, clock: Clock, reason: str, by: Actor, at: datetime) -> int:
    """Void the red cards of ``clock``: they count for nobody any more, and stay readable with why.

    :param reason: why the calendar changed, or the notice it follows
    :return: how many
    """
    cards = red_cards(uow, clock.id)
    if cards:
        void(uow, cards, clock=clock, reason=RECOUNTED.format(reason=reason)[:_LONGEST], by=by, at=at)
    return len(cards)


def restore_cards(uow: UnitOfWork, *, clock: Clock, by: Actor, at: datetime) -> int:
    """Let the void red cards of ``clock``, which is stopped and late again, count as before.

    One a task: the card given for the day on which the clock ends again, else the latest.

    :return: how many
    """
    known = {card.item_id for card in red_cards(uow, clock.id)}
    cards = [card for item_id, card in _void_cards(uow, clock).items() if item_id not in known]
    for card in cards:
        card.voided_at = card.void_reason = None
        card.closed_at = clock.ended_at
    if cards:
        uow.record(CardsRestored(**_told(clock, cards), by=by, at=at))
    return len(cards)


def _void_cards(uow: UnitOfWork, clock: Clock) -> dict[int | None, Card]:
    """Return the void red card of each task that fits the end of ``clock`` best."""
    query = select(Card).where(Card.clock_id == clock.id, Card.kind == "red", Card.voided_at.is_not(None))
    found = uow.session.scalars(query.order_by(Card.id)).all()
    return {card.item_id: card for card in sorted(found, key=lambda card: card.due_on == clock.due_on)}


def void(
    uow: UnitOfWork, cards: Sequence[Card], *, clock: Clock, reason: str, by: Actor, at: datetime
) -> None:
    """Void these red cards of ``clock``, and say so in the ledger."""
    for card in cards:
        card.voided_at, card.void_reason = at, reason
        card.closed_at = card.closed_at or at
    uow.record(CardsVoided(**_told(clock, cards), by=by, at=at))


def _told(clock: Clock, cards: Sequence[Card]) -> dict[str, Any]:
    return {
        "case_id": clock.case_id,
        "clock_id": clock.id,
        "title": clock.title,
        "holders": rules.listed([card.holder for card in cards]),
        "due_on": clock.due_on,
    }
