"""Steps of 督办: the cards, why it was late, and the ranks that take it up."""

from mediation.casework import answers as read
from mediation.casework import ranks
from mediation.casework.act import Act, Step
from mediation.casework.dossier import said
from mediation.casework.late_work import late_holders
from mediation.clocks.model import Clock
from mediation.kernel.clock import day_of
from mediation.oversight import operations as oversight
from mediation.oversight.rules import Holder
from mediation.people.queries import person
from mediation.units.queries import unit as unit_view


def yellow_card(act: Act) -> None:
    """The work will soon be late: warn whoever holds it."""
    oversight.give_yellow_cards(act.uow, clock=_clock(act), holders=_holders(act), by=act.by, at=act.at)


def warn_of_risk(act: Act) -> None:
    """The case is red: the rank the diagram names hears of it before the day."""
    clock = _clock(act)
    oversight.warn_of_risk(act.uow, clock=clock, told=ranks.call(act, clock), by=act.by, at=act.at)


def warn_of_limit(act: Act) -> None:
    """Statute or rule sets the limit: the rank the diagram names hears of it before the day."""
    clock = _clock(act)
    oversight.warn_of_limit(act.uow, clock=clock, told=ranks.call(act, clock), by=act.by, at=act.at)


def red_card(act: Act) -> None:
    """The work became late: put on record whose it was."""
    oversight.give_red_cards(act.uow, clock=_clock(act), holders=_holders(act), by=act.by, at=act.at)


def call_rank(act: Act) -> None:
    """The next rank has to act: where it cannot be reached, that is said, and who is told instead."""
    ranks.call(act, _clock(act))


def unexplained(act: Act) -> None:
    """The days for a reason ran out without one: the rank the diagram names hears of it, or the next."""
    clock = _clock(act)
    cards = oversight.unexplained(act.uow, clock.id)
    if cards:
        told = ranks.call(act, clock, other_than={(card.role, card.unit_id) for card in cards})
        oversight.note_unexplained(act.uow, clock=clock, cards=cards, told=told, by=act.by, at=act.at)


def explain(act: Act) -> None:
    """Whoever was late says why."""
    oversight.explain(
        act.uow, clock_id=_clock(act).id, explanation=said(act, "explanation"), by=act.by, at=act.at
    )


def instruct(act: Act) -> None:
    """The town's leader gives a 督办单."""
    owner, owner_id = _owner(act)
    oversight.instruct(
        act.uow,
        case_id=act.case.id,
        clock_id=_clock(act).id,
        owner=owner,
        owner_id=owner_id,
        finish_by=read.day(act.answers, "finish_by"),
        instruction=said(act, "instruction"),
        by=act.by,
        at=act.at,
    )


def list_at_county(act: Act) -> None:
    """The work is listed at the unit of the rank the diagram names."""
    clock = _clock(act)
    unit = unit_view(act.uow.session, ranks.unit_of(act))
    oversight.list_late(
        act.uow, clock_id=clock.id, unit_id=unit.id, unit_name=unit.full_name, by=act.by, at=act.at
    )
    ranks.call(act, clock)


def interview(act: Act) -> None:
    """The county's supervisor has talked to whoever was late."""
    oversight.interview(
        act.uow,
        clock_id=_clock(act).id,
        held_on=read.day(act.answers, "held_on"),
        result=said(act, "result"),
        by=act.by,
        at=act.at,
    )


def close(act: Act) -> None:
    """The late work is done."""
    oversight.close(act.uow, clock_id=_clock(act).id, by=act.by, at=act.at)


def call_off(act: Act) -> None:
    """The limit ends on another day than the cards say."""
    oversight.call_off(act.uow, clock=_clock(act), by=act.by, at=act.at)


def name_owner(act: Act) -> None:
    """The level above names one owner of a dispute that was sent back and forth, with a day (DOMAIN 4)."""
    owner, owner_id = _owner(act)
    oversight.instruct(
        act.uow,
        case_id=act.case.id,
        origin="returns",
        owner=owner,
        owner_id=owner_id,
        finish_by=read.day(act.answers, "finish_by"),
        instruction=said(act, "instruction"),
        by=act.by,
        at=act.at,
    )


def _clock(act: Act) -> Clock:
    assert act.instance.subject_id is not None, "督办 is started for a late clock"
    return act.uow.get(Clock, act.instance.subject_id)


def _owner(act: Act) -> tuple[str, int | None]:
    """Return who finishes the work: a person chosen from a list, or a name as written."""
    given = read.text(act.answers, "owner")
    if not given.isdecimal():
        return given, None
    return person(act.uow.session, int(given)).name, int(given)


def _holders(act: Act) -> list[Holder]:
    return late_holders(act.uow, _clock(act), act.case, day_of(act.at))


STEPS: dict[str, Step] = {
    "oversight.yellow_card": yellow_card,
    "oversight.warn_of_risk": warn_of_risk,
    "oversight.warn_of_limit": warn_of_limit,
    "oversight.red_card": red_card,
    "oversight.call_rank": call_rank,
    "oversight.explain": explain,
    "oversight.unexplained": unexplained,
    "oversight.instruct": instruct,
    "oversight.list": list_at_county,
    "oversight.interview": interview,
    "oversight.call_off": call_off,
    "oversight.close": close,
    "oversight.name_owner": name_owner,
}
