"""Posts: taken up, ended with their unit, vacant, and where work goes."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from mediation.kernel.locality import Locality
from mediation.kernel.unit_of_work import UnitOfWork
from mediation.people import queries, rules
from mediation.people.listeners import on_unit_retired
from mediation.people.model import Post
from mediation.people.operations import appoint, end_post
from mediation.units.events import UnitRetired
from mediation.units.model import Unit
from mediation.units.operations import retire_unit
from mediation.units.rules import UnitIsRetired
from tests.factories import a_ladder, a_person, a_post
from tests.operations.people_stage import AT, SAID, TODAY


@pytest.fixture
def ladder(session: Session) -> dict[str, Unit]:
    return a_ladder(session)


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
