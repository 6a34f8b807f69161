"""Who is away below somebody, who stands in for them, and whom one may put an absence down for."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Date, and_, false, func, literal, or_, select, tuple_
from sqlalchemy.orm import Session, aliased

from mediation.kernel.errors import Refused
from mediation.kernel.locality import Locality
from mediation.kernel.text import N_
from mediation.people import chains, rules
from mediation.people.model import Absence, Person, Post
from mediation.people.queries.persons import PersonView
from mediation.people.queries.posts import held_on
from mediation.units.model import Unit
from mediation.units.paths import below


class BadKey(Refused):
    message = N_("网址中的翻页位置不完整，请从第一页重新翻起。")


@dataclass(frozen=True)
class AwayView:
    """Somebody away, or soon to be.

    :ivar in_turn: who is there today at the end of the chain, where the substitute is away as well
    :ivar has_left: the substitute no longer works here: nobody stands in
    """

    id: int
    person_id: int
    name: str
    post: str
    substitute: str
    in_turn: str | None
    has_left: bool
    from_on: date
    to_on: date
    reason: str
    is_now: bool

    @property
    def key(self) -> str:
        """The place to go on after."""
        return f"{self.from_on.isoformat()}~{self.id}"


@dataclass(frozen=True)
class AwayPage:
    """Some absences, the first to begin first; ``next`` is the key to go on after, None at the end."""

    items: Sequence[AwayView]
    next: str | None


def away_below(
    session: Session,
    paths: Collection[str],
    on: date,
    *,
    locality: Locality,
    after: str = "",
    size: int = 30,
) -> AwayPage:
    """Return absences not over on ``on`` of those in post at or below ``paths``.

    :raises BadKey: ``after`` is no key
    """
    substitute, away = aliased(Person), aliased(Person)
    post = (
        select(func.min(Post.id))
        .join(Unit, Unit.id == Post.unit_id)
        .where(Post.person_id == Absence.person_id, held_on(Post, on), _within(paths))
        .scalar_subquery()
    )
    query = (
        select(Absence, away.name, substitute.name, substitute.is_active, Post.role, Unit.full_name)
        .join(away, away.id == Absence.person_id)
        .join(substitute, substitute.id == Absence.substitute_id)
        .join(Post, Post.id == post)
        .join(Unit, Unit.id == Post.unit_id)
        .where(Absence.to_on >= on, away.is_active, Post.role.in_(sorted(locality.roles)))
        .order_by(Absence.from_on, Absence.id)
    )
    if after:
        here = tuple_(Absence.from_on, Absence.id)
        first, ident = _read(after)
        query = query.where(here > tuple_(literal(first, Date), literal(ident)))
    rows = session.execute(query.limit(size + 1)).tuples().all()
    ends = _in_turn(session, {row[0].substitute_id for row in rows[:size]}, on)
    items = tuple(_view(row, ends, on, locality) for row in rows[:size])
    return AwayPage(items, items[-1].key if len(rows) > size else None)


def staff_below(
    session: Session, paths: Collection[str], on: date, *, locality: Locality, words: str, size: int = 30
) -> Sequence[PersonView]:
    """Return those in post at or below ``paths`` whose name holds ``words``, each in their first post."""
    rows = session.execute(
        select(Person.id, Person.name, Post.role, Unit.id, Unit.full_name)
        .join(Post, Post.person_id == Person.id)
        .join(Unit, Unit.id == Post.unit_id)
        .where(_within(paths), held_on(Post, on), Person.is_active)
        .where(Person.name.contains(words, autoescape=True), Post.role.in_(sorted(locality.roles)))
        .order_by(Unit.path, Person.name, Person.id)
        .limit(size)
    ).tuples()
    found: dict[int, PersonView] = {}
    for person_id, name, role, unit_id, unit in rows:
        title = rules.post_title(unit, locality.role(role).title)
        found.setdefault(person_id, PersonView(person_id, name, title, role, unit_id))
    return tuple(found.values())


def _within(paths: Collection[str]) -> ColumnElement[bool]:
    return or_(false(), *(below(Unit.path, path) for path in sorted(paths)))


def _in_turn(session: Session, person_ids: Collection[int], on: date) -> dict[int, str]:
    """Return of those who are away today themselves who is there at the end of the chain."""
    stands_in = {each: each for each in person_ids}
    for _ in range(chains.LINKS_AT_MOST):
        today = and_(Absence.from_on <= on, Absence.to_on >= on)
        links = dict(
            session.execute(
                select(Absence.person_id, Absence.substitute_id).where(
                    today, Absence.person_id.in_(set(stands_in.values()))
                )
            )
            .tuples()
            .all()
        )
        if not links:
            break
        stands_in = {each: links.get(last, last) for each, last in stands_in.items()}
    others = {each: last for each, last in stands_in.items() if each != last}
    if not others:
        return {}
    named = session.execute(select(Person.id, Person.name).where(Person.id.in_(set(others.values()))))
    names = dict(named.tuples().all())
    return {each: names[last] for each, last in others.items()}


def _view(row: Any, ends: dict[int, str], on: date, locality: Locality) -> AwayView:
    absence, name, substitute, is_here, role, unit = row
    is_now = absence.from_on <= on
    return AwayView(
        id=absence.id,
        person_id=absence.person_id,
        name=name,
        post=rules.post_title(unit, locality.role(role).title),
        substitute=substitute,
        in_turn=ends.get(absence.substitute_id) if is_now else None,
        has_left=not is_here,
        from_on=absence.from_on,
        to_on=absence.to_on,
        reason=absence.reason,
        is_now=is_now,
    )


def _read(key: str) -> tuple[date, int]:
    first, _, ident = key.partition("~")
    try:
        return date.fromisoformat(first), int(ident)
    except ValueError:
        raise BadKey() from None
