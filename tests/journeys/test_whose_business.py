"""Whose business a case is: who keeps the work, who reads, who lowers a risk, who supervises."""

import pytest
from sqlalchemy import select

from mediation.cases.model import Case
from mediation.cases.queries import may_see
from mediation.casework.interruptions import call_department, lower_risk, raise_risk, withdraw
from mediation.casework.operations import complete
from mediation.casework.refusals import DepartmentUnknown, NotARedSign, OnlyTheTownLowers, TaskGone
from mediation.kernel.actor import SYSTEM
from mediation.ledger.model import LedgerLine
from mediation.units.operations import create_unit, move_unit
from tests.factories.county import County
from tests.journeys.county_looks import snapshot


def test_a_withdrawn_case_calls_off_its_hearing_and_its_tasks(county: County) -> None:
    case_id = county.report(unit_id=county.units["village"])
    item = county.item(case_id, "village_accept")
    with county.system.uow() as uow:
        withdraw(uow, case_id=case_id, reason="双方已自行说和", by=SYSTEM, at=county.at)
        uow.commit()

    with county.system.uow() as uow, pytest.raises(TaskGone):
        complete(uow, item_id=item.id, answers={}, by=county.who("village_director"), at=county.at)
    with county.session() as session:
        case = session.get_one(Case, case_id)
        assert case.outcome == "withdrawn"


def test_a_unit_moved_keeps_its_open_work_and_climbs_to_the_new_parent(county: County) -> None:
    case_id = county.report()
    item = county.item(case_id, "grid_accept")
    with county.system.uow() as uow:
        branch = create_unit(
            uow,
            code="T-other",
            name="白石党支部",
            level="branch",
            parent_id=county.units["village"],
            by=SYSTEM,
            at=county.at,
        )
        uow.session.flush()
        move_unit(uow, unit_id=county.units["grid"], to_id=branch.id, by=SYSTEM, at=county.at)
        uow.commit()
        branch_id = branch.id

    still = county.item(case_id, "grid_accept")
    assert (still.id, still.unit_id, still.due_at) == (item.id, item.unit_id, item.due_at)
    with county.session() as session:
        last = session.scalars(
            select(LedgerLine.sentence).where(LedgerLine.case_id == case_id).order_by(LedgerLine.seq.desc())
        ).first()
    assert "划归" in (last or "")

    county.do(case_id, "grid_accept", {"decision": "report_up", "note": "涉及两组"})

    climbed = county.item(case_id, "branch_accept")
    assert climbed.diverted_from_id == branch_id
    assert climbed.role == "village_director"


def test_whoever_holds_work_on_a_case_may_read_it_and_only_so_long(county: County) -> None:
    case_id = county.report(unit_id=county.units["village"])
    police = county.who("town_police")
    with county.session() as session:
        assert not may_see(session, police, session.get_one(Case, case_id))
    with county.system.uow() as uow:
        by = county.who("village_director").actor_for("village_director", county.units["village"])
        call_department(uow, case_id=case_id, role="town_police", reason="夜里有人闹事", by=by, at=county.at)
        uow.commit()

    with county.session() as session:
        assert may_see(session, police, session.get_one(Case, case_id))
    county.do(case_id, "whistle_report_in", {"note": "已派两人到场"})
    county.do(case_id, "whistle_result", {"result": "现场已劝离"})
    with county.session() as session:
        assert not may_see(session, police, session.get_one(Case, case_id))


def test_only_the_town_lowers_a_red_risk(county: County) -> None:
    case_id = county.report(traits={"suicide_threat": True})
    grid = county.who("grid_leader").actor_for("grid_leader", county.units["grid"])
    before = snapshot(county)
    with county.system.uow() as uow, pytest.raises(OnlyTheTownLowers, match="矛调中心主任"):
        lower_risk(uow, case_id=case_id, risk="orange", reason="人已劝回", by=grid, at=county.at)
    assert snapshot(county) == before

    town = county.who("town_director").actor_for("town_director", county.units["town"])
    with county.system.uow() as uow:
        lower_risk(uow, case_id=case_id, risk="orange", reason="人已劝回", by=town, at=county.at)
        uow.commit()
    assert county.case(case_id).risk == "orange"


def test_late_work_of_the_county_is_never_supervised_by_a_town(county: County) -> None:
    case_id = county.report(kind="medical")
    assert county.open(case_id) == ["county_accept"]

    county.go_to("2026-09-05 08:00")
    county.go_to("2026-09-10 08:00")

    assert county.item(case_id, "town_instruction").role == "county_supervisor"


@pytest.mark.parametrize("role", ["grid_leader", "case_handler", "nobody"])
def test_a_whistle_calls_departments_only(county: County, role: str) -> None:
    case_id = county.report(unit_id=county.units["village"])
    by = county.who("village_director").actor_for("village_director", county.units["village"])
    before = snapshot(county)

    with county.system.uow() as uow, pytest.raises(DepartmentUnknown):
        call_department(uow, case_id=case_id, role=role, reason="夜里有人闹事", by=by, at=county.at)

    assert snapshot(county) == before


def test_only_a_red_sign_turns_a_risk_red(county: County) -> None:
    case_id = county.report(unit_id=county.units["village"])
    before = snapshot(county)

    with county.system.uow() as uow, pytest.raises(NotARedSign):
        raise_risk(uow, case_id=case_id, trigger="private_matter", reason="说不清", by=SYSTEM, at=county.at)

    assert snapshot(county) == before
