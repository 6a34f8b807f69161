"""Whom the tasks of 督办 offer to answer for a dispute: those at work on its way, and whoever was late."""

from datetime import date

import pytest
from sqlalchemy import Engine, update

from mediation.cases.model import Case
from mediation.casework.owners import owners_for_task
from mediation.kernel.clock import day_of
from mediation.people.model import Person
from mediation.units.model import Unit
from tests.factories import a_person, a_post, a_unit
from tests.factories.county import County

ELSEWHERE = ("auditor", "process_designer", "administrator", "hotline_operator")


@pytest.fixture
def county(engine: Engine) -> County:
    county = County(engine, at="2026-06-16 08:00")
    with county.system.uow() as uow:
        other = a_unit(uow.session, name="大瑶镇", parent=uow.get(Unit, county.units["county"]))
        clerk = a_person(uow.session, name="大瑶镇登记员")
        a_post(uow.session, person=clerk, role="intake_clerk", unit=other, from_on=date(2026, 1, 1))
        county.logins["clerk_elsewhere"] = clerk.id
        uow.commit()
    return county


@pytest.fixture
def case_id(county: County) -> int:
    case_id = county.report()
    assert county.item(case_id, "grid_accept").role == "grid_leader"
    return case_id


def offered(county: County, case_id: int, element: str, by: str) -> list[int]:
    item = county.item(case_id, element)
    with county.session() as session:
        found = owners_for_task(
            session,
            county.system.locality,
            case_id=case_id,
            item_id=item.id,
            unit_id=item.unit_id,
            on=day_of(county.at),
            by=county.who(by),
        )
        return [each.id for each in found]


def test_a_grid_leader_who_was_late_is_offered_first_and_the_branch_is_too(
    county: County, case_id: int
) -> None:
    county.go_to("2026-06-25 00:00")

    found = offered(county, case_id, "town_instruction", "town_leader")

    assert found[0] == county.logins["grid_leader"]
    wanted = ("branch_secretary", "village_director", "village_mediator", "town_director", "town_department")
    assert {county.logins[each] for each in wanted} <= set(found)
    assert county.logins["town_leader"] not in found
    assert county.logins["county_mediator"] not in found


def test_whoever_was_late_is_offered_wherever_the_case_is_now(county: County, case_id: int) -> None:
    county.go_to("2026-06-25 00:00")
    with county.system.uow() as uow:
        aside = a_unit(uow.session, name="别处", parent=uow.get(Unit, county.units["county"]))
        gone = {"level": "town", "held_by_id": aside.id, "unit_id": aside.id}
        uow.session.execute(update(Case).where(Case.id == case_id).values(**gone))
        uow.commit()

    assert offered(county, case_id, "town_instruction", "town_leader") == [county.logins["grid_leader"]]


def test_only_those_at_work_on_the_way_of_the_case_are_offered(county: County, case_id: int) -> None:
    county.go_to("2026-06-25 00:00")
    item = county.item(case_id, "town_instruction")
    with county.session() as session:
        found = owners_for_task(
            session,
            county.system.locality,
            case_id=case_id,
            item_id=item.id,
            unit_id=county.units["county"],
            on=day_of(county.at),
            by=county.who("county_director"),
        )

    ids = {each.id for each in found}
    assert county.logins["county_mediator"] in ids
    assert not ids & {county.logins[each] for each in (*ELSEWHERE, "clerk_elsewhere")}


def test_of_violence_only_those_who_protect_are_offered(county: County, case_id: int) -> None:
    county.go_to("2026-06-25 00:00")
    with county.system.uow() as uow:
        uow.get(Case, case_id).traits = {"violence": True}
        uow.get(Person, county.logins["town_police"]).is_active = False
        uow.commit()

    found = offered(county, case_id, "town_instruction", "town_leader")

    protecting = ("village_director", "town_director", "women_federation", "civil_affairs")
    assert set(found) == {county.logins[each] for each in protecting}
