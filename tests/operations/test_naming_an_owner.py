"""A dispute sent back and forth: the level above names one owner with a day, and time goes on."""

from datetime import date

import pytest
from sqlalchemy import Engine, select, update

from mediation.cases.model import Case
from mediation.casework.interruptions import withdraw
from mediation.clocks.model import Clock
from mediation.ledger.model import LedgerLine
from mediation.ledger.operations import record_refusal
from mediation.notifications.model import Notice
from mediation.oversight.model import Instruction
from mediation.oversight.rules import FinishByPassed
from tests.factories.county import County

REFUSED = "SentBackTooOften"
GIVEN = {"finish_by": date(2026, 6, 26), "instruction": "一人负责到底，村镇配合"}


@pytest.fixture
def county(engine: Engine) -> County:
    return County(engine, at="2026-06-16 08:00")


@pytest.fixture
def case_id(county: County) -> int:
    """A dispute at the town that went down twice and came up again."""
    case_id = county.report(unit_id=county.units["village"], title="吴甲与郑乙争水")
    county.do(case_id, "village_accept", {"decision": "up", "reason": "涉及三个村"})
    with county.system.uow() as uow:
        uow.session.execute(update(Case).where(Case.id == case_id).values(returns=2))
        uow.commit()
    return case_id


def refused(county: County, case_id: int, refusal: str = REFUSED) -> None:
    with county.system.uow() as uow:
        by = county.who("town_director").actor_for("town_director", county.units["town"])
        record_refusal(
            uow, case_id=case_id, act="受理审查", sentence="不能。", refusal=refusal, by=by, at=county.at
        )
        uow.commit()


def orders(county: County, case_id: int) -> list[Instruction]:
    with county.session() as session:
        return list(session.scalars(select(Instruction).where(Instruction.case_id == case_id)))


def test_the_lead_of_the_level_above_has_to_name_one(county: County, case_id: int) -> None:
    refused(county, case_id)

    asked = county.item(case_id, "name_owner")
    assert (asked.role, asked.unit_id) == ("county_director", county.units["county"])
    assert asked.due_on == date(2026, 6, 17)
    with county.session() as session:
        (notice,) = session.scalars(select(Notice).where(Notice.kind == "OwnerAsked"))
        assert (notice.person_id, notice.urgent) == (county.logins["county_director"], True)
        (line,) = session.scalars(select(LedgerLine.sentence).where(LedgerLine.kind == "OwnerAsked"))
    assert (
        line
        == "本案已经下交2次，仍要再下交：已请浏阳市矛调指导中心主任指定一名责任人限期办结，期限照常计算。"
    )


def test_it_is_asked_once_however_often_it_is_tried(county: County, case_id: int) -> None:
    refused(county, case_id)
    refused(county, case_id)

    assert county.open(case_id).count("name_owner") == 1


def test_another_refusal_asks_for_nobody(county: County, case_id: int) -> None:
    refused(county, case_id, "NobodyBelow")

    assert county.running(case_id) == ["dispute"]


def test_naming_gives_a_numbered_order_to_that_one_person(county: County, case_id: int) -> None:
    refused(county, case_id)

    county.do(case_id, "name_owner", {**GIVEN, "owner": str(county.logins["town_mediator"])})

    (order,) = orders(county, case_id)
    assert (order.origin, order.number, order.clock_id) == ("returns", "浏督〔2026〕000001号", None)
    assert (order.owner_id, order.finish_by) == (county.logins["town_mediator"], GIVEN["finish_by"])
    assert order.unit_id == county.units["town"]
    assert county.running(case_id) == ["dispute"]
    refused(county, case_id)
    assert county.running(case_id) == ["dispute"]


def test_it_asks_for_a_day_that_is_still_to_come(county: County, case_id: int) -> None:
    refused(county, case_id)

    with pytest.raises(FinishByPassed):
        county.do(
            case_id,
            "name_owner",
            {**GIVEN, "owner": str(county.logins["town_mediator"]), "finish_by": date(2026, 6, 15)},
        )


def test_no_clock_of_the_case_moves_for_it(county: County, case_id: int) -> None:
    before = county.item(case_id, "town_accept").due_on
    refused(county, case_id)

    county.do(case_id, "name_owner", {**GIVEN, "owner": str(county.logins["town_mediator"])})

    assert county.item(case_id, "town_accept").due_on == before


def test_naming_late_is_late_work_like_any_other(county: County, case_id: int) -> None:
    refused(county, case_id)

    county.go_to("2026-06-18 00:00")

    item = county.item(case_id, "name_owner")
    assert item.late
    with county.session() as session:
        clock = session.get_one(Clock, item.clock_id)
        assert (clock.policy, clock.state) == ("returns.name_owner", "reached")
    assert county.running(case_id) == ["dispute", "oversight", "owner"]


def test_with_the_case_over_nobody_needs_to_be_named(county: County, case_id: int) -> None:
    refused(county, case_id)

    with county.system.uow() as uow:
        by = county.who("town_director").actor_for("town_director", county.units["town"])
        withdraw(uow, case_id=case_id, reason="两家和好了", by=by, at=county.at)
        uow.commit()

    assert "name_owner" not in county.open(case_id)
    assert county.running(case_id) == ["dispute"]
    refused(county, case_id)
    assert county.running(case_id) == ["dispute"]


def test_at_the_top_the_county_names_one_itself(county: County, case_id: int) -> None:
    with county.system.uow() as uow:
        held = {"level": "county", "held_by_id": county.units["county"]}
        uow.session.execute(update(Case).where(Case.id == case_id).values(**held))
        uow.commit()

    refused(county, case_id)

    assert county.item(case_id, "name_owner").role == "county_director"
