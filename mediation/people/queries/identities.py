"""Who somebody is on a day, and who stands in for whom."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import (
    CTE,
    BindParameter,
    Date,
    Integer,
    Select,
    and_,
    bindparam,
    func,
    literal,
    null,
    select,
    union_all,
)
from sqlalchemy.orm import Session, aliased

from mediation.kernel.errors import NotFound
from mediation.kernel.locality import Locality
from mediation.people import rules
from mediation.people.identity import Identity, PostView
from mediation.people.model import Absence, Person, Post
from mediation.people.queries.posts import held_on
from mediation.units.model import Unit


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
    rows = session.execute(_identity_query(), {"person_id": person_id, "on": on}).all()
    if not rows:
        raise NotFound(what="这个账号")
    known = [row for row in rows if row.post_id is not None and row.role in locality.roles]
    return Identity(
        person_id=person_id,
        name=rows[0].name,
        language=rows[0].language,
        is_appointed_mediator=rows[0].is_appointed_mediator,
        phone=rows[0].phone,
        posts=tuple(_post_view(row, locality) for row in known),
        role_titles={key: role.title for key, role in locality.roles.items()},
        preferences=rows[0].preferences or {},
        session_mark=rows[0].session_mark,
    )


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


@cache
def _identity_query() -> Select[Any]:
    """Built once: every request asks it, and building costs more than asking."""
    person_id, on = bindparam("person_id", type_=Integer), bindparam("on", type_=Date)
    absent = aliased(Person)
    me = (
        *(Person.name, Person.language, Person.is_appointed_mediator, Person.phone),
        *(Person.preferences, Person.session_mark),
    )
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
        .outerjoin(Post, and_(Post.person_id == Person.id, held_on(Post, on)))
        .outerjoin(Unit, Unit.id == Post.unit_id)
        .where(Person.id == person_id, Person.is_active)
    )
    covered = _covered_by(person_id, on)
    stood_in_for = (
        select(*me, *place, absent.name.label("standing_in_for"), literal(1).label("turn"))
        .join(covered, covered.c.person_id != Person.id)
        .join(absent, absent.id == covered.c.person_id)
        .join(Post, and_(Post.person_id == absent.id, held_on(Post, on)))
        .join(Unit, Unit.id == Post.unit_id)
        .where(Person.id == person_id, Person.is_active, absent.is_active)
    )
    both = union_all(mine, stood_in_for).subquery()
    return select(both).order_by(both.c.turn, func.length(both.c.path), both.c.post_id)


def _covered_by(person_id: BindParameter[int], on: BindParameter[date]) -> CTE:
    """Return those somebody stands in for on that day, also where a substitute is away as well."""
    here = and_(Absence.from_on <= on, Absence.to_on >= on)
    first = select(Absence.person_id).where(Absence.substitute_id == person_id, here)
    covered = first.cte("covered", recursive=True)
    further = aliased(Absence)
    there = and_(further.from_on <= on, further.to_on >= on)
    onwards = (
        select(further.person_id).join(covered, further.substitute_id == covered.c.person_id).where(there)
    )
    return covered.union(onwards)


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
        is_lead=locality.level(row.level).lead == role.key,
    )
