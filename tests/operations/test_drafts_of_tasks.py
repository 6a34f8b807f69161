"""Drafts of tasks and cases: whose they are, when they are overtaken, over or swept away."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from mediation.cases.model import Appointment, Attempt, Case
from mediation.casework.operations import complete
from mediation.drafts import operations as drafts
from mediation.kernel.errors import NotFound
from tests.operations.draft_stage import KEPT, mine, offered, save


@pytest.fixture
def item(county):
    return county.item(county.report(), "grid_accept")


def test_a_draft_knows_its_task_and_case(county, item):
    save(county, f"task:{item.id}")

    found = offered(county, f"task:{item.id}")

    assert (found.item_id, found.case_id, found.task_state) == (item.id, item.case_id, "open")
    assert found.case_title == "李甲与李乙漏水纠纷"
    assert not found.is_overtaken


def test_a_draft_of_a_task_somebody_else_finished_says_who_and_when(county, item):
    save(county, f"task:{item.id}", by="branch_secretary")
    county.at += timedelta(minutes=5)
    county.do(item.case_id, "grid_accept", {"decision": "accept"})

    found = offered(county, f"task:{item.id}", by="branch_secretary")

    assert found.is_overtaken
    assert (found.finished_by, found.finished_at, found.finished_by_me) == ("微网格长甲", county.at, False)
    assert found.answers == KEPT


def test_a_save_that_comes_after_its_form_was_sent_is_no_draft(county, item):
    with county.system.uow() as uow:
        who = county.who("grid_leader")
        complete(uow, item_id=item.id, answers={"decision": "accept"}, submission="one", by=who, at=county.at)
        uow.commit()

    late = save(county, f"task:{item.id}", submission="one")
    other_window = save(county, f"task:{item.id}", submission="two")

    assert late.draft_id is None
    assert other_window.draft_id is not None


def test_a_draft_is_over_once_its_writer_has_done_the_task_and_the_sweep_takes_it_away(county, item):
    save(county, f"task:{item.id}")
    county.at += timedelta(minutes=5)
    county.do(item.case_id, "grid_accept", {"decision": "accept"})

    with county.system.uow() as uow:
        swept = drafts.sweep(uow, at=county.at)
        uow.commit()

    assert offered(county, f"task:{item.id}") is None
    assert swept == 1


def test_a_draft_its_writer_has_sent_is_listed_no_more(county, item):
    save(county, f"task:{item.id}")
    before = [each.key for each in mine(county).items]
    county.at += timedelta(minutes=5)
    county.do(item.case_id, "grid_accept", {"decision": "accept"})

    assert before == [f"task:{item.id}"]
    assert mine(county).items == ()


def test_finishing_throws_the_forms_draft_away_and_no_other(county, item):
    save(county, f"task:{item.id}")
    save(county, f"task:{item.id}", by="branch_secretary")
    save(county)

    with county.system.uow() as uow:
        drafts.finish(uow, key=f"task:{item.id}", by=county.who("grid_leader"))
        uow.commit()

    assert offered(county, f"task:{item.id}") is None
    assert offered(county, f"task:{item.id}", by="branch_secretary") is not None
    assert offered(county) is not None


def test_whoever_was_recused_neither_saves_nor_sees_a_draft_of_that_case(county, item):
    key = f"task:{item.id}"
    save(county, key, by="village_director")
    with county.system.uow() as uow:
        attempt = uow.session.scalars(select(Attempt).where(Attempt.case_id == item.case_id)).one()
        uow.add(
            Appointment(
                case_id=item.case_id,
                attempt_id=attempt.id,
                person_id=county.logins["village_director"],
                duty="mediator",
                appointed_at=county.at,
                recused_at=county.at,
            )
        )
        uow.commit()

    with pytest.raises(NotFound):
        save(county, key, by="village_director", answers={"findings": ["再写"]})
    assert offered(county, key, by="village_director") is None
    assert mine(county, "village_director").items == ()


def test_drafts_of_cases_closed_long_ago_are_swept_and_no_others(county, item):
    save(county, f"act:{item.case_id}:withdraw")
    save(county)
    with county.system.uow() as uow:
        case = uow.get(Case, item.case_id)
        case.closed_at, case.outcome = county.at, "withdrawn"
        uow.commit()

    def sweep(days):
        with county.system.uow() as uow:
            gone = drafts.sweep(uow, at=county.at + timedelta(days=days))
            uow.commit()
            return gone

    assert [sweep(29), sweep(30), sweep(31)] == [0, 1, 0]
    assert offered(county) is not None
    assert sweep(180) == 1
