"""Whom and where the forms of acting offer; what fits which dispute is checked one by one."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from mediation.cases.model import Case
from mediation.casework import bars
from mediation.casework.model import WorkItem
from mediation.inbox.receivers import Receiver, holders_of
from mediation.kernel.locality import Locality
from mediation.people.choices import people_below
from mediation.people.identity import Identity
from mediation.people.queries import PersonView, people_at
from mediation.units import queries as units
from mediation.units.queries import UnitView

OFFERED = 60
UNITS_LOOKED_AT = 12


def owners_for(
    session: Session, locality: Locality, case_ids: Collection[int], on: date, *, by: Identity
) -> tuple[Receiver, ...]:
    """Return who may be named to answer: at the units that hold them, above within reach, one level below."""
    held = session.scalars(
        select(Case.held_by_id).where(Case.id.in_(set(case_ids))).distinct().limit(UNITS_LOOKED_AT)
    ).all()
    found: dict[int, Receiver] = {}
    for unit_id in held:
        for each in _near(session, locality, unit_id, on, by):
            if "act_on_case" in locality.role(each.role).permissions and each.id not in by.person_ids:
                found.setdefault(each.id, Receiver(each.id, each.name, each.post))
    offered = list(found.values())[:OFFERED]
    return _without_barred(session, case_ids, offered)


def receivers_for(
    session: Session, locality: Locality, case_ids: Collection[int], on: date
) -> tuple[Receiver, ...]:
    """Return who holds any of the posts that have open tasks in these disputes."""
    items = session.scalars(
        select(WorkItem.id).where(
            WorkItem.case_id.in_(set(case_ids)), WorkItem.state == "open", WorkItem.parent_id.is_(None)
        )
    ).all()
    found = holders_of(session, locality, items, on, me=0)
    return _without_barred(session, case_ids, found)


def units_to_list_at(session: Session, identity: Identity) -> tuple[UnitView, ...]:
    """Return the units at which one lists: those of one's supervising posts, the highest first."""
    posts = [post for post in identity.posts if "supervise" in post.permissions]
    ids = dict.fromkeys(post.unit_id for post in sorted(posts, key=lambda post: len(post.unit_path)))
    return tuple(units.unit(session, unit_id) for unit_id in ids)


def _near(session: Session, locality: Locality, unit_id: int, on: date, by: Identity) -> list[PersonView]:
    """Return those at the unit, then above it as far as one supervises, then one level below it."""
    tops = by.paths_with("supervise")
    line = [
        unit
        for unit in reversed(units.lineage(session, unit_id))
        if any(unit.path.startswith(top) for top in tops)
    ]
    found = [each for unit in line for each in people_at(session, unit.id, on, locality=locality)]
    if not line:
        return found
    rank = locality.level(line[0].level).rank
    below = [level.key for level in locality.levels.values() if level.rank == rank - 1]
    if below:
        found += people_below(session, line[0].path, on, locality=locality, levels=below, size=OFFERED)
    return found


def _without_barred(
    session: Session, case_ids: Collection[int], found: Sequence[Receiver]
) -> tuple[Receiver, ...]:
    """Leave out who must keep away, where there is one dispute to keep away from."""
    if len(set(case_ids)) != 1:
        return tuple(found)
    (case_id,) = set(case_ids)
    barred = bars.of_case(session, case_id, {each.id for each in found})
    return tuple(each for each in found if each.id not in barred)
