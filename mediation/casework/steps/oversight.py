"""Steps of 督办: the red card, what was late and why, and the ranks that take it up."""

from mediation.casework import answers as read
from mediation.casework.act import Act, Step
from mediation.casework.dossier import said
from mediation.casework.late_work import late_holders
from mediation.clocks.model import Clock
from mediation.kernel.clock import day_of
from mediation.oversight import operations as oversight
from mediation.people.queries import holders_for, person
from mediation.people.rules import Routed, post_title
from mediation.units.queries import unit as unit_view

RANKS = ("town_leader", "county_supervisor")


def red_card(act: Act) -> None:
    """The work became late: put on record whose it was, and which ranks cannot be reached."""
    clock = _clock(act)
    holders = late_holders(act.uow, clock, act.case, day_of(act.at))
    oversight.give_red_cards(act.uow, clock=clock, holders=holders, by=act.by, at=act.at)
    for role, routed in _routed(act, *ranks(act)).items():
        _report_if_vacant(act, clock, role, routed)


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
    """The work is listed at the unit of the highest rank."""
    clock, role = _clock(act), ranks(act)[-1]
    routed = _routed(act, role)[role]
    unit = unit_view(act.uow.session, routed.diverted_from_id or routed.unit_id)
    oversight.list_late(
        act.uow, clock_id=clock.id, unit_id=unit.id, unit_name=unit.full_name, by=act.by, at=act.at
    )
    _report_if_vacant(act, clock, role, routed)


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


def ranks(act: Act) -> tuple[str, ...]:
    """Return the roles that take lateness up, the lowest first, as the locality names them."""
    return tuple(act.uow.locality.settings.get("oversight_ranks", RANKS))


def _clock(act: Act) -> Clock:
    assert act.instance.subject_id is not None, "督办 is started for a late clock"
    return act.uow.get(Clock, act.instance.subject_id)


def _owner(act: Act) -> tuple[str, int | None]:
    """Return who finishes the work: a person chosen from a list, or a name as written."""
    given = read.text(act.answers, "owner")
    if not given.isdecimal():
        return given, None
    return person(act.uow.session, int(given)).name, int(given)


def _routed(act: Act, *roles: str) -> dict[str, Routed]:
    return holders_for(act.uow.session, act.uow.locality, roles, act.case.unit_id, day_of(act.at))


def _report_if_vacant(act: Act, clock: Clock, role: str, routed: Routed) -> None:
    if routed.diverted_from_role is None and not routed.is_vacant:
        return
    unit_id = routed.diverted_from_id or routed.unit_id
    oversight.report_unreached(
        act.uow,
        clock=clock,
        role=role,
        unit_id=unit_id,
        post=_post(act, role, unit_id),
        taken_by="" if routed.is_vacant else _post(act, routed.role, routed.unit_id),
        at=act.at,
    )


def _post(act: Act, role: str, unit_id: int) -> str:
    unit = unit_view(act.uow.session, unit_id)
    return post_title(unit.full_name, act.uow.locality.role(role).title)


STEPS: dict[str, Step] = {
    "oversight.red_card": red_card,
    "oversight.explain": explain,
    "oversight.instruct": instruct,
    "oversight.list": list_at_county,
    "oversight.interview": interview,
    "oversight.close": close,
}
