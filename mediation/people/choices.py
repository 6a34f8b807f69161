"""Whom a form offers for choice: staff in post at a unit and below it."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from mediation.kernel.locality import Locality
from mediation.people import rules
from mediation.people.model import Person, Post
from mediation.people.queries import Identity, PersonView, people_at
from mediation.units import queries as units
from mediation.units.model import Unit
from mediation.units.paths import below


def substitutes_for(
    session: Session, identity: Identity, on: date, *, locality: Locality
) -> tuple[PersonView, ...]:
    """Return who may stand in for somebody: those in post at the same units.

    Where nobody else is in post at a unit (a micro-grid has one leader), those of the nearest unit
    above with somebody in post. Each person is named once (county default).
    """
    found: dict[int, PersonView] = {}
    for unit_id in dict.fromkeys(post.unit_id for post in identity.posts if post.standing_in_for is None):
        for unit in reversed(units.lineage(session, unit_id)):
            here = people_at(session, unit.id, on, locality=locality)
            others = [each for each in here if each.id != identity.person_id]
            for each in others:
                found.setdefault(each.id, each)
            if others:
                break
    return tuple(found.values())


def people_below(
    session: Session, path: str, on: date, *, locality: Locality, levels: Collection[str], size: int = 200
) -> tuple[PersonView, ...]:
    """Return those in post on ``on`` at units of ``levels`` at or below ``path``, the highest unit first.

    Somebody with several posts is named once, in the first of them.
    """
    rows = session.execute(
        select(Person.id, Person.name, Person.phone, Person.is_appointed_mediator)
        .add_columns(Post.role, Unit.id, Unit.full_name)
        .join(Post, Post.person_id == Person.id)
        .join(Unit, Unit.id == Post.unit_id)
        .where(below(Unit.path, path), Unit.level.in_(sorted(levels)), Unit.retired_at.is_(None))
        .where(Person.is_active, Post.from_on <= on, or_(Post.to_on.is_(None), Post.to_on >= on))
        .order_by(Unit.path, Person.name, Person.id)
        .limit(size)
    ).tuples()
    found: dict[int, PersonView] = {}
    for person_id, name, phone, appointed, role, unit_id, unit in rows:
        if role in locality.roles and person_id not in found:
            found[person_id] = PersonView(
                id=person_id,
                name=name,
                post=rules.post_title(unit, locality.role(role).title),
                role=role,
                unit_id=unit_id,
                phone=phone,
                is_appointed_mediator=appointed,
            )
    return tuple(found.values())
