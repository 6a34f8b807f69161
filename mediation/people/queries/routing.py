"""Where work for a role goes, and which posts are vacant."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Date, Integer, Select, bindparam, exists, select
from sqlalchemy.orm import Session, aliased

from mediation.kernel.errors import NotFound
from mediation.kernel.locality import Locality
from mediation.people import rules
from mediation.people.model import Person, Post
from mediation.people.queries.posts import held_on
from mediation.people.rules import Routed, Rung
from mediation.units.model import Unit
from mediation.units.paths import below


@dataclass(frozen=True)
class Vacancy:
    """A post nobody is in."""

    role: str
    role_title: str
    unit_id: int
    unit_name: str
    unit_code: str

    @property
    def title(self) -> str:
        """How the post reads, no word twice."""
        return rules.post_title(self.unit_name, self.role_title)

    @property
    def key(self) -> str:
        """The place to go on after."""
        return f"{self.unit_code}~{self.role}"


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
    for row in session.execute(_ladder_query(), {"unit_id": unit_id, "roles": possible, "day": on}):
        held = dict(rungs[row.id].held) if row.id in rungs else {}
        if row.role is not None and row.person_id not in held.get(row.role, ()):
            held[row.role] = (*held.get(row.role, ()), row.person_id)
        rungs[row.id] = Rung(row.id, row.level, held)
    if unit_id not in rungs:
        raise NotFound(what="这个单位")
    ladder = {rung.level: rung for rung in rungs.values()}
    return {role: rules.route(locality, role=role, ladder=ladder, start=rungs[unit_id]) for role in wanted}


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
    :param after: key of the vacancy to go on after
    """
    code, _, last_role = after.partition("~")
    leading = {key for level in locality.levels.values() for key in (level.lead, level.handler) if key}
    found: list[Vacancy] = []
    for key in sorted(set(roles) if roles is not None else leading):
        role = locality.role(key)
        taken = exists().where(
            Post.unit_id == Unit.id,
            Post.role == key,
            Person.id == Post.person_id,
            Person.is_active,
            held_on(Post, on),
        )
        query = (
            select(Unit.id, Unit.full_name, Unit.code)
            .where(below(Unit.path, path), Unit.level == role.level)
            .where(Unit.retired_at.is_(None), Unit.code >= code, ~taken)
            .order_by(Unit.code)
            .limit(size + 1)
        )
        found.extend(
            Vacancy(role=key, role_title=role.title, unit_id=unit_id, unit_name=name, unit_code=unit_code)
            for unit_id, name, unit_code in session.execute(query).tuples()
            if (unit_code, key) > (code, last_role)
        )
    return tuple(sorted(found, key=lambda each: (each.unit_code, each.role))[:size])


@cache
def _ladder_query() -> Select[Any]:
    """Each unit from ``unit_id`` upwards, once for each post of ``roles`` held there on ``day``."""
    start = bindparam("unit_id", type_=Integer)
    up = select(Unit.id, Unit.parent_id, Unit.level).where(Unit.id == start).cte("up", recursive=True)
    above = aliased(Unit)
    up = up.union_all(select(above.id, above.parent_id, above.level).join(up, above.id == up.c.parent_id))
    held = (
        select(Post.id, Post.unit_id, Post.role, Post.person_id, Post.from_on)
        .join(Person, Person.id == Post.person_id)
        .join(up, up.c.id == Post.unit_id)
        .where(Post.role.in_(bindparam("roles", expanding=True)), Person.is_active)
        .where(held_on(Post, bindparam("day", type_=Date)))
        .subquery()
    )
    return (
        select(up.c.id, up.c.level, held.c.role, held.c.person_id)
        .outerjoin(held, held.c.unit_id == up.c.id)
        .order_by(held.c.from_on, held.c.id)
    )
