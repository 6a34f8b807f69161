"""Persons and their substitutes: who somebody is today."""

from datetime import date

import pytest
from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from mediation.kernel.errors import NotFound
from mediation.kernel.locality import Locality
from mediation.kernel.unit_of_work import UnitOfWork
from mediation.people import queries, rules
from mediation.people.events import PostEnded
from mediation.people.operations import add_person, end_absence, leave, set_absence
from mediation.units.model import Unit
from tests.factories import a_ladder, a_person, a_post
from tests.operations.people_stage import SAID, TODAY


@pytest.fixture
def ladder(session: Session) -> dict[str, Unit]:
    return a_ladder(session)


def test_adds_somebody_who_can_work_here(uow: UnitOfWork, session: Session) -> None:
    made = add_person(uow, login="Luo.JH", name="罗建华", phone="0731-83612345", **SAID)

    assert queries.person(session, made.id).name == "罗建华"
    assert made.login == "luo.jh"


def test_refuses_a_login_in_use(uow: UnitOfWork) -> None:
    add_person(uow, login="luo.jh", name="罗建华", **SAID)

    with pytest.raises(rules.LoginTaken, match=r"luo\.jh"):
        add_person(uow, login="LUO.jh", name="罗建花", **SAID)


def test_refuses_a_weak_first_password(uow: UnitOfWork) -> None:
    with pytest.raises(rules.PasswordTooWeak):
        add_person(uow, login="luo.jh", name="罗建华", password="123456", **SAID)


def test_says_who_somebody_is_in_one_statement(
    uow: UnitOfWork, session: Session, engine: Engine, locality: Locality, ladder: dict[str, Unit]
) -> None:
    luo, zhang = a_person(session, name="罗建华"), a_person(session, name="张桂英")
    a_post(session, person=luo, role="village_director", unit=ladder["village"])
    a_post(session, person=luo, role="grid_leader", unit=ladder["grid"])
    a_post(session, person=zhang, role="branch_secretary", unit=ladder["branch"])
    set_absence(uow, person_id=zhang.id, substitute_id=luo.id, from_on=TODAY, to_on=date(2026, 9, 20), **SAID)
    uow.commit()
    luo_id, zhang_id = luo.id, zhang.id
    seen: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *args: seen.append(args[2]))

    found = queries.identity(session, luo_id, TODAY, locality=locality)

    assert len(seen) == 1, seen
    assert [(post.title, post.standing_in_for) for post in found.posts] == [
        ("官渡镇南岳村调委会主任", None),
        ("官渡镇南岳村青桥党支部第9微网格长", None),
        ("官渡镇南岳村青桥党支部书记", "张桂英"),
    ]
    assert found.person_ids == {luo_id, zhang_id}
    assert found.permissions >= locality.role("village_director").permissions


@pytest.mark.parametrize(
    ("on", "held"),
    [
        (date(2026, 8, 31), 0),
        (date(2026, 9, 1), 1),
        (date(2026, 9, 30), 1),
        (date(2026, 10, 1), 0),
    ],
)
def test_a_post_is_held_from_its_first_to_its_last_day(
    session: Session, locality: Locality, ladder: dict[str, Unit], on: date, held: int
) -> None:
    luo = a_person(session)
    a_post(
        session,
        person=luo,
        role="grid_leader",
        unit=ladder["grid"],
        from_on=date(2026, 9, 1),
        to_on=date(2026, 9, 30),
    )

    assert len(queries.identity(session, luo.id, on, locality=locality).posts) == held
    assert len(queries.holders(session, "grid_leader", ladder["grid"].id, on)) == held


def test_somebody_without_posts_may_nothing(session: Session, locality: Locality) -> None:
    luo = a_person(session, name="罗建华")

    found = queries.identity(session, luo.id, TODAY, locality=locality)

    assert (found.name, found.posts, found.permissions) == ("罗建华", (), frozenset())


def test_a_post_whose_role_is_no_longer_known_counts_for_nothing(
    session: Session, locality: Locality, ladder: dict[str, Unit]
) -> None:
    luo = a_person(session)
    a_post(session, person=luo, role="old_role", unit=ladder["grid"])

    assert queries.identity(session, luo.id, TODAY, locality=locality).posts == ()


def test_a_substitute_stands_in_on_the_days_of_the_absence_alone(
    uow: UnitOfWork, session: Session, locality: Locality, ladder: dict[str, Unit]
) -> None:
    luo, zhang = a_person(session), a_person(session)
    a_post(session, person=zhang, role="branch_secretary", unit=ladder["branch"])
    set_absence(uow, person_id=zhang.id, substitute_id=luo.id, from_on=TODAY, to_on=date(2026, 9, 9), **SAID)

    held = [
        len(queries.identity(session, luo.id, date(2026, 9, day), locality=locality).posts)
        for day in (6, 7, 9, 10)
    ]

    assert held == [0, 1, 1, 0]


def test_refuses_to_stand_in_for_oneself_and_twice_at_a_time(uow: UnitOfWork, session: Session) -> None:
    luo, zhang, li = (a_person(session, name=name) for name in ("罗建华", "张桂英", "李国强"))
    days = {"from_on": TODAY, "to_on": date(2026, 9, 9), **SAID}
    set_absence(uow, person_id=zhang.id, substitute_id=luo.id, **days)

    with pytest.raises(rules.OwnSubstitute):
        set_absence(uow, person_id=luo.id, substitute_id=luo.id, **days)
    with pytest.raises(rules.AbsencesOverlap, match="由罗建华代理"):
        set_absence(uow, person_id=zhang.id, substitute_id=li.id, **days)


def test_an_absence_can_end_early_or_be_called_off(uow: UnitOfWork, session: Session) -> None:
    luo, zhang = a_person(session, name="罗建华"), a_person(session, name="张桂英")
    period = {"from_on": date(2026, 9, 10), "to_on": date(2026, 9, 20)}
    first = set_absence(uow, person_id=zhang.id, substitute_id=luo.id, **period, **SAID)

    end_absence(uow, absence_id=first.id, to_on=date(2026, 9, 12), **SAID)
    (shortened,) = queries.absences(session, luo.id, TODAY)
    with pytest.raises(rules.BadPeriod):
        end_absence(uow, absence_id=first.id, to_on=date(2026, 9, 13), **SAID)
    end_absence(uow, absence_id=first.id, to_on=date(2026, 9, 9), **SAID)

    assert (shortened.person_name, shortened.substitute_name, shortened.to_on) == (
        "张桂英",
        "罗建华",
        date(2026, 9, 12),
    )
    assert queries.absences(session, luo.id, TODAY) == ()


def test_who_leaves_holds_nothing_and_is_nobody(
    uow: UnitOfWork, session: Session, locality: Locality, ladder: dict[str, Unit]
) -> None:
    luo = a_person(session)
    a_post(session, person=luo, role="grid_leader", unit=ladder["grid"])

    leave(uow, person_id=luo.id, **SAID)
    uow.commit()

    assert [type(fact) for fact in uow.recorded].count(PostEnded) == 1
    assert queries.holders(session, "grid_leader", ladder["grid"].id, TODAY) == []
    with pytest.raises(NotFound):
        queries.identity(session, luo.id, TODAY, locality=locality)
