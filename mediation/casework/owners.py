"""Who may be made to answer for a dispute: those at work on its way, and whoever was late with it.

One way for the board's forms and for the tasks of 督办 (county default): a post that acts on cases, at a
unit the dispute is held by or lies in, or above it as far as whoever orders reaches; never who must keep
away. Departments of the town are at the town's unit.
"""

from collections.abc import Collection, Iterable
from datetime import date
from functools import cache

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session

from mediation.cases.model import Case
from mediation.cases.queries.visibility import GUARDIANS
from mediation.casework import bars
from mediation.casework.model import ProcessInstance, WorkItem
from mediation.kernel.locality import Locality
from mediation.oversight.model import Card
from mediation.people.identity import Identity
from mediation.people.queries import PersonView, people_at
from mediation.units.queries import UnitView, lineage
from mediation.units.queries import unit as unit_view

ACTS, SUPERVISES, OVERSIGHT = "act_on_case", "supervise", "oversight"


def owners_for_task(
    session: Session,
    locality: Locality,
    *,
    case_id: int,
    item_id: int,
    unit_id: int,
    on: date,
    by: Identity,
) -> tuple[PersonView, ...]:
    """Return who may be named in a task that orders: whoever was late first, then from the dispute's unit up.

    What lies below the unit that holds the dispute comes last. Nobody names themselves where there is
    anybody else.

    :param unit_id: unit of whoever orders: nobody above it is named
    """
    case, top = session.get_one(Case, case_id), unit_view(session, unit_id).path
    late = session.execute(_late_query(), {"item_id": item_id}).tuples().all()
    way = [*line_of(session, case.held_by_id, (top,)), *line_of(session, case.unit_id, (top,))]
    units = dict.fromkeys([*(unit.id for unit in way), *(each for each, _ in late)])
    people = at_work(session, locality, units, on)
    free = free_for(session, case, people)
    was_late = {person_id for _, person_id in late}
    found: dict[int, PersonView] = {}
    for each in sorted(people, key=lambda each: each.id not in was_late):
        if each.id in free:
            found.setdefault(each.id, each)
    return tuple(each for each in found.values() if each.id not in by.person_ids) or tuple(found.values())


@cache
def _late_query() -> Select[tuple[int, int | None]]:
    """Unit and person of each red card that a task of 督办 is about."""
    return (
        select(Card.unit_id, Card.person_id)
        .join(ProcessInstance, ProcessInstance.subject_id == Card.clock_id)
        .join(WorkItem, WorkItem.instance_id == ProcessInstance.id)
        .where(WorkItem.id == bindparam("item_id"), WorkItem.process == OVERSIGHT)
        .where(Card.kind == "red", Card.voided_at.is_(None))
        .order_by(Card.id)
    )


def line_of(session: Session, unit_id: int, tops: Collection[str]) -> list[UnitView]:
    """Return a unit and those above it as far as one of ``tops``, the unit itself first."""
    line = reversed(lineage(session, unit_id))
    return [unit for unit in line if any(unit.path.startswith(top) for top in tops)]


def at_work(session: Session, locality: Locality, unit_ids: Iterable[int], on: date) -> list[PersonView]:
    """Return who is in a post that acts on cases at these very units."""
    found = [each for unit_id in unit_ids for each in people_at(session, unit_id, on, locality=locality)]
    return [each for each in found if may_own(locality, each)]


def may_own(locality: Locality, who: PersonView) -> bool:
    """Say whether they act on cases in their post: no auditor, designer or administrator does."""
    return ACTS in locality.role(who.role).permissions


def is_over(locality: Locality, role: str, unit_id: int | None, by: Identity) -> bool:
    """Say whether a post at a unit is set over whoever orders: nobody instructs their own head.

    County default: of two posts that supervise one unit, the one that leads its level answers to the other,
    unless the other's work falls to the lead when vacant. So the head of a town is over the director of its
    centre, and the county's supervisor not over the director there. Who supervises from above is over both.
    """
    theirs, tops = locality.role(role), by.paths_with(SUPERVISES)
    highest = [post for post in by.posts if SUPERVISES in post.permissions and post.unit_path in tops]
    here = [post for post in highest if post.unit_id == unit_id]
    return (
        bool(here)
        and SUPERVISES in theirs.permissions
        and all(post.is_lead and role != post.role != theirs.stands_in for post in here)
    )


def free_for(session: Session, case: Case, people: Iterable[PersonView]) -> frozenset[int]:
    """Return who of ``people`` need not keep away; of violence only those who protect."""
    violent = bool(case.traits.get("violence"))
    ids = {each.id for each in people if not violent or each.role in GUARDIANS}
    return frozenset(ids - set(bars.of_case(session, case.id, ids))) if ids else frozenset()
