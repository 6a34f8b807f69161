"""The ranks 督办 reports to: who they are in a case, and what is done where one cannot be reached."""

from collections.abc import Collection
from datetime import date

from mediation.casework.act import Act
from mediation.casework.routing import rank_above
from mediation.clocks.model import Clock
from mediation.kernel.clock import day_of
from mediation.kernel.locality import Role
from mediation.oversight import operations as oversight
from mediation.oversight.rules import NO_CHANNEL, VACANT, Holder
from mediation.people.queries import holders_for, people_named
from mediation.people.rules import Routed, candidates, post_title
from mediation.units.queries import unit as unit_view

RANK, LEAD = "rank", "lead"
# Diagrams of before named no rank: only the list at the county needed one.
OF_BEFORE = "county_supervisor"


def call(act: Act, clock: Clock, *, other_than: Collection[tuple[str, int]] = ()) -> Holder:
    """Return who takes the part of the rank that the diagram names for this step.

    Where its post is vacant, that is whoever stands in. Where nobody in it can be reached outside the
    house, it stays theirs. Either is reported to the next rank and kept, never passed over in silence.

    :param other_than: posts (role, unit) it cannot be: whoever was late is not told of it as a rank
    """
    role, start = _asked(act)
    routes = holders_for(
        act.uow.session, act.uow.locality, candidates(act.uow.locality, role), start, _on(act)
    )
    above = [each for key, each in routes.items() if key != role and each.role == key and each.person_ids]
    routed = routes[role]
    if (routed.role, routed.unit_id) in other_than and above:
        return _holder(act, above[0])
    taken = _holder(act, routed)
    if routed.diverted_from_role is not None or routed.is_vacant:
        unit_id = routed.diverted_from_id or routed.unit_id
        _report(act, clock, role, unit_id, None if routed.is_vacant else taken, VACANT)
    elif not _is_lead(act) and not oversight.is_reached(act.uow.session, routed.person_ids, _on(act)):
        next_rank = _holder(act, above[0]) if above else None
        _report(act, clock, role, routed.unit_id, next_rank, NO_CHANNEL)
    return taken


def unit_of(act: Act) -> int:
    """Return the unit of the rank that the diagram names for this step, staffed or not."""
    role, start = _asked(act)
    routed = holders_for(act.uow.session, act.uow.locality, (role,), start, _on(act))[role]
    return routed.diverted_from_id or routed.unit_id


def _asked(act: Act) -> tuple[str, int]:
    """Return the role of the rank and the unit from which it is looked for.

    A rank named by its role is never one below whoever was late.
    """
    if _is_lead(act):
        return act.uow.locality.level(act.case.level).lead or "", act.case.held_by_id
    return rank_above(act.uow, _rank(act), act.case, act.instance).key, act.case.unit_id


def _rank(act: Act) -> Role:
    return act.uow.locality.role(act.element.properties.get(RANK, OF_BEFORE))


def _is_lead(act: Act) -> bool:
    """Say whether it is whoever answers for the level: told in the house, as for all their work."""
    return _rank(act).resolves == LEAD


def _report(act: Act, clock: Clock, role: str, unit_id: int, taken: Holder | None, reason: str) -> None:
    oversight.report_unreached(
        act.uow,
        clock=clock,
        role=role,
        unit_id=unit_id,
        post=_post(act, role, unit_id),
        taken_by=taken,
        reason=reason,
        at=act.at,
    )


def _holder(act: Act, routed: Routed) -> Holder:
    named = people_named(act.uow.session, routed.person_ids) if routed.person_ids else {}
    return Holder(
        item_id=None,
        label="",
        role=routed.role,
        unit_id=routed.unit_id,
        person_id=routed.person_ids[0] if len(routed.person_ids) == 1 else None,
        post=_post(act, routed.role, routed.unit_id),
        names=tuple(named[each] for each in routed.person_ids),
    )


def _post(act: Act, role: str, unit_id: int) -> str:
    unit = unit_view(act.uow.session, unit_id)
    return post_title(unit.full_name, act.uow.locality.role(role).title)


def _on(act: Act) -> date:
    return day_of(act.at)
