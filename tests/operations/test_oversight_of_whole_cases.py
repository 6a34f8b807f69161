"""督办 of a limit of the whole case: it is late where the case is, whoever did a task before."""

from datetime import date

import pytest
from sqlalchemy import Engine, select, update

from mediation.cases.model import Case
from mediation.casework.model import ProcessInstance, WorkItem
from mediation.clocks.model import Clock
from mediation.oversight import queries
from mediation.people.model import Person
from tests.factories.county import County


@pytest.fixture
def county(engine: Engine) -> County:
    return County(engine, at="2026-06-16 08:00")


@pytest.fixture
def case_id(county: County) -> int:
    """A dispute that came to the county, by whose limit of 90 days a task of the village once went."""
    case_id = county.report(unit_id=county.units["village"], title="吴甲与郑乙争水")
    county.do(case_id, "village_accept", {"decision": "up", "reason": "涉及三个乡镇"})
    done = (WorkItem.case_id == case_id, WorkItem.element == "village_accept")
    clock_id = limit(county, case_id).id
    with county.system.uow() as uow:
        uow.session.execute(update(WorkItem).where(*done).values(clock_id=clock_id))
        uow.commit()
    hold(county, case_id, "county")
    return case_id


def hold(county: County, case_id: int, level: str) -> None:
    with county.system.uow() as uow:
        held = {"level": level, "held_by_id": county.units[level]}
        uow.session.execute(update(Case).where(Case.id == case_id).values(**held))
        uow.commit()


def limit(county: County, case_id: int) -> Clock:
    with county.session() as session:
        query = select(Clock).where(Clock.case_id == case_id, Clock.policy == "case.cap")
        return session.scalars(query).one()


def asked(county: County, case_id: int, element: str) -> WorkItem:
    with county.session() as session:
        query = (
            select(WorkItem)
            .join(ProcessInstance, ProcessInstance.id == WorkItem.instance_id)
            .where(ProcessInstance.subject_id == limit(county, case_id).id, WorkItem.element == element)
        )
        return session.scalars(query).one()


def test_whoever_has_the_case_explains_and_a_rank_not_below_them_gives_the_order(
    county: County, case_id: int
) -> None:
    assert limit(county, case_id).due_on == date(2026, 9, 14)

    county.go_to("2026-09-18 00:00")

    explaining, ordering = (asked(county, case_id, each) for each in ("explain_lateness", "town_instruction"))
    assert (explaining.role, explaining.unit_id) == ("county_director", county.units["county"])
    assert (ordering.role, ordering.unit_id) == ("county_supervisor", county.units["county"])
    with county.session() as session:
        of_it = [
            each
            for each in queries.cards_of_case(session, case_id)
            if each.clock_id == limit(county, case_id).id
        ]
    assert {each.person_id for each in of_it} == {county.logins["county_director"]}


def test_with_that_post_vacant_whoever_stands_in_explains(county: County, case_id: int) -> None:
    hold(county, case_id, "town")
    with county.system.uow() as uow:
        uow.get(Person, county.logins["town_director"]).is_active = False
        uow.commit()

    county.go_to("2026-09-15 00:00")

    explaining = asked(county, case_id, "explain_lateness")
    assert (explaining.role, explaining.diverted_from_role) == ("county_director", "town_director")
