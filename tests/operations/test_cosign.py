"""加签, 减签: a word asked for beside a task, of whom, until when, and how the question falls away."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from mediation.cases.model import Case
from mediation.cases.queries.visibility import may_see
from mediation.casework.interruptions import withdraw
from mediation.casework.model import WorkItem, WorkMove
from mediation.casework.operations import complete
from mediation.casework.refusals import AskedForAWord, NoPost, TaskGone
from mediation.inbox.operations import (
    answer_cosign,
    declare_recusal,
    drop_cosigner,
    hand_over,
    release,
    take_back,
)
from mediation.inbox.refusals import (
    AnswerTooLate,
    AskedAlready,
    ClosedToThem,
    NotInLine,
    NotToOneself,
    ReceiverIsParty,
    TooManyCosigners,
)
from mediation.kernel.clock import SHANGHAI
from mediation.people.operations import leave
from tests.operations.cosign_stage import TOMORROW, ask, to_appoint
from tests.operations.passing_stage import Passing


@pytest.fixture
def village(engine):
    return Passing(engine)


@pytest.fixture
def item(village):
    return to_appoint(village)


def test_the_question_lies_on_the_co_signers_desk(village, item):
    asked = village.row(ask(village, item))

    assert (asked.parent_id, asked.person_id, asked.label) == (
        item.id,
        village.logins["judicial_assistant"],
        "会签：指定调解员",
    )
    assert (asked.clock_id, asked.form_key, asked.step) == (None, None, None)
    assert (asked.due_on, asked.due_at) == (TOMORROW, datetime(2026, 9, 3, tzinfo=SHANGHAI))
    assert village.row(item.id).cosigns_open == 1
    assert "请官渡镇司法所工作人员" in village.told(item.case_id)
    assert [notice.kind for notice in village.notices("judicial_assistant")] == ["CosignAsked"]


def test_a_co_signer_sees_the_case_while_asked(village, item):
    def sees():
        with village.session() as session:
            return may_see(session, village.who("town_department"), session.get_one(Case, item.case_id))

    assert not sees()
    asked = ask(village, item, to="town_department")
    assert sees()
    village.act(answer_cosign, item_id=asked, agrees=True, remark="", by="town_department")
    assert not sees()


def test_a_question_is_no_task(village, item):
    ask(village, item)

    row = _asked(village, item)
    with pytest.raises(AskedForAWord):
        village.act(complete, item_id=row.id, answers={}, by="judicial_assistant")
    with pytest.raises(AskedForAWord):
        village.act(release, item_id=row.id, by="judicial_assistant")
    with pytest.raises(AskedForAWord):
        village.act(
            hand_over,
            item_id=row.id,
            to_id=village.logins["director2"],
            reason="忙",
            by="judicial_assistant",
        )


def _asked(village, item):
    with village.session() as session:
        return session.scalars(select(WorkItem).where(WorkItem.parent_id == item.id)).one()


def test_dropped_it_is_asked_no_more(village, item):
    asked = ask(village, item)

    village.act(drop_cosigner, item_id=asked, reason="已经当面问过", by="village_director")

    assert village.row(item.id).cosigns_open == 0
    assert "不再请司法所工作人员甲会签“指定调解员”。理由：已经当面问过。" in village.told(item.case_id)
    with pytest.raises(TaskGone):
        village.act(answer_cosign, item_id=asked, agrees=True, remark="", by="judicial_assistant")


def test_only_whose_task_it_is_drops_a_co_signer(village, item):
    asked = ask(village, item)

    with pytest.raises(NoPost):
        village.act(drop_cosigner, item_id=asked, reason="不用了", by="third")


def test_taking_the_question_back_drops_it(village, item):
    asked = ask(village, item)
    (move,) = village.moves(item.id)

    village.act(take_back, move_id=move.id, by="village_director")

    assert village.row(asked).state == "cancelled"
    assert village.row(item.id).cosigns_open == 0


def test_five_are_asked_at_most(village, item):
    for to in ("village_mediator", "third", "recorder2", "town_director", "judicial_assistant"):
        ask(village, item, to)

    with pytest.raises(TooManyCosigners, match="已经请了5人会签，最多同时请5人"):
        ask(village, item, "county_director")


def test_the_same_one_is_asked_once(village, item):
    ask(village, item)

    with pytest.raises(AskedAlready, match="已经请司法所工作人员甲会签"):
        ask(village, item)


@pytest.mark.parametrize("days", [-1, 30])
def test_the_answer_is_wanted_between_today_and_the_tasks_own_day(village, item, days):
    with pytest.raises(AnswerTooLate, match="不能早于今天，也不能晚于这件事的期限"):
        ask(village, item, answer_by=village.at.date() + timedelta(days=days))


def test_on_the_tasks_last_day_the_answer_is_due_when_the_task_is(village, item):
    asked = village.row(ask(village, item, answer_by=item.due_on))

    assert asked.due_at == item.due_at


def test_who_has_nothing_to_do_with_it_is_not_asked(village, item):
    with pytest.raises(NotToOneself):
        ask(village, item, "village_director")
    with pytest.raises(NotInLine):
        ask(village, item, "auditor")
    village.rename("third", "李乙")
    with pytest.raises(ReceiverIsParty):
        ask(village, item, "third")


def test_of_violence_only_those_who_protect_are_asked(village):
    case_id = village.report(
        unit_id=village.units["village"], kind="family", traits={"violence": True}, title="家庭纠纷"
    )
    found = village.item(case_id, "protection_order_guide")

    with pytest.raises(ClosedToThem):
        ask(village, found, "third", answer_by=village.at.date())
    ask(village, found, "women_federation", answer_by=village.at.date())


def test_when_the_case_takes_another_way_the_question_falls_away(village, item):
    asked = ask(village, item)

    with village.system.uow() as uow:
        by = village.who("village_director").actor_with("act_on_case")
        withdraw(uow, case_id=item.case_id, reason="和好了", by=by, at=village.at)
        uow.commit()

    assert village.row(asked).state == "cancelled"
    with village.session() as session:
        assert (
            session.scalars(select(WorkMove.outcome).where(WorkMove.to_item_id == asked)).one() == "dropped"
        )


@pytest.mark.parametrize("how", ["leaves", "is recused"])
def test_a_co_signer_who_cannot_answer_any_more_holds_nothing_up(village, item, how):
    asked = ask(village, item)

    if how == "leaves":
        with village.system.uow() as uow:
            by = village.who("county_director").speaker()
            leave(uow, person_id=village.logins["judicial_assistant"], by=by, at=village.at)
            uow.commit()
    else:
        village.act(declare_recusal, item_id=asked, relation="申请人是我妹妹", by="judicial_assistant")

    assert village.row(asked).state == "cancelled"
    assert village.row(item.id).cosigns_open == 0


def test_handed_over_the_questions_go_along(village, item):
    asked = ask(village, item)
    to = village.logins["director2"]

    village.act(hand_over, item_id=item.id, to_id=to, reason="下乡", by="village_director")
    village.act(drop_cosigner, item_id=asked, reason="问过了", by="director2")

    assert village.row(item.id).cosigns_open == 0
