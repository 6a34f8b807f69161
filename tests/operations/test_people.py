"""Persons, posts, substitutes: who somebody is today, and where work goes."""

from collections.abc import Callable
from datetime import date, datetime

import pytest
from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from mediation.kernel.actor import SYSTEM
from mediation.kernel.clock import SHANGHAI
from mediation.kernel.errors import NotFound
from mediation.kernel.locality import Locality
from mediation.kernel.unit_of_work import UnitOfWork
from mediation.people import queries, rules
from mediation.people.events import PostEnded
from mediation.people.listeners import on_unit_retired
from mediation.people.model import Post
from mediation.people.operations import add_person, appoint, end_absence, end_post, leave, set_absence
from mediation.units.events import UnitRetired
from mediation.units.model import Unit
from mediation.units.operations import retire_unit
from mediation.units.rules import UnitIsRetired
from tests.factories import a_ladder, a_person, a_post

AT = datetime(2026, 9, 7, 9, 0, tzinfo=SHANGHAI)
TODAY = date(2026, 9, 7)
SAID = {"by": SYSTEM, "at": AT}


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


def test_appoints_only_to_units_of_the_role_s_level(
    uow: UnitOfWork, session: Session, ladder: dict[str, Unit]
) -> None:
    luo = a_person(session)

    with pytest.raises(rules.RoleNotHere, match="调委会主任"):
        appoint(
            uow,
            person_id=luo.id,
            role="village_director",
            unit_id=ladder["town"].id,
            from_on=TODAY,
            **SAID,
        )
    with pytest.raises(rules.RoleNotHere, match="承办人"):
        appoint(uow, person_id=luo.id, role="case_handler", unit_id=ladder["town"].id, from_on=TODAY, **SAID)


def test_refuses_the_same_post_twice_at_a_time_and_takes_it_again_later(
    uow: UnitOfWork, session: Session, ladder: dict[str, Unit]
) -> None:
    luo = a_person(session, name="罗建华")
    post = {"person_id": luo.id, "role": "grid_leader", "unit_id": ladder["grid"].id}
    first = appoint(uow, **post, from_on=TODAY, **SAID)

    with pytest.raises(rules.AlreadyInPost, match="罗建华"):
        appoint(uow, **post, from_on=date(2027, 1, 1), **SAID)
    end_post(uow, post_id=first.id, to_on=date(2026, 12, 31), **SAID)
    appoint(uow, **post, from_on=date(2027, 1, 1), **SAID)
    uow.commit()

    assert queries.holders(session, "grid_leader", ladder["grid"].id, date(2027, 1, 1)) == [luo.id]


def test_refuses_posts_at_retired_units(uow: UnitOfWork, session: Session, ladder: dict[str, Unit]) -> None:
    ladder["grid"].retired_at = AT

    with pytest.raises(UnitIsRetired):
        appoint(
            uow,
            person_id=a_person(session).id,
            role="grid_leader",
            unit_id=ladder["grid"].id,
            from_on=TODAY,
            **SAID,
        )


def test_posts_end_with_their_unit(
    session: Session, open_uow: Callable[..., UnitOfWork], ladder: dict[str, Unit]
) -> None:
    post = a_post(session, person=a_person(session), role="grid_leader", unit=ladder["grid"])
    grid, post_id = ladder["grid"].id, post.id
    session.commit()

    with open_uow(listeners={UnitRetired: [on_unit_retired]}) as uow:
        retire_unit(uow, unit_id=grid, **SAID)
        uow.commit()

    session.expire_all()
    assert session.get_one(Post, post_id).to_on == TODAY


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


def test_routes_past_vacant_posts_in_one_statement(
    session: Session, engine: Engine, locality: Locality, ladder: dict[str, Unit]
) -> None:
    a_post(session, person=a_person(session), role="village_director", unit=ladder["village"])
    a_post(
        session,
        person=a_person(session),
        role="grid_leader",
        unit=ladder["grid"],
        to_on=date(2026, 9, 6),
    )
    session.commit()
    grid, village = ladder["grid"].id, ladder["village"].id
    seen: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *args: seen.append(args[2]))

    found = queries.holders_for(session, locality, ("grid_leader", "village_director"), grid, TODAY)

    assert len([said for said in seen if not said.startswith("BEGIN")]) == 1, seen
    assert found["village_director"] == rules.Routed("village_director", village)
    assert found["grid_leader"] == rules.Routed(
        "village_director", village, diverted_from_role="grid_leader", diverted_from_id=grid
    )
    yesterday = queries.holder_for(session, locality, "grid_leader", grid, date(2026, 9, 6))
    assert yesterday == rules.Routed("grid_leader", grid)


def test_names_those_in_post_longest_first(
    session: Session, locality: Locality, ladder: dict[str, Unit]
) -> None:
    newer, older, gone = (a_person(session) for _ in range(3))
    gone.is_active = False
    for person, year in ((newer, 2026), (older, 2024), (gone, 2020)):
        a_post(session, person=person, role="grid_leader", unit=ladder["grid"], from_on=date(year, 1, 1))
    grid = ladder["grid"].id

    found = queries.holder_for(session, locality, "grid_leader", grid, TODAY)

    assert (
        list(found.person_ids) == [older.id, newer.id] == queries.holders(session, "grid_leader", grid, TODAY)
    )


def test_shows_vacant_posts_in_order_of_code(
    session: Session, locality: Locality, ladder: dict[str, Unit]
) -> None:
    a_post(session, person=a_person(session), role="grid_leader", unit=ladder["grid"])
    path = ladder["village"].path

    found = queries.vacancies(session, locality, path, TODAY)
    grids = queries.vacancies(session, locality, path, TODAY, roles=["grid_leader"])

    assert {each.role for each in found} == {"branch_secretary", "village_director", "village_mediator"}
    assert grids == ()


def test_lists_those_in_post_at_a_unit(session: Session, locality: Locality, ladder: dict[str, Unit]) -> None:
    luo = a_person(session, name="罗建华", appointed=True)
    a_post(session, person=luo, role="village_director", unit=ladder["village"])
    a_post(session, person=luo, role="village_mediator", unit=ladder["village"])

    at = queries.people_at(session, ladder["village"].id, TODAY, locality=locality)
    mediators = queries.people_with_role(
        session, "village_mediator", ladder["village"].id, TODAY, locality=locality
    )

    assert [each.post for each in at] == ["官渡镇南岳村调委会主任", "官渡镇南岳村村级调解员"]
    assert [(each.id, each.is_appointed_mediator) for each in mediators] == [(luo.id, True)]
