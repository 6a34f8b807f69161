"""撤回 of a move: before anybody acted on it, by whoever made it."""

import pytest

from mediation.casework.refusals import TaskTaken
from mediation.drafts.model import Draft
from mediation.inbox.operations import add_cosigner, claim, delegate, hand_over, take_back
from mediation.inbox.refusals import ActedOn, MoveAnswered, NotYourMove
from mediation.people.operations import leave
from tests.operations.passing_stage import Passing


@pytest.fixture
def village(engine):
    return Passing(engine)


@pytest.fixture
def item(village):
    """A task of the director's, handed to a colleague."""
    found = village.item(village.at_village(), "village_appoint")
    village.act(claim, item_id=found.id, by="village_director")
    hand(village, found, "director2", by="village_director")
    return found


def hand(village, item, to, by):
    village.act(hand_over, item_id=item.id, to_id=village.logins[to], reason="下乡", by=by)


def back(village, item, by="village_director"):
    village.act(take_back, move_id=village.moves(item.id)[0].id, by=by)


def test_it_is_where_it_was(village, item):
    back(village, item)

    assert village.row(item.id).person_id == village.logins["village_director"]
    assert "撤回了“指定调解员”的转办，仍由调委会主任甲办理，期限不变" in village.told(item.case_id)
    assert [each.kind for each in village.notices("director2")] == ["WorkHandedOver", "MoveTakenBack"]


def test_a_task_nobody_had_claimed_goes_back_to_the_post(village):
    found = village.item(village.at_village(), "village_appoint")
    hand(village, found, "director2", by="village_director")

    back(village, found)

    assert village.row(found.id).person_id is None


def test_it_is_taken_back_once(village, item):
    back(village, item)

    with pytest.raises(MoveAnswered, match="已经撤回过（09月01日09:00）"):
        back(village, item)


def test_only_whoever_moved_it_takes_it_back(village, item):
    with pytest.raises(NotYourMove, match="这次转办是调委会主任甲办的"):
        back(village, item, by="director2")
    with pytest.raises(NotYourMove):
        back(village, item, by="town_director")


def test_done_it_is_not_taken_back(village, item):
    mediators = [str(village.logins["village_mediator"])]
    answers = {"mediators": mediators, "parties_agree": True}
    village.do(item.case_id, "village_appoint", answers, by="director2")

    with pytest.raises(TaskTaken, match="何桂生已于09月01日09:00办结"):
        back(village, item)


def test_handed_on_it_is_not_taken_back(village, item):
    village.join("director3", "黄满生", "village_director", "village")
    hand(village, item, "director3", by="director2")

    with pytest.raises(MoveAnswered, match="对方已经接着办了"):
        back(village, item)


def test_what_the_receiver_has_begun_to_fill_in_is_not_taken_back(village, item):
    with village.system.uow() as uow:
        uow.add(
            Draft(
                person_id=village.logins["director2"],
                key=f"task:{item.id}",
                case_id=item.case_id,
                item_id=item.id,
                title="指定调解员",
                path=f"/work/{item.id}",
                answers={"relation": ["无"]},
                saved_at=village.at,
            )
        )
        uow.commit()

    with pytest.raises(ActedOn, match="何桂生已经着手办理“指定调解员”，不能撤回"):
        back(village, item)


@pytest.mark.parametrize("how", ["delegated", "asked about"])
def test_what_the_receiver_passed_on_is_not_taken_back(village, item, how):
    if how == "delegated":
        to = village.logins["third"]
        village.act(delegate, item_id=item.id, to_id=to, words="问问双方", by="director2")
    else:
        village.act(
            add_cosigner,
            item_id=item.id,
            to_id=village.logins["town_director"],
            question="行不行",
            answer_by=village.at.date(),
            by="director2",
        )

    with pytest.raises((ActedOn, MoveAnswered)):
        back(village, item)


def test_where_the_one_before_has_left_it_goes_to_the_post(village):
    found = village.item(village.at_village(), "village_appoint")
    village.act(claim, item_id=found.id, by="village_director")
    hand(village, found, "director2", by="town_director")
    with village.system.uow() as uow:
        by = village.who("county_director").speaker()
        leave(uow, person_id=village.logins["village_director"], by=by, at=village.at)
        uow.commit()

    back(village, found, by="town_director")

    assert village.row(found.id).person_id is None
