"""Persons by id, and those in post at a unit."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from mediation.kernel.errors import NotFound
from mediation.kernel.locality import Locality
from mediation.people import rules
from mediation.people.model import Person, Post
from mediation.people.queries.posts import held_on
from mediation.units.model import Unit


@dataclass(frozen=True)
class PersonView:
    """Somebody in one post, as offered for choice.

    :ivar post: how the post reads; empty where none was asked for
    """

    id: int
    name: str
    post: str = ""
    role: str = ""
    unit_id: int | None = None
    phone: str | None = None
    is_appointed_mediator: bool = False


def person(session: Session, person_id: int) -> PersonView:
    """Return a person by id.

    :raises NotFound: there is none
    """
    row = session.get(Person, person_id)
    if row is None:
        raise NotFound(what="这位工作人员")
    return _person_view(row)


def by_login(session: Session, login: str) -> PersonView:
    """Return the person who signs in as ``login``, those who left too.

    :raises NotFound: there is none
    """
    row = session.scalar(select(Person).where(Person.login == login.strip().lower()))
    if row is None:
        raise NotFound(what=f"登录名为{login}的工作人员")
    return _person_view(row)


def people_named(session: Session, ids: Iterable[int]) -> dict[int, str]:
    """Return the names of several persons at once."""
    found = session.execute(select(Person.id, Person.name).where(Person.id.in_(set(ids)))).tuples()
    return dict(found.all())


def holders(session: Session, role: str, unit_id: int, on: date) -> list[int]:
    """Return the ids of those in post at that very unit, longest in post first."""
    query = (
        select(Post.person_id)
        .join(Person, Person.id == Post.person_id)
        .where(Post.role == role, Post.unit_id == unit_id, Person.is_active, held_on(Post, on))
        .order_by(Post.from_on, Post.id)
    )
    return list(dict.fromkeys(session.scalars(query)))


def people_with_role(
    session: Session, role: str, unit_id: int, on: date, *, locality: Locality
) -> tuple[PersonView, ...]:
    """Return those in post as ``role`` at that very unit."""
    return tuple(each for each in people_at(session, unit_id, on, locality=locality) if each.role == role)


def people_at(session: Session, unit_id: int, on: date, *, locality: Locality) -> tuple[PersonView, ...]:
    """Return everybody in post at that very unit, one entry a post, in order of name."""
    query = (
        select(Person, Post.role, Unit.id.label("unit_id"), Unit.full_name)
        .join(Post, Post.person_id == Person.id)
        .join(Unit, Unit.id == Post.unit_id)
        .where(Post.unit_id == unit_id, Person.is_active, held_on(Post, on))
        .order_by(Person.name, Person.id, Post.role)
    )
    return tuple(
        _person_view(row, role=role, unit_id=unit, post=rules.post_title(name, locality.role(role).title))
        for row, role, unit, name in session.execute(query).tuples()
        if role in locality.roles
    )


def _person_view(row: Person, *, role: str = "", unit_id: int | None = None, post: str = "") -> PersonView:
    return PersonView(
        id=row.id,
        name=row.name,
        post=post,
        role=role,
        unit_id=unit_id,
        phone=row.phone,
        is_appointed_mediator=row.is_appointed_mediator,
    )
