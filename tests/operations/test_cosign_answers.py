"""会签 answered: the task waits for it, an objection is on record, and nobody answers his own question."""

import pytest

from mediation.casework.refusals import StillAsked, TaskTaken
from mediation.inbox.operations import (
    answer_cosign,
    drop_cosigner,
    hand_over,
    take_back,
)
from mediation.inbox.refusals import (
    MoveAnswered,
    NotAsked,
    OwnQuestion,
    RemarkNeeded,
)
from tests.operations.cosign_stage import ask, to_appoint
from tests.operations.passing_stage import Passing


@pytest.fixture
def village(engine):
    return Passing(engine)


@pytest.fixture
def item(village):
    return to_appoint(village)


def appoint(village, item):
    mediators = [str(village.logins["village_mediator"])]
    answers = {"mediators": mediators, "parties_agree": True}
    return village.do(item.case_id, "village_appoint", answers, by="village_director")


def test_the_task_is_not_completed_before_the_answer(village, item):
    asked = ask(village, item)

    with pytest.raises(StillAsked, match="还有1人会签没有答复"):
        appoint(village, item)

    village.act(answer_cosign, item_id=asked, agrees=True, remark="合适", by="judicial_assistant")
    assert village.row(item.id).cosigns_open == 0
    appoint(village, item)


def test_an_objection_is_on_record_and_holds_nothing_up(village, item):
    asked = ask(village, item)

    village.act(answer_cosign, item_id=asked, agrees=False, remark="她是李甲的邻居", by="judicial_assistant")

    assert "会签“指定调解员”：有异议。意见：她是申请人甲的邻居。" in village.told(item.case_id)
    (move,) = village.moves(item.id)
    assert (move.outcome, move.remark) == ("objected", "她是申请人甲的邻居")
    assert [notice.kind for notice in village.notices("village_director")][-1] == "CosignObjected"
    appoint(village, item)


def test_an_objection_says_why(village, item):
    with pytest.raises(RemarkNeeded):
        village.act(
            answer_cosign, item_id=ask(village, item), agrees=False, remark=" ", by="judicial_assistant"
        )


def test_it_is_answered_once(village, item):
    asked = ask(village, item)
    village.act(answer_cosign, item_id=asked, agrees=True, remark="", by="judicial_assistant")

    with pytest.raises(TaskTaken, match="司法所工作人员甲已于09月01日09:00办结“会签：指定调解员”"):
        village.act(answer_cosign, item_id=asked, agrees=False, remark="不行", by="judicial_assistant")


def test_nobody_else_answers(village, item):
    asked = ask(village, item)

    with pytest.raises(NotAsked, match="请的是司法所工作人员甲"):
        village.act(answer_cosign, item_id=asked, agrees=True, remark="", by="director2")


def test_answered_it_is_not_dropped_nor_taken_back(village, item):
    asked = ask(village, item)
    village.act(answer_cosign, item_id=asked, agrees=True, remark="", by="judicial_assistant")
    (move,) = village.moves(item.id)

    with pytest.raises(TaskTaken):
        village.act(drop_cosigner, item_id=asked, reason="不用了", by="village_director")
    with pytest.raises(MoveAnswered, match="已经答复同意"):
        village.act(take_back, move_id=move.id, by="village_director")


def test_who_asked_does_not_answer_standing_in_for_who_is_asked(village, item):
    asked = ask(village, item)
    village.away("judicial_assistant", "village_director")

    with pytest.raises(OwnQuestion, match="不能由您自己答复，代办时也一样"):
        village.act(answer_cosign, item_id=asked, agrees=True, remark="", by="village_director")

    assert village.row(item.id).cosigns_open == 1
    assert "同意" not in village.told(item.case_id)
    village.act(drop_cosigner, item_id=asked, reason="对方外出", by="village_director")


def test_who_got_the_task_meanwhile_does_not_answer_its_question(village, item):
    asked = ask(village, item, to="director2")
    village.act(
        hand_over, item_id=item.id, to_id=village.logins["director2"], reason="外出", by="village_director"
    )

    with pytest.raises(OwnQuestion):
        village.act(answer_cosign, item_id=asked, agrees=True, remark="", by="director2")


def test_who_stands_in_for_both_does_not_answer(village, item):
    asked = ask(village, item)
    village.away("judicial_assistant", "director2")
    village.away("village_director", "director2")

    with pytest.raises(OwnQuestion):
        village.act(answer_cosign, item_id=asked, agrees=True, remark="", by="director2")


def test_another_substitute_answers_and_no_remark_is_not_spoken_of(village, item):
    asked = ask(village, item)
    village.away("judicial_assistant", "town_department")

    village.act(answer_cosign, item_id=asked, agrees=True, remark="", by="town_department")

    assert "会签“指定调解员”：同意。" in village.told(item.case_id)
    (notice,) = village.notices("judicial_assistant")
    assert notice.params["asked_id"] == asked
