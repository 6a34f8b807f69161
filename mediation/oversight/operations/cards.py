"""Cards: who held the work when it became late or nearly so. Given once, only closed afterwards."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache

from sqlalchemy import Select, bindparam, literal_column, select

from mediation.clocks.model import Clock
from mediation.kernel.actor import Actor
from mediation.kernel.unit_of_work import UnitOfWork
from mediation.oversight import rules
from mediation.oversight.events import (
    LatenessExplained,
    LatenessUnexplained,
    RedCardGiven,
    YellowCardGiven,
)
from mediation.oversight.model import Card
from mediation.oversight.operations.clocks import given, late_clock
from mediation.oversight.operations.ranks import report_unreached
from mediation.oversight.rules import Holder


def give_yellow_cards(
    uow: UnitOfWork, *, clock: Clock, holders: Sequence[Holder], about: str = "", by: Actor, at: datetime
) -> None:
    """Warn whoever holds work that will soon be late.

    :param about: title of the late limit, where the work is a step of its 督办
    """
    for holder in holders:
        uow.add(_card("yellow", clock, holder, since=at, at=at))
        uow.record(YellowCardGiven(**given(clock, holder), about=about, by=by, at=at))
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
        uow.record(RedCardGiven(**given(clock, holder), by=by, at=at))
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


def unexplained(uow: UnitOfWork, clock_id: int) -> Sequence[Card]:
    """Return the red cards of a clock for which nobody gave a reason."""
    return [card for card in red_cards(uow, clock_id) if card.explanation is None]


def note_unexplained(
    uow: UnitOfWork, *, clock: Clock, cards: Sequence[Card], told: Holder, by: Actor, at: datetime
) -> None:
    """Note that the days for a reason ran out without one, and whom that is reported to."""
    for card in cards:
        card.unexplained_at = card.unexplained_at or at
    late = rules.listed([card.holder for card in cards])
    uow.record(LatenessUnexplained(**given(clock, told), late=late, by=by, at=at))


def _tell_vacancy(uow: UnitOfWork, clock: Clock, holder: Holder, at: datetime) -> None:
    if holder.is_vacant:
        report_unreached(uow, clock=clock, role=holder.role, unit_id=holder.unit_id, post=holder.post, at=at)


def red_cards(uow: UnitOfWork, clock_id: int) -> Sequence[Card]:
    """Return the red cards of a clock that count, oldest first."""
    return uow.session.scalars(_red_query(), {"clock_id": clock_id}).all()


@cache
def _red_query() -> Select[tuple[Card]]:
    that_count = (Card.kind == literal_column("'red'"), Card.voided_at.is_(None))
    return select(Card).where(Card.clock_id == bindparam("clock_id"), *that_count).order_by(Card.id)


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
