"""Reading persons, posts and vacancies."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, literal, null, or_, select, union_all
from sqlalchemy.orm import Session, aliased

from mediation.kernel.errors import NotFound
from mediation.kernel.locality import Locality
from mediation.people import rules
from mediation.people.identity import Identity, PostView
from mediation.people.model import Absence, Person, Post
from mediation.people.rules import Routed, Rung
from mediation.units.model import Unit
from mediation.units.paths import below

__all__ = ["Identity", "PostView", "Routed", "holder_for", "holders", "identity"]


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


@dataclass(frozen=True)
class Vacancy:
    """A post nobody is in."""

    role: str
    role_title: str
    unit_id: int
    unit_name: str
    unit_code: str


@dataclass(frozen=True)
class AbsenceView:
    """Somebody is away and another stands in."""

    id: int
    person_id: int
    person_name: str
    substitute_id: int
    substitute_name: str
    from_on: date
    to_on: date


def identity(session: Session, person_id: int, on: date, *, locality: Locality) -> Identity:
    """Return who ``person_id`` is on ``on``, in one statement.

    :raises NotFound: there is no such person, or they left
    """
    rows = session.execute(_identity_query(person_id, on)).all()
    if not rows:
        raise NotFound(what="这个账号")
    known = [row for row in rows if row.post_id is not None and row.role in locality.roles]
    return Identity(
        person_id=person_id,
        name=rows[0].name,
        language=rows[0].language,
        is_appointed_mediator=rows[0].is_appointed_mediator,
        posts=tuple(_post_view(row, locality) for row in known),
        role_titles={key: role.title for key, role in locality.roles.items()},
    )


def person(session: Session, person_id: int) -> PersonView:
    """Return a person by id.

    :raises NotFound: there is none
    """
    row = session.get(Person, person_id)
    if row is None:
        raise NotFound(what="这位工作人员")
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
        .where(Post.role == role, Post.unit_id == unit_id, Person.is_active, _held_on(Post, on))
        .order_by(Post.from_on, Post.id)
    )
    return list(dict.fromkeys(session.scalars(query)))


def holder_for(session: Session, locality: Locality, role: str, unit_id: int, on: date) -> Routed:
    """Return where work for ``role`` goes, seen from ``unit_id``, in one statement.

    The unit that carries the role is the one of its level at or above ``unit_id``. Where the
    post is vacant there, the locality says who takes it (``vacancy``); the answer is marked.

    :raises NotFound: there is no such unit
    """
    return holders_for(session, locality, (role,), unit_id, on)[role]


def holders_for(
    session: Session, locality: Locality, roles: Iterable[str], unit_id: int, on: date
) -> dict[str, Routed]:
    """Return :func:`holder_for` of several roles at once, still in one statement."""
    wanted = tuple(dict.fromkeys(roles))
    possible = sorted({other for role in wanted for other in rules.candidates(locality, role)})
    rungs: dict[int, Rung] = {}
    for row in session.execute(_ladder_query(unit_id, possible, on)):
        held = dict(rungs[row.id].held) if row.id in rungs else {}
        if row.role is not None and row.person_id not in held.get(row.role, ()):
            held[row.role] = (*held.get(row.role, ()), row.person_id)
        rungs[row.id] = Rung(row.id, row.level, held)
    if unit_id not in rungs:
        raise NotFound(what="这个单位")
    ladder = {rung.level: rung for rung in rungs.values()}
    return {role: rules.route(locality, role=role, ladder=ladder, start=rungs[unit_id]) for role in wanted}


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
        .where(Post.unit_id == unit_id, Person.is_active, _held_on(Post, on))
        .order_by(Person.name, Person.id, Post.role)
    )
    return tuple(
        _person_view(row, role=role, unit_id=unit, post=rules.post_title(name, locality.role(role).title))
        for row, role, unit, name in session.execute(query).tuples()
        if role in locality.roles
    )


def vacancies(
    session: Session,
    locality: Locality,
    path: str,
    on: date,
    *,
    roles: Iterable[str] | None = None,
    after: str = "",
    size: int = 100,
) -> tuple[Vacancy, ...]:
    """Return posts nobody is in, at units in use below ``path``, in order of unit code.

    :param roles: which; by default those who lead or handle at some level
    :param after: unit code to go on after
    """
    leading = {key for level in locality.levels.values() for key in (level.lead, level.handler) if key}
    found: list[Vacancy] = []
    for key in sorted(set(roles) if roles is not None else leading):
        role = locality.role(key)
        taken = exists().where(
            Post.unit_id == Unit.id,
            Post.role == key,
            Person.id == Post.person_id,
            Person.is_active,
            _held_on(Post, on),
        )
        query = (
            select(Unit.id, Unit.full_name, Unit.code)
            .where(below(Unit.path, path), Unit.level == role.level)
            .where(Unit.retired_at.is_(None), Unit.code > after, ~taken)
            .order_by(Unit.code)
            .limit(size)
        )
        found.extend(
            Vacancy(role=key, role_title=role.title, unit_id=unit_id, unit_name=name, unit_code=code)
            for unit_id, name, code in session.execute(query).tuples()
        )
    return tuple(sorted(found, key=lambda each: (each.unit_code, each.role))[:size])


def absences(session: Session, person_id: int, on: date) -> tuple[AbsenceView, ...]:
    """Return absences from ``on`` onwards in which somebody is away or stands in, the next first."""
    away, stands_in = aliased(Person), aliased(Person)
    query = (
        select(Absence, away.name, stands_in.name)
        .join(away, away.id == Absence.person_id)
        .join(stands_in, stands_in.id == Absence.substitute_id)
        .where((Absence.person_id == person_id) | (Absence.substitute_id == person_id))
        .where(Absence.to_on >= on)
        .order_by(Absence.from_on, Absence.id)
    )
    return tuple(
        AbsenceView(
            id=row.id,
            person_id=row.person_id,
            person_name=name,
            substitute_id=row.substitute_id,
            substitute_name=substitute,
            from_on=row.from_on,
            to_on=row.to_on,
        )
        for row, name, substitute in session.execute(query).tuples()
    )


def _held_on(post: Any, on: date) -> ColumnElement[bool]:
    return and_(post.from_on <= on, or_(post.to_on.is_(None), post.to_on >= on))


def _identity_query(person_id: int, on: date) -> Select[Any]:
    absent = aliased(Person)
    me = (Person.name, Person.language, Person.is_appointed_mediator)
    place = (
        Post.id.label("post_id"),
        Post.role,
        Post.person_id.label("held_by_id"),
        Unit.id.label("unit_id"),
        Unit.path,
        Unit.level,
        Unit.full_name,
    )
    mine = (
        select(*me, *place, null().label("standing_in_for"), literal(0).label("turn"))
        .outerjoin(Post, and_(Post.person_id == Person.id, _held_on(Post, on)))
        .outerjoin(Unit, Unit.id == Post.unit_id)
        .where(Person.id == person_id, Person.is_active)
    )
    stood_in_for = (
        select(*me, *place, absent.name.label("standing_in_for"), literal(1).label("turn"))
        .join(Absence, Absence.substitute_id == Person.id)
        .join(absent, absent.id == Absence.person_id)
        .join(Post, and_(Post.person_id == absent.id, _held_on(Post, on)))
        .join(Unit, Unit.id == Post.unit_id)
        .where(Person.id == person_id, Person.is_active, absent.is_active)
        .where(Absence.from_on <= on, Absence.to_on >= on)
    )
    both = union_all(mine, stood_in_for).subquery()
    return select(both).order_by(both.c.turn, func.length(both.c.path), both.c.post_id)


def _ladder_query(unit_id: int, roles: list[str], on: date) -> Select[Any]:
    """Each unit from ``unit_id`` upwards, once for each post held there by somebody still active."""
    up = select(Unit.id, Unit.parent_id, Unit.level).where(Unit.id == unit_id).cte("up", recursive=True)
    above = aliased(Unit)
    up = up.union_all(select(above.id, above.parent_id, above.level).join(up, above.id == up.c.parent_id))
    held = (
        select(Post.id, Post.unit_id, Post.role, Post.person_id, Post.from_on)
        .join(Person, Person.id == Post.person_id)
        .join(up, up.c.id == Post.unit_id)
        .where(Post.role.in_(roles), Person.is_active, _held_on(Post, on))
        .subquery()
    )
    return (
        select(up.c.id, up.c.level, held.c.role, held.c.person_id)
        .outerjoin(held, held.c.unit_id == up.c.id)
        .order_by(held.c.from_on, held.c.id)
    )


def _post_view(row: Any, locality: Locality) -> PostView:
    role = locality.role(row.role)
    return PostView(
        post_id=row.post_id,
        role=role.key,
        role_title=role.title,
        unit_id=row.unit_id,
        unit_path=row.path,
        unit_level=row.level,
        unit_name=row.full_name,
        title=rules.post_title(row.full_name, role.title),
        held_by_id=row.held_by_id,
        permissions=role.permissions,
        standing_in_for=row.standing_in_for,
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
