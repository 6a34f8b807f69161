"""What goes wrong in real life, and that nothing is lost or half-done when it does."""

from threading import Barrier, Thread
from typing import Any

import pytest
from sqlalchemy import Engine, event, func, select

from mediation.agreements.queries import agreements
from mediation.cases.model import Case, CaseRecord
from mediation.cases.queries import may_see
from mediation.cases.refusals import NotAllAttended
from mediation.cases.rules import MediationRefused
from mediation.casework.interruptions import call_department, lower_risk, raise_risk, refuse, withdraw
from mediation.casework.operations import complete
from mediation.casework.refusals import (
    DepartmentUnknown,
    NoPost,
    NotARedSign,
    OnlyTheTownLowers,
    TaskGone,
    TaskTaken,
)
from mediation.kernel.actor import SYSTEM
from mediation.kernel.base import Base
from mediation.kernel.errors import Conflict, Refused
from mediation.ledger.model import LedgerLine
from mediation.units.operations import create_unit, move_unit
from tests.factories.county import County, moment


@pytest.fixture
def county(engine: Engine) -> County:
    return County(engine)


def snapshot(county: County) -> dict[str, list[tuple[Any, ...]]]:
    """Return every row of every table, to compare before and after."""
    with county.session() as session:
        return {
            table.name: [tuple(row) for row in session.execute(select(table).order_by(*table.primary_key))]
            for table in Base.metadata.sorted_tables
        }


def test_of_two_people_at_once_one_wins_and_the_other_is_told_who(county: County) -> None:
    case_id = county.report()
    item = county.item(case_id, "grid_accept")
    me = county.who("grid_leader")
    start, results = Barrier(2), []

    def act() -> None:
        with county.system.uow() as uow:
            start.wait()
            try:
                complete(uow, item_id=item.id, answers={"decision": "accept"}, by=me, at=county.at)
                uow.commit()
                results.append("done")
            except Conflict as refusal:
                results.append(refusal.sentence())

    threads = [Thread(target=act) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(result == "done" for result in results) == [False, True]
    told = next(result for result in results if result != "done")
    assert "微网格长甲" in told
    with county.session() as session:
        assert session.scalar(select(func.count()).select_from(CaseRecord)) == 1
    assert county.open(case_id) == ["grid_talk"]


def test_a_second_person_is_told_who_did_it_and_when(county: County) -> None:
    case_id = county.report()
    item = county.item(case_id, "grid_accept")
    county.do(case_id, "grid_accept", {"decision": "accept"}, at="2026-09-01 09:30")

    with county.system.uow() as uow, pytest.raises(TaskTaken, match="微网格长甲已于09月01日09:30办结"):
        complete(uow, item_id=item.id, answers={}, by=county.who("grid_leader"), at=county.at)


def test_the_same_form_sent_twice_counts_once(county: County) -> None:
    case_id = county.report()
    item = county.item(case_id, "grid_accept")
    answers = {"decision": "accept"}

    for repeated in (False, True):
        with county.system.uow() as uow:
            done = complete(
                uow,
                item_id=item.id,
                answers=answers,
                submission="form-1",
                by=county.who("grid_leader"),
                at=county.at,
            )
            uow.commit()
        assert done.repeated is repeated

    with county.session() as session:
        assert session.scalar(select(func.count()).select_from(CaseRecord)) == 1
    assert county.open(case_id) == ["grid_talk"]


def test_a_dispute_reported_twice_by_one_form_is_one_dispute(county: County) -> None:
    first, second = county.report(submission="form-2"), county.report(submission="form-2")

    assert first == second


def test_a_step_that_refuses_leaves_everything_as_it_was(county: County) -> None:
    case_id = county.report()
    county.do(case_id, "grid_accept", {"decision": "accept"})
    before = snapshot(county)

    with pytest.raises(Refused):
        county.do(case_id, "grid_talk", {"decision": "up", "reason": ""})

    assert snapshot(county) == before


def test_dying_between_any_two_statements_leaves_nothing_half_done(county: County) -> None:
    case_id = county.report()
    item = county.item(case_id, "grid_accept")
    me = county.who("grid_leader")
    before = snapshot(county)
    engine = county.system.engine
    fatal = 0

    class Died(BaseException):
        """The process is gone."""

    def run() -> None:
        with county.system.uow() as uow:
            complete(uow, item_id=item.id, answers={"decision": "accept"}, by=me, at=county.at)
            uow.commit()

    while True:
        fatal += 1
        count = 0

        def die(*_: Any, at: int = fatal) -> None:
            nonlocal count
            count += 1
            if count == at:
                raise Died()

        event.listen(engine, "before_cursor_execute", die)
        try:
            run()
        except Died:
            event.remove(engine, "before_cursor_execute", die)
            assert snapshot(county) == before, f"half-done after statement {fatal}"
            continue
        event.remove(engine, "before_cursor_execute", die)
        break

    assert fatal > 5
    assert county.open(case_id) == ["grid_talk"]


def test_a_task_is_refused_to_somebody_without_the_post(county: County) -> None:
    case_id = county.report()
    before = snapshot(county)

    with pytest.raises(NoPost, match="第9微网格长办理，您现在没有担任这个岗位"):
        county.do(case_id, "grid_accept", {"decision": "accept"}, by="town_mediator")

    assert snapshot(county) == before


def test_mediation_cannot_start_after_a_clear_refusal(county: County) -> None:
    case_id = county.report(unit_id=county.units["village"])
    with county.system.uow() as uow:
        refuse(
            uow,
            case_id=case_id,
            party_id=county.parties(case_id)[1],
            form="written",
            evidence="书面拒绝调解",
            by=county.who("village_director").actor_for("village_director", county.units["village"]),
            at=county.at,
        )
        uow.commit()

    assert county.open(case_id) == ["tell_remedies"]
    with county.session() as session:
        lines = session.scalars(select(LedgerLine.sentence).where(LedgerLine.case_id == case_id)).all()
    assert any("书面表示不同意调解" in line for line in lines)


def test_a_refusal_that_stands_bars_acceptance(county: County) -> None:
    from mediation.parties.operations import record_consent

    case_id = county.report(unit_id=county.units["village"])
    with county.system.uow() as uow:
        record_consent(
            uow,
            case_id=case_id,
            party_id=county.parties(case_id)[1],
            kind="mediation",
            given=False,
            form="written",
            by=SYSTEM,
            at=county.at,
        )
        uow.commit()
    before = snapshot(county)

    with pytest.raises(MediationRefused):
        county.do(case_id, "village_accept", {"decision": "accept"})

    assert snapshot(county) == before


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


def _to_signing(county: County) -> int:
    """Bring a dispute to the village's draft agreement."""
    case_id = county.report(unit_id=county.units["village"])
    parties = [str(party) for party in county.parties(case_id)]
    county.do(case_id, "village_accept", {"decision": "accept"})
    mediator = [str(county.logins["village_mediator"])]
    county.do(case_id, "village_appoint", {"mediators": mediator, "parties_agree": True})
    county.do(case_id, "village_rights", {"told_on": county.at.date(), "all_told": True})
    county.do(case_id, "village_inquire", {"findings": "走访了双方"})
    county.do(case_id, "village_route", {"decision": "session"})
    county.do(case_id, "village_notice", {"session_at": moment("2026-09-05 09:00"), "open_session": True})
    told = {"attended": parties, "decision": "agreed", "summary": "双方同意各修一半"}
    county.do(case_id, "village_session", told, at="2026-09-05 10:30")
    draft = {"disputes": "谁来修", "terms": "双方各修一半。", "promises": "李乙|修好水管|2026-09-12|"}
    county.do(case_id, "draft_agreement", {**draft, "cooling_off_hours": 0})
    return case_id


def _sign(county: County, case_id: int, *places: int) -> None:
    parties = county.parties(case_id)
    signed = {"decision": "signed", "identities_checked": True, "read_aloud": True}
    county.do(case_id, "collect_signatures", {**signed, "signed": [str(parties[place]) for place in places]})


def _in_force(county: County, case_id: int) -> bool:
    with county.session() as session:
        return agreements(session, case_id, today=county.at.date())[0].is_in_force


def test_an_agreement_one_party_has_not_signed_is_not_in_force_until_they_do(county: County) -> None:
    case_id = _to_signing(county)

    _sign(county, case_id, 0)
    county.do(case_id, "sign_mediator", {"mediator_signed": True})
    county.do(case_id, "seal_agreement", {"sealed": True, "in_force_on": county.at.date()})

    assert not _in_force(county, case_id)
    assert county.open(case_id) == ["collect_signatures"]
    assert county.case(case_id).outcome is None

    _sign(county, case_id, 1)

    assert _in_force(county, case_id)
    assert "confirm_performance" in county.open(case_id)


def test_an_agreement_without_the_seal_is_not_in_force(county: County) -> None:
    case_id = _to_signing(county)
    _sign(county, case_id, 0, 1)
    county.do(case_id, "sign_mediator", {"mediator_signed": True})

    assert not _in_force(county, case_id)
    county.do(case_id, "seal_agreement", {"sealed": False})

    assert not _in_force(county, case_id)
    assert county.case(case_id).outcome is None


def test_a_talk_that_settles_needs_everybody_there(county: County) -> None:
    case_id = county.report()
    county.do(case_id, "grid_accept", {"decision": "accept"})
    only_one = [str(county.parties(case_id)[0])]
    told = {"talked_on": county.at.date(), "attended": only_one, "decision": "settled"}
    before = snapshot(county)

    with pytest.raises(NotAllAttended, match="被申请人乙"):
        county.do(case_id, "grid_talk", told)

    assert snapshot(county) == before


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
