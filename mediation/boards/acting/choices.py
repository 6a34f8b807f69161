"""Whom and where the forms of acting offer: who fits at least one of the disputes; the order checks each."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from mediation.cases.model import Case
from mediation.casework.model import WorkItem
from mediation.casework.owners import at_work, free_for, is_over, line_of, may_own
from mediation.inbox.hands import PERSONAL
from mediation.inbox.receivers import Receiver, marked
from mediation.kernel.locality import Locality
from mediation.people.choices import people_below
from mediation.people.identity import Identity
from mediation.people.queries import PersonView, people_with_role
from mediation.units import queries as units
from mediation.units.queries import UnitView

OFFERED = 60
UNITS_LOOKED_AT = 12
_Post = tuple[str, int]


@dataclass(frozen=True)
class Owner:
    """Somebody who may be named to answer.

    :ivar fits: for how many of the disputes
    """

    who: Receiver
    unit_id: int
    unit: str
    fits: int


def owners_for(
    session: Session, locality: Locality, case_ids: Collection[int], on: date, *, by: Identity
) -> tuple[Owner, ...]:
    """Return who may answer for any of the disputes: at the units that hold them, then above, then below.

    Below is looked only where one unit holds them all: nobody below another one has to do with them all.
    """
    cases = session.scalars(select(Case).where(Case.id.in_(set(case_ids))).order_by(Case.id)).all()
    held = defaultdict(list)
    for case in cases:
        held[case.held_by_id].append(case)
    found: dict[int, PersonView] = {}
    fits: dict[int, set[int]] = defaultdict(set)
    for unit_id in list(held)[:UNITS_LOOKED_AT]:
        near = [
            each
            for each in _near(session, locality, unit_id, on, by, below=len(held) == 1)
            if each.id not in by.person_ids
        ]
        for each in near:
            found.setdefault(each.id, each)
        for case in held[unit_id]:
            for person_id in free_for(session, case, near):
                fits[person_id].add(case.id)
    offered = [each for each in found.values() if fits[each.id]][:OFFERED]
    return _by_unit(session, offered, {each.id: len(fits[each.id]) for each in offered})


@dataclass(frozen=True)
class Desk:
    """A post that has tasks of a dispute to hand over.

    :ivar unit: full name of its unit
    :ivar others: who else is in that post, and may have to do with the dispute
    """

    role: str
    unit: str
    others: tuple[Receiver, ...]


def desks_by_case(
    session: Session, locality: Locality, case_ids: Collection[int], on: date, *, by: Identity
) -> Mapping[int, tuple[Desk, ...]]:
    """Return for each dispute the posts that have a task to hand over in it; () where none has.

    Who is away before the last of the tasks is due, or within days, is marked so.
    """
    rows = session.execute(
        select(WorkItem.case_id, WorkItem.role, WorkItem.unit_id, WorkItem.person_id, WorkItem.due_on)
        .where(WorkItem.case_id.in_(set(case_ids)), WorkItem.state == "open", WorkItem.parent_id.is_(None))
        .where(WorkItem.step.not_in(PERSONAL), WorkItem.delegated_by_id.is_(None))
        .order_by(WorkItem.id)
    ).tuples()
    in_post: dict[_Post, Sequence[PersonView]] = {}
    found: dict[int, dict[_Post, dict[int, PersonView]]] = {case_id: {} for case_id in case_ids}
    until = on
    for case_id, role, unit_id, holder, due_on in rows:
        post = role, unit_id
        if post not in in_post:
            in_post[post] = people_with_role(session, role, unit_id, on, locality=locality)
        others = found[case_id].setdefault(post, {})
        others |= {each.id: each for each in in_post[post] if each.id not in {holder, *by.person_ids}}
        until = max(until, due_on or on)
    everybody = {each.id: _receiver(each) for people in in_post.values() for each in people}
    receivers = {each.id: each for each in marked(session, list(everybody.values()), on, until)}
    return {case_id: tuple(_desks(session, case_id, posts, receivers)) for case_id, posts in found.items()}


def _desks(
    session: Session,
    case_id: int,
    posts: Mapping[_Post, Mapping[int, PersonView]],
    receivers: Mapping[int, Receiver],
) -> Iterator[Desk]:
    others = {each.id: each for people in posts.values() for each in people.values()}
    free = free_for(session, session.get_one(Case, case_id), others.values()) if others else frozenset()
    for (role, unit_id), people in posts.items():
        fitting = tuple(receivers[each] for each in people if each in free)
        yield Desk(role, units.unit(session, unit_id).full_name, fitting)


def units_to_list_at(session: Session, identity: Identity) -> tuple[UnitView, ...]:
    """Return the units at which one lists: those of one's supervising posts, the highest first."""
    posts = [post for post in identity.posts if "supervise" in post.permissions]
    ids = dict.fromkeys(post.unit_id for post in sorted(posts, key=lambda post: len(post.unit_path)))
    return tuple(units.unit(session, unit_id) for unit_id in ids)


def _near(
    session: Session, locality: Locality, unit_id: int, on: date, by: Identity, *, below: bool
) -> list[PersonView]:
    """Return those at the unit, then above it as far as one supervises, then one level below it."""
    line = line_of(session, unit_id, by.paths_with("supervise"))
    if not line:
        return []
    found = at_work(session, locality, [unit.id for unit in line], on)
    rank = locality.level(line[0].level).rank
    levels = [level.key for level in locality.levels.values() if level.rank == rank - 1]
    if below and levels:
        found += people_below(session, line[0].path, on, locality=locality, levels=levels, size=OFFERED)
    return [
        each
        for each in found
        if may_own(locality, each) and not is_over(locality, each.role, each.unit_id, by)
    ]


def _by_unit(session: Session, people: Sequence[PersonView], fits: Mapping[int, int]) -> tuple[Owner, ...]:
    """Return them unit by unit, the units in the order in which they first come."""
    named = {each: units.unit(session, each) for each in {one.unit_id for one in people} if each is not None}
    order = list(dict.fromkeys(each.unit_id for each in people))
    return tuple(
        Owner(_receiver(each), unit.id, unit.full_name or unit.name, fits[each.id])
        for each in sorted(people, key=lambda each: order.index(each.unit_id))
        if each.unit_id is not None and (unit := named[each.unit_id])
    )


def _receiver(who: PersonView) -> Receiver:
    return Receiver(who.id, who.name, who.post)
