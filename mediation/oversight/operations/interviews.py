"""约谈 about late work."""

from datetime import date, datetime

from mediation.kernel.actor import Actor
from mediation.kernel.clock import day_of
from mediation.kernel.unit_of_work import UnitOfWork
from mediation.oversight import rules
from mediation.oversight.events import InterviewHeld
from mediation.oversight.model import Interview
from mediation.oversight.operations.cards import red_cards
from mediation.oversight.operations.clocks import late_clock


def interview(
    uow: UnitOfWork, *, clock_id: int, held_on: date | None, result: str, by: Actor, at: datetime
) -> Interview:
    """Record a 约谈.

    :raises DayMissing: or NotHeldYet, HeldBeforeLate: it was held on some day since the work became late
    :raises ResultMissing: it says nothing
    """
    clock = late_clock(uow, clock_id)
    cards = red_cards(uow, clock_id)
    since = [card.since for card in cards] or [clock.due_at or at]
    rules.check_interview(held_on=held_on, result=result, late_on=day_of(min(since)), today=day_of(at))
    assert held_on is not None
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
            holders=rules.listed([card.holder for card in cards]),
            result=held.result,
            by=by,
            at=at,
        )
    )
    return uow.add(held)
