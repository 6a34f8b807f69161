"""Whom a form offers for choice: staff in post at a unit and below it."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from mediation.kernel.locality import Locality
from mediation.people import rules
from mediation.people.model import Person, Post
from mediation.people.queries import PersonView
from mediation.units.model import Unit
from mediation.units.paths import below


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
