"""Staff with names, their posts, and the actor a post makes of them."""

from datetime import date
from itertools import count, cycle

from sqlalchemy.orm import Session

from mediation.kernel.actor import Actor
from mediation.people.model import Person, Post
from mediation.units.model import Unit

_numbers = count(1)
_names = cycle(
    ["刘明远", "罗建华", "张桂英", "李国强", "王秀兰", "陈志刚", "黄春梅", "周德胜", "彭海燕", "邓小云"]
)


def a_person(
    session: Session, *, name: str | None = None, login: str | None = None, appointed: bool = False
) -> Person:
    """Add somebody who works in the system; ``appointed`` makes them a 人民调解员."""
    person = Person(
        login=login or f"person{next(_numbers)}",
        name=name or next(_names),
        is_appointed_mediator=appointed,
    )
    session.add(person)
    session.flush()
    return person


def a_post(
    session: Session,
    *,
    person: Person,
    role: str,
    unit: Unit,
    from_on: date = date(2025, 1, 1),
    to_on: date | None = None,
) -> Post:
    """Put ``person`` in a post."""
    post = Post(person_id=person.id, role=role, unit_id=unit.id, from_on=from_on, to_on=to_on)
    session.add(post)
    session.flush()
    return post


def actor_of(person: Person, *, role: str, unit: Unit, title: str = "") -> Actor:
    """Return ``person`` acting as ``role`` at ``unit``; no row is needed for it."""
    return Actor(
        person_id=person.id,
        name=person.name,
        role=role,
        unit_id=unit.id,
        post=f"{unit.full_name}{title or role}",
    )
