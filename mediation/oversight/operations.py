"""Every write of 督办. What is given here is never taken back, only closed."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from mediation.clocks.model import Clock
from mediation.kernel.actor import SYSTEM, Actor
from mediation.kernel.clock import day_of
from mediation.kernel.text import N_
from mediation.kernel.unit_of_work import UnitOfWork
from mediation.oversight import rules
from mediation.oversight.events import (
    InstructionGiven,
    InterviewHeld,
    LatenessExplained,
    LateWorkListed,
    OversightClosed,
    RankUnreached,
    RedCardGiven,
    YellowCardGiven,
)
from mediation.oversight.model import Card, Instruction, Interview, Listing, UnreachedRank
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
    known = {card.item_id for card in _red(uow, clock.id)}
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
    clock = _clock(uow, clock_id)
    for card in _red(uow, clock_id):
        if card.explanation is None:
            card.explanation, card.explained_at, card.explained_by = text, at, by.person_id
    fact = LatenessExplained(
        case_id=clock.case_id, clock_id=clock.id, title=clock.title, explanation=text, by=by, at=at
    )
    uow.record(fact)


def instruct(
    uow: UnitOfWork,
    *,
    clock_id: int,
    owner: str,
    owner_id: int | None = None,
    finish_by: date | None,
    instruction: str,
    by: Actor,
    at: datetime,
) -> Instruction:
    """Give a 督办单.

    :param owner: who finishes the work, as it reads
    :raises InstructionMissing: owner, day or text is missing
    :raises FinishByPassed: the day has passed
    """
    rules.check_instruction(owner=owner, instruction=instruction, finish_by=finish_by, today=day_of(at))
    assert finish_by is not None
    clock = _clock(uow, clock_id)
    given = Instruction(
        case_id=clock.case_id,
        clock_id=clock.id,
        owner=owner,
        owner_id=owner_id,
        finish_by=finish_by,
        instruction=instruction,
        given_by=by.person_id,
        given_post=by.post,
        given_at=at,
    )
    uow.record(
        InstructionGiven(
            case_id=clock.case_id,
            clock_id=clock.id,
            title=clock.title,
            owner=owner,
            owner_id=owner_id,
            finish_by=finish_by,
            instruction=instruction,
            by=by,
            at=at,
        )
    )
    return uow.add(given)


def list_late(
    uow: UnitOfWork, *, clock_id: int, unit_id: int, unit_name: str, by: Actor, at: datetime
) -> Listing | None:
    """List late work at a supervising unit; None where it is listed there already."""
    clock = _clock(uow, clock_id)
    known = select(Listing.id).where(Listing.clock_id == clock_id, Listing.unit_id == unit_id)
    if uow.session.scalars(known).first() is not None:
        return None
    uow.record(
        LateWorkListed(
            case_id=clock.case_id,
            clock_id=clock.id,
            title=clock.title,
            unit=unit_name,
            unit_id=unit_id,
            by=by,
            at=at,
        )
    )
    return uow.add(
        Listing(
            case_id=clock.case_id,
            clock_id=clock.id,
            unit_id=unit_id,
            title=clock.title,
            due_on=clock.due_on,
            listed_at=at,
        )
    )


def interview(
    uow: UnitOfWork, *, clock_id: int, held_on: date | None, result: str, by: Actor, at: datetime
) -> Interview:
    """Record a 约谈.

    :raises NotHeldYet: it lies ahead
    :raises ResultMissing: it says nothing
    """
    rules.check_interview(held_on=held_on, result=result, today=day_of(at))
    assert held_on is not None
    clock = _clock(uow, clock_id)
    held = Interview(
        case_id=clock.case_id,
        clock_id=clock.id,
        held_on=held_on,
        result=result.strip(),
        by_id=by.person_id,
        by_post=by.post,
        at=at,
    )
    uow.record(
        InterviewHeld(
            case_id=clock.case_id,
            clock_id=clock.id,
            title=clock.title,
            held_on=held_on,
            holders=rules.listed([card.holder for card in _red(uow, clock_id)]),
            result=held.result,
            by=by,
            at=at,
        )
    )
    return uow.add(held)


def close(uow: UnitOfWork, *, clock_id: int, by: Actor, at: datetime) -> None:
    """End the 督办 of work that is done. Cards keep their holder and their explanation."""
    clock = _clock(uow, clock_id)
    cards = _red(uow, clock_id)
    for card in cards:
        card.closed_at = card.closed_at or at
    for listing in uow.session.scalars(select(Listing).where(Listing.clock_id == clock_id)):
        listing.closed_at = listing.closed_at or at
    for given in uow.session.scalars(select(Instruction).where(Instruction.clock_id == clock_id)):
        if given.answer is None:
            given.answer, given.answered_at = DONE, at
    holders = rules.listed([card.holder for card in cards])
    fact = OversightClosed(
        case_id=clock.case_id, clock_id=clock.id, title=clock.title, holders=holders, by=by, at=at
    )
    uow.record(fact)


def report_unreached(
    uow: UnitOfWork,
    *,
    clock: Clock,
    role: str,
    unit_id: int,
    post: str,
    taken_by: str = "",
    by: Actor = SYSTEM,
    at: datetime,
) -> None:
    """Say that a rank has nobody in post, once a clock and post."""
    known = select(UnreachedRank.id).where(
        UnreachedRank.clock_id == clock.id, UnreachedRank.role == role, UnreachedRank.unit_id == unit_id
    )
    if uow.session.scalars(known).first() is not None:
        return
    uow.add(
        UnreachedRank(
            case_id=clock.case_id,
            clock_id=clock.id,
            role=role,
            unit_id=unit_id,
            post=post,
            taken_by=taken_by,
            found_at=at,
        )
    )
    uow.record(
        RankUnreached(
            case_id=clock.case_id,
            clock_id=clock.id,
            title=clock.title,
            post=post,
            taken_by=taken_by,
            by=by,
            at=at,
        )
    )


def _tell_vacancy(uow: UnitOfWork, clock: Clock, holder: Holder, at: datetime) -> None:
    if holder.is_vacant:
        report_unreached(uow, clock=clock, role=holder.role, unit_id=holder.unit_id, post=holder.post, at=at)


def _clock(uow: UnitOfWork, clock_id: int) -> Clock:
    return uow.get(Clock, clock_id, what=N_("这个期限"))


def _red(uow: UnitOfWork, clock_id: int) -> Sequence[Card]:
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
