"""Whom the forms offer: who may be handed a task, delegated to, asked or copied in. The operations check."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from mediation.cases.model import Case
from mediation.cases.queries.visibility import GUARDIANS
from mediation.casework import bars
from mediation.casework.model import WorkItem
from mediation.inbox.mediating import mediators_of
from mediation.kernel.locality import Locality
from mediation.people.choices import people_below
from mediation.people.model import Absence, Person
from mediation.people.queries import PersonView, people_at, people_with_role
from mediation.units import queries as units

OFFERED = 60
# An absence that begins within so many days is said, whenever the task is due (county default).
SOON = timedelta(days=7)


@dataclass(frozen=True)
class Away:
    """When somebody is away, and who stands in."""

    from_on: date
    to_on: date
    substitute: str


@dataclass(frozen=True)
class Receiver:
    """Somebody to choose.

    :ivar stands_in_for: name of the absent one in whose post they would act; "" in their own
    :ivar needs_consent: a mediator the parties have not agreed to yet (人民调解法 23)
    :ivar away: when they are away within the task's time or the next days, where they are
    """

    id: int
    name: str
    post: str
    stands_in_for: str = ""
    needs_consent: bool = False
    away: Away | None = None


def colleagues(
    session: Session, locality: Locality, item_id: int, on: date, *, me: int
) -> tuple[Receiver, ...]:
    """Return who may be handed the task: those in its very post, and who stands in for one of them."""
    item = session.get_one(WorkItem, item_id)
    mediators = mediators_of(session, locality, item)
    in_post = people_with_role(session, item.role, item.unit_id, on, locality=locality)
    found = [
        Receiver(each.id, each.name, each.post, needs_consent=_is_new(each.id, mediators)) for each in in_post
    ]
    named = {each.id for each in found}
    found += _appointed_elsewhere(session, mediators, named)
    if mediators is None:
        found += _substitutes(session, in_post, on, named)
    gone = {me, item.person_id}
    free = _free(session, item.case_id, [each for each in found if each.id not in gone])
    return marked(session, free, on, item.due_on)


def delegates(
    session: Session, locality: Locality, item_id: int, on: date, *, me: int
) -> tuple[Receiver, ...]:
    """Return who may prepare the task: those at its unit who work on cases."""
    item = session.get_one(WorkItem, item_id)
    here = people_at(session, item.unit_id, on, locality=locality)
    found = _choice(session, locality, item.case_id, here, {me, item.person_id})
    return marked(session, found, on, item.due_on)


def cosigners(
    session: Session, locality: Locality, item_id: int, on: date, *, me: int
) -> tuple[Receiver, ...]:
    """Return who may be asked for a word: those at the task's unit, above it and one level below it."""
    item = session.get_one(WorkItem, item_id)
    asked = select(WorkItem.person_id).where(WorkItem.parent_id == item_id, WorkItem.state == "open")
    gone = {me, item.person_id, *session.scalars(asked)}
    near = _near(session, locality, item.unit_id, on)
    return marked(session, _choice(session, locality, item.case_id, near, gone), on, item.due_on)


def readers(
    session: Session, locality: Locality, case_id: int, unit_id: int, on: date, *, me: int
) -> tuple[Receiver, ...]:
    """Return who may be copied in from around ``unit_id``."""
    return _choice(session, locality, case_id, _near(session, locality, unit_id, on), {me})


def holders_of(
    session: Session, locality: Locality, item_ids: Iterable[int], on: date, *, me: int
) -> tuple[Receiver, ...]:
    """Return who is in any of the posts of several tasks; what fits which is checked one by one."""
    posts = session.execute(
        select(WorkItem.role, WorkItem.unit_id)
        .where(WorkItem.id.in_(set(item_ids)), WorkItem.state == "open", WorkItem.parent_id.is_(None))
        .distinct()
    ).tuples()
    found: dict[int, Receiver] = {}
    for role, unit_id in sorted(posts):
        for each in people_with_role(session, role, unit_id, on, locality=locality):
            if each.id != me:
                found.setdefault(each.id, Receiver(each.id, each.name, each.post))
    return tuple(found.values())


def _near(session: Session, locality: Locality, unit_id: int, on: date) -> list[PersonView]:
    """Return those at the unit, then above it, then one level below it."""
    line = list(reversed(units.lineage(session, unit_id)))
    found = [each for unit in line for each in people_at(session, unit.id, on, locality=locality)]
    rank = locality.level(line[0].level).rank
    below = [level.key for level in locality.levels.values() if level.rank == rank - 1]
    if below:
        found += people_below(session, line[0].path, on, locality=locality, levels=below, size=OFFERED)
    return found


def _choice(
    session: Session,
    locality: Locality,
    case_id: int,
    people: Iterable[PersonView],
    gone: set[int | None],
) -> tuple[Receiver, ...]:
    """Return those who work on cases, each once; of violence only those who protect."""
    violent = bool(session.get_one(Case, case_id).traits.get("violence"))
    found: dict[int, Receiver] = {}
    for each in people:
        works = "act_on_case" in locality.role(each.role).permissions
        if works and each.id not in gone and (not violent or each.role in GUARDIANS):
            found.setdefault(each.id, Receiver(each.id, each.name, each.post))
    return _free(session, case_id, list(found.values())[:OFFERED])


def marked(session: Session, found: Sequence[Receiver], on: date, until: date | None) -> tuple[Receiver, ...]:
    """Return the same people, those away between today and ``until``, or within days, marked so.

    What is late or due today is not done the same hour: whoever leaves in a few days is no help with it.
    """
    rows = session.execute(
        select(Absence.person_id, Absence.from_on, Absence.to_on, Person.name)
        .join(Person, Person.id == Absence.substitute_id)
        .where(
            Absence.person_id.in_([each.id for each in found]),
            Absence.to_on >= on,
            Absence.from_on <= max(on + SOON, until or on),
        )
        .order_by(Absence.from_on.desc(), Absence.id)
    ).tuples()
    away = {person_id: Away(first, last, name) for person_id, first, last, name in rows}
    return tuple(replace(each, away=away.get(each.id)) for each in found)


def _free(session: Session, case_id: int, found: Sequence[Receiver]) -> tuple[Receiver, ...]:
    barred = bars.of_case(session, case_id, {each.id for each in found})
    return tuple(each for each in found if each.id not in barred)


def _is_new(person_id: int, mediators: tuple[int, ...] | None) -> bool:
    return mediators is not None and person_id not in mediators


def _appointed_elsewhere(
    session: Session, mediators: tuple[int, ...] | None, named: set[int]
) -> list[Receiver]:
    """Return appointed mediators who hold the post at another unit."""
    rows = session.execute(
        select(Person.id, Person.name).where(Person.id.in_(set(mediators or ()) - named), Person.is_active)
    ).tuples()
    return [Receiver(person_id, name, "") for person_id, name in rows]


def _substitutes(
    session: Session, in_post: Sequence[PersonView], on: date, named: set[int]
) -> list[Receiver]:
    """Return who stands in today for one of those in post."""
    absent = {each.id: each for each in in_post}
    rows = session.execute(
        select(Person.id, Person.name, Absence.person_id)
        .join(Absence, Absence.substitute_id == Person.id)
        .where(Absence.person_id.in_(absent), Absence.from_on <= on, Absence.to_on >= on, Person.is_active)
        .order_by(Person.name, Person.id)
    ).tuples()
    return [
        Receiver(person_id, name, absent[away].post, stands_in_for=absent[away].name)
        for person_id, name, away in rows
        if person_id not in named
    ]
