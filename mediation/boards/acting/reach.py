"""Whose disputes a supervisor acts on, and who may be made to answer for one."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy.orm import Session

from mediation.boards.acting.orders import ABOVE, HANDLER
from mediation.cases.model import Case
from mediation.cases.queries.visibility import may_see
from mediation.casework import bars
from mediation.casework.owners import is_over
from mediation.inbox.operations import desk
from mediation.kernel.actor import Actor
from mediation.kernel.clock import day_of
from mediation.kernel.errors import NotFound, Refused
from mediation.kernel.locality import Locality
from mediation.kernel.text import N_
from mediation.kernel.unit_of_work import UnitOfWork
from mediation.oversight import refusals
from mediation.people.identity import Identity, PostView
from mediation.people.queries import people_with_role
from mediation.units.queries import UnitView, lineage
from mediation.units.queries import unit as unit_view


def check_any(session: Session, case_ids: Collection[int], by: Identity) -> None:
    """Let somebody begin who supervises at least one of the disputes; each is checked again when it is done.

    :raises Refused: as :func:`reached`, for the first of them
    """
    first: Refused | None = None
    for case_id in case_ids:
        try:
            case = session.get(Case, case_id)
            if case is None:
                raise NotFound(what=N_("这个案件"))
            _post(session, case, by)
        except Refused as refusal:
            first = first or refusal
        else:
            return
    if first is not None:
        raise first


def reached(uow: UnitOfWork, case_id: int, by: Identity) -> tuple[Case, Actor]:
    """Return a dispute that ``by`` supervises, and as whom: in the nearest post above it.

    :raises NotFound: it may not be known of
    :raises RecusedFromIt: or PartyToIt
    :raises OutOfReach: it is held outside the units they supervise
    :raises CaseClosed: its file is closed for good
    """
    case = uow.get(Case, case_id, what=N_("这个案件"))
    return case, by.actor(_post(uow.session, case, by))


def _post(session: Session, case: Case, by: Identity) -> PostView:
    bars.check_person(session, case.id, by.person_id)
    if not may_see(session, by, case):
        raise NotFound(what=N_("这个案件"))
    post = post_over(by, unit_view(session, case.held_by_id).path)
    if post is None:
        raise refusals.OutOfReach()
    if case.archived_at is not None:
        raise refusals.CaseClosed()
    return post


def post_over(identity: Identity, path: str) -> PostView | None:
    """Return the nearest post in which ``identity`` supervises the unit at ``path``, one's own first."""
    above = [
        post for post in identity.posts if "supervise" in post.permissions and path.startswith(post.unit_path)
    ]
    return min(above, key=lambda post: (post.standing_in_for is not None, -len(post.unit_path)), default=None)


def owner_of(
    uow: UnitOfWork, case: Case, owner: str | int, *, by: Identity, at: datetime
) -> tuple[Identity, PostView]:
    """Return who is to answer for a dispute, and in which post.

    :param owner: HANDLER, LEAD, ABOVE or a person's id
    :raises NobodyInCharge: the post is vacant
    :raises OwnOrder: it is whoever gives it
    :raises NotInService: or ReceiverRecused, ReceiverIsParty, ClosedToThem
    :raises OwnerElsewhere: no post of theirs has to do with the unit that holds it
    :raises OwnerAbove: they are set over whoever gives it
    """
    unit = unit_view(uow.session, case.held_by_id)
    person_id = owner if isinstance(owner, int) else _in_charge(uow, case, unit, owner, at)
    if person_id in by.person_ids:
        raise refusals.OwnOrder()
    who = desk.receiver_of(uow, person_id, at)
    desk.check_free(uow, case, person_id)
    desk.check_may_know(case, who)
    return who, _post_in_line(uow.locality, who, unit, by)


def _in_charge(uow: UnitOfWork, case: Case, unit: UnitView, owner: str, at: datetime) -> int:
    """Return who handles it: the appointed, the only one in the post, else whoever leads the level."""
    if owner == ABOVE:
        return _lead_above(uow, unit, at)
    level = uow.locality.level(case.level)
    roles = [level.lead]
    if owner == HANDLER:
        if case.handler_id is not None:
            return case.handler_id
        roles = [level.handler, level.lead]
    for role in roles:
        if role is None:
            continue
        found = people_with_role(uow.session, role, unit.id, day_of(at), locality=uow.locality)
        if len(found) == 1 or (found and role == level.lead):
            return found[0].id
    raise refusals.NobodyInCharge(unit=unit.full_name)


def _lead_above(uow: UnitOfWork, unit: UnitView, at: datetime) -> int:
    """Return who leads the nearest village, town or county above; a branch handles its grids' work itself."""
    for each in reversed(lineage(uow.session, unit.id)[:-1]):
        level = uow.locality.level(each.level)
        if level.lead is None or level.lead == level.handler:
            continue
        found = people_with_role(uow.session, level.lead, each.id, day_of(at), locality=uow.locality)
        if found:
            return found[0].id
    raise refusals.NobodyInCharge(unit=unit.full_name)


def _post_in_line(locality: Locality, who: Identity, unit: UnitView, by: Identity) -> PostView:
    """Return their own post at the unit, below it, or above it and below whoever orders."""
    tops = by.paths_with("supervise")
    found = []
    for post in who.posts:
        path = post.unit_path
        in_line = path.startswith(unit.path) or unit.path.startswith(path)
        in_reach = any(path.startswith(top) for top in tops)
        if in_line and in_reach and post.standing_in_for is None and "act_on_case" in post.permissions:
            found.append(post)
    if not found:
        raise refusals.OwnerElsewhere(name=who.name, unit=unit.full_name)
    if any(is_over(locality, post.role, post.unit_id, by) for post in found):
        raise refusals.OwnerAbove(name=who.name)
    return found[0]
