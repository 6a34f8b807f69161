"""回避: whoever must keep away says so, sees the case no more, and the work goes to others."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from mediation.cases.model import Appointment, Attempt, Case
from mediation.cases.queries.visibility import may_see
from mediation.casework.interruptions import raise_risk, withdraw
from mediation.casework.refusals import PartyToIt, RecusedFromIt
from mediation.clocks.sweep import tick
from mediation.inbox.operations import claim, declare_recusal, delegate, follow
from mediation.inbox.refusals import NotOnTheCase, ReasonNeeded
from tests.operations.passing_stage import Passing


@pytest.fixture
def village(engine):
    return Passing(engine)


@pytest.fixture
def item(village):
    found = village.item(village.at_village(), "village_appoint")
    village.act(claim, item_id=found.id, by="village_director")
    return found


def recuse(village, item, by="village_director", relation="李甲是我岳父"):
    village.act(declare_recusal, item_id=item.id, relation=relation, by=by)


def test_he_sees_it_no_more_and_the_ledger_says_why(village, item):
    village.act(follow, case_id=item.case_id, by="village_director")

    recuse(village, item)

    with village.session() as session:
        who, case = village.who("village_director"), session.get_one(Case, item.case_id)
        assert not may_see(session, who, case)
    assert "调委会主任甲回避本案，不再参与" in village.told(item.case_id)
    assert "理由：申请人甲是我岳父。" in village.told(item.case_id)
    assert village.row(item.id).person_id == village.logins["director2"]


def test_he_does_nothing_on_it_any_more_not_even_as_a_substitute(village, item):
    recuse(village, item)
    village.away("director2", "village_director")

    mediators = [str(village.logins["village_mediator"])]
    with pytest.raises(RecusedFromIt):
        village.do(
            item.case_id,
            "village_appoint",
            {"mediators": mediators, "parties_agree": True},
            by="village_director",
        )


def test_what_he_had_delegated_goes_back_to_the_post(village, item):
    to = village.logins["third"]
    village.act(delegate, item_id=item.id, to_id=to, words="问问双方", by="village_director")

    recuse(village, item)

    row = village.row(item.id)
    assert (row.person_id, row.delegated_by_id) == (village.logins["director2"], None)


def test_a_delegate_who_keeps_away_gives_it_back(village, item):
    to = village.logins["third"]
    village.act(delegate, item_id=item.id, to_id=to, words="问问双方", by="village_director")

    recuse(village, item, by="third")

    row = village.row(item.id)
    assert (row.person_id, row.delegated_by_id) == (village.logins["village_director"], None)


def test_where_nobody_else_is_in_the_post_it_goes_one_up(village):
    case_id = village.report()
    item = village.item(case_id, "grid_accept")
    village.act(claim, item_id=item.id, by="grid_leader")
    recuse(village, item, by="stranger")

    recuse(village, item, by="grid_leader", relation="申请人是我妻子")

    row = village.row(item.id)
    assert (row.role, row.unit_id) == ("branch_secretary", village.units["branch"])
    assert (row.diverted_from_role, row.diverted_from_id) == ("grid_leader", village.units["grid"])
    assert "没有其他可以办理的人，转由" in village.told(case_id)
    village.do(case_id, "grid_accept", {"decision": "accept"}, by="branch_secretary")
    assert village.item(case_id, "grid_talk").role == "branch_secretary"


def test_to_say_why_work_was_late_is_not_asked_of_who_keeps_away(village):
    case_id = village.report()
    with village.system.uow() as uow:
        attempt = uow.session.scalars(select(Attempt).where(Attempt.case_id == case_id)).one()
        uow.add(
            Appointment(
                case_id=case_id,
                attempt_id=attempt.id,
                person_id=village.logins["grid_leader"],
                duty="recused",
                recused_at=village.at,
                appointed_at=village.at,
            )
        )
        uow.commit()

    tick(village.system.uow, at=village.at + timedelta(days=2))

    assert village.item(case_id, "grid_accept").late
    assert village.item(case_id, "explain_lateness").person_id == village.logins["stranger"]


def test_a_party_is_kept_from_the_task_and_may_say_so(village, item):
    village.rename("village_director", "李甲")
    with pytest.raises(PartyToIt, match="请申请回避"):
        village.do(item.case_id, "village_appoint", {"mediators": []}, by="village_director")

    recuse(village, item, relation="我就是申请人")

    assert village.row(item.id).person_id == village.logins["director2"]


def test_it_needs_a_reason_and_something_to_keep_away_from(village, item):
    with pytest.raises(ReasonNeeded):
        recuse(village, item, relation="")
    with pytest.raises(NotOnTheCase):
        recuse(village, item, by="town_department")
    recuse(village, item)
    with pytest.raises(RecusedFromIt):
        recuse(village, item)


def test_a_party_registers_no_refusal_but_may_report_danger(village, item):
    village.rename("village_director", "李甲")
    by = village.who("village_director").actor_with("act_on_case")

    with village.system.uow() as uow, pytest.raises(PartyToIt):
        withdraw(uow, case_id=item.case_id, reason="不想调了", by=by, at=village.at)
    with village.system.uow() as uow:
        raise_risk(uow, case_id=item.case_id, trigger="weapon", reason="有人带刀", by=by, at=village.at)
        uow.commit()

    assert village.case(item.case_id).risk == "red"
