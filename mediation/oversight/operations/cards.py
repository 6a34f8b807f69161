"""Cards: who held the work when it became late or nearly so. Given once, only closed afterwards."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select

from mediation.clocks.model import Clock
from mediation.kernel.actor import Actor
from mediation.kernel.text import N_
from mediation.kernel.unit_of_work import UnitOfWork
from mediation.oversight import rules
from mediation.oversight.events import LatenessExplained, OversightClosed, RedCardGiven, YellowCardGiven
from mediation.oversight.model import Card, Instruction, Listing
from mediation.oversight.operations.clocks import late_clock
from mediation.oversight.operations.ranks import report_unreached
from mediation.oversight.rules import Holder

DONE = N_("已办结")


def give_yellow_cards(
    uow: UnitOfWork, *, clock: Clock, holders: Sequence[Holder], by: Actor, at: datetime
) -> None:
    """Warn whoever holds work that will soon be late."""
    for holder in holders:
        uow.add(_card("yellow", clock, holder, since=at, at=at))
        uow.record(YellowCardGiven(**_given(clock, holder), by=by, at=at))
        _tell_vacancy(uow, clock, holder, at)


def give_red_cards(
    uow: UnitOfWork, *, clock: Clock, holders: Sequence[Holder], by: Actor, at: datetime
) -> None:
    """Put on record who held the work when it became late. Given once, never moved to another."""
    known = {card.item_id for card in red_cards(uow, clock.id)}
    for holder in holders:
        if holder.item_id in known:
            continue
        uow.add(_card("red", clock, holder, since=clock.due_at or at, at=at))
        uow.record(RedCardGiven(**_given(clock, holder), by=by, at=at))
        _tell_vacancy(uow, clock, holder, at)


def explain(uow: UnitOfWork, *, clock_id: int, explanation: str, by: Actor, at: datetime) -> None:
    """Keep why the work was late with the red cards that have no explanation yet.

    :raises ExplanationMissing: it is blank
    """
    text = rules.check_explanation(explanation)
    clock = late_clock(uow, clock_id)
    for card in red_cards(uow, clock_id):
        if card.explanation is None:
            card.explanation, card.explained_at, card.explained_by = text, at, by.person_id
    fact = LatenessExplained(
        case_id=clock.case_id, clock_id=clock.id, title=clock.title, explanation=text, by=by, at=at
    )
    uow.record(fact)


def close(uow: UnitOfWork, *, clock_id: int, by: Actor, at: datetime) -> None:
    """End the 督办 of work that is done. Cards keep their holder and their explanation."""
    clock = late_clock(uow, clock_id)
    cards = red_cards(uow, clock_id)
    for card in cards:
        card.closed_at = card.closed_at or at
    for listing in uow.session.scalars(select(Listing).where(Listing.clock_id == clock_id)):
        if listing.closed_at is None:
            listing.closed_at, listing.close_reason = at, DONE
    for given in uow.session.scalars(select(Instruction).where(Instruction.clock_id == clock_id)):
        if given.state != "closed":
            given.state, given.closed_at = "closed", at
            if given.answer is None:
                given.answer, given.answered_at = DONE, at
    holders = rules.listed([card.holder for card in cards])
    fact = OversightClosed(
        case_id=clock.case_id, clock_id=clock.id, title=clock.title, holders=holders, by=by, at=at
    )
    uow.record(fact)


def _tell_vacancy(uow: UnitOfWork, clock: Clock, holder: Holder, at: datetime) -> None:
    if holder.is_vacant:
        report_unreached(uow, clock=clock, role=holder.role, unit_id=holder.unit_id, post=holder.post, at=at)


def red_cards(uow: UnitOfWork, clock_id: int) -> Sequence[Card]:
    """Return the red cards of a clock, oldest first."""
    query = select(Card).where(Card.clock_id == clock_id, Card.kind == "red").order_by(Card.id)
    return uow.session.scalars(query).all()


def _card(kind: str, clock: Clock, holder: Holder, *, since: datetime, at: datetime) -> Card:
    return Card(
        kind=kind,
        case_id=clock.case_id,
        clock_id=clock.id,
        item_id=holder.item_id,
        title=clock.title,
        label=holder.label,
        role=holder.role,
        unit_id=holder.unit_id,
        person_id=holder.person_id,
        holder=holder.words,
        due_on=clock.due_on,
        since=since,
        given_at=at,
    )


def _given(clock: Clock, holder: Holder) -> dict[str, Any]:
    return {
        "case_id": clock.case_id,
        "clock_id": clock.id,
        "title": clock.title,
        "holder": holder.words,
        "role": holder.role,
        "unit_id": holder.unit_id,
        "person_id": holder.person_id,
        "due_on": clock.due_on,
    }
