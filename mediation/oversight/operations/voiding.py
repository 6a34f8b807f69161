"""Red cards that are void, because it turns out that the work was not late."""

from collections.abc import Sequence
from datetime import datetime

from mediation.clocks.model import Clock
from mediation.kernel.actor import Actor
from mediation.kernel.text import N_
from mediation.kernel.unit_of_work import UnitOfWork
from mediation.oversight import rules
from mediation.oversight.events import CardsVoided
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


def void(
    uow: UnitOfWork, cards: Sequence[Card], *, clock: Clock, reason: str, by: Actor, at: datetime
) -> None:
    """Void these red cards of ``clock``, and say so in the ledger."""
    for card in cards:
        card.voided_at, card.void_reason = at, reason
        card.closed_at = card.closed_at or at
    uow.record(
        CardsVoided(
            case_id=clock.case_id,
            clock_id=clock.id,
            title=clock.title,
            holders=rules.listed([card.holder for card in cards]),
            due_on=clock.due_on,
            by=by,
            at=at,
        )
    )
