"""Adding persons, filling posts, arranging substitutes."""

from datetime import date, datetime

from sqlalchemy import select

from mediation.kernel.actor import Actor
from mediation.kernel.clock import day_of
from mediation.kernel.unit_of_work import UnitOfWork
from mediation.people import rules
from mediation.people.absences import arrange_absence, call_back, end_absence, set_absence
from mediation.people.events import PersonAdded, PersonLeft, PostEnded, PostFilled
from mediation.people.model import Person, Post
from mediation.people.sign_in import change_password, hashed, set_password, sign_in
from mediation.units.model import Unit
from mediation.units.rules import UnitIsRetired

__all__ = [
    "add_person",
    "appoint",
    "arrange_absence",
    "call_back",
    "change_password",
    "end_absence",
    "end_post",
    "leave",
    "set_absence",
    "set_password",
    "sign_in",
]


def add_person(
    uow: UnitOfWork,
    *,
    login: str,
    name: str,
    password: str | None = None,
    phone: str | None = None,
    language: str = "zh",
    is_appointed_mediator: bool = False,
    by: Actor,
    at: datetime,
) -> Person:
    """Add somebody who works in the system; without a password they cannot sign in yet.

    :raises Refused: bad name or login, login taken, password too weak
    """
    login, name = rules.check_login(login, name)
    if password is not None:
        rules.check_password(password, login=login)
    if uow.session.scalar(select(Person.id).where(Person.login == login)) is not None:
        raise rules.LoginTaken(login=login, fields={"login": "已有人使用"})
    person = uow.add(
        Person(
            login=login,
            name=name,
            phone=phone,
            language=language,
            is_appointed_mediator=is_appointed_mediator,
            password_hash=hashed(password) if password is not None else None,
        )
    )
    uow.session.flush()
    uow.record(PersonAdded(person_id=person.id, by=by, at=at))
    return person


def appoint(
    uow: UnitOfWork,
    *,
    person_id: int,
    role: str,
    unit_id: int,
    from_on: date,
    to_on: date | None = None,
    by: Actor,
    at: datetime,
) -> Post:
    """Put somebody in a post.

    :raises Refused: the role does not belong to the unit's level, the unit is retired, the person
        is in that very post already, or the period ends before it begins
    """
    person = uow.get(Person, person_id, what="这位工作人员")
    unit = uow.get(Unit, unit_id, what="这个单位")
    rules.check_period(from_on, to_on)
    wanted = uow.locality.role(role)
    if unit.retired_at is not None:
        raise UnitIsRetired(name=unit.full_name)
    if wanted.level != unit.level:
        level = uow.locality.level(wanted.level).title if wanted.level else "流程中临时确定"
        raise rules.RoleNotHere(role=wanted.title, level=level, unit=unit.full_name)
    _check_not_twice(uow, person, unit, role, from_on, to_on)
    post = uow.add(Post(person_id=person_id, role=role, unit_id=unit_id, from_on=from_on, to_on=to_on))
    uow.session.flush()
    uow.record(
        PostFilled(
            post_id=post.id, person_id=person_id, role=role, unit_id=unit_id, from_on=from_on, by=by, at=at
        )
    )
    return post


def end_post(uow: UnitOfWork, *, post_id: int, to_on: date, by: Actor, at: datetime) -> Post:
    """End a post; ``to_on`` is its last day.

    :raises BadPeriod: that day lies before its first
    """
    post = uow.get(Post, post_id, what="这项任职")
    rules.check_period(post.from_on, to_on)
    post.to_on = to_on
    uow.record(
        PostEnded(
            post_id=post.id,
            person_id=post.person_id,
            role=post.role,
            unit_id=post.unit_id,
            to_on=to_on,
            by=by,
            at=at,
        )
    )
    return post


def leave(uow: UnitOfWork, *, person_id: int, by: Actor, at: datetime) -> None:
    """Let somebody go: open posts end today, sign-in is closed. What they did stays theirs."""
    person = uow.get(Person, person_id, what="这位工作人员")
    today = day_of(at)
    open_posts = select(Post).where(
        Post.person_id == person_id, (Post.to_on.is_(None)) | (Post.to_on > today)
    )
    for post in uow.session.scalars(open_posts):
        end_post(uow, post_id=post.id, to_on=max(today, post.from_on), by=by, at=at)
    person.is_active, person.password_hash = False, None
    uow.record(PersonLeft(person_id=person_id, by=by, at=at))


def _check_not_twice(
    uow: UnitOfWork, person: Person, unit: Unit, role: str, from_on: date, to_on: date | None
) -> None:
    same = select(Post.id).where(
        Post.person_id == person.id,
        Post.unit_id == unit.id,
        Post.role == role,
        (Post.to_on.is_(None)) | (Post.to_on >= from_on),
    )
    if to_on is not None:
        same = same.where(Post.from_on <= to_on)
    if uow.session.scalar(same.limit(1)) is not None:
        title = uow.locality.role(role).title
        raise rules.AlreadyInPost(name=person.name, unit=unit.full_name, role=title)
