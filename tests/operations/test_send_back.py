"""退回: a task goes back to an earlier step, with a reason, to whoever has to do it again."""

from datetime import date

import pytest
from sqlalchemy import select

from mediation.casework import returning
from mediation.casework.drawings import drawing
from mediation.casework.refusals import NoPost, OnlyItsOwnerCompletes, ReasonMissing, TaskGone, TaskTaken
from mediation.casework.returning.refusals import NotAPlace, NowhereToGo
from mediation.notifications.model import Notice
from mediation.people.model import Post
from tests.operations.return_stage import WHY, Stage, draft, moment


@pytest.fixture
def stage(engine):
    return Stage(engine)


def test_a_task_goes_back_to_whoever_did_the_step_before(stage):
    stage.to_rights()
    sent = stage.item(stage.case_id, "village_rights")

    again = stage.send_back("village_rights", "village_appoint", at="2026-09-01 15:00")

    assert stage.open(stage.case_id) == ["village_appoint"]
    assert again.person_id == stage.logins["village_director"]
    closed = stage.last("village_rights", "cancelled")
    assert (closed.id, closed.closed_by) == (sent.id, stage.logins["village_mediator"])


def test_the_ledger_says_who_sent_what_where_and_why(stage):
    stage.to_rights()

    stage.send_back("village_rights", "village_appoint", "李甲说他和村里有亲戚关系")

    told = next(line for line in stage.told() if "退回" in line)
    assert "没有办“告知权利义务”，退回到“指定调解员”" in told
    assert "调委会主任" in told
    assert "李甲" not in told
    assert not any("不再办理" in line for line in stage.told())


def test_the_move_is_kept_with_its_reason_and_asks_no_answer(stage):
    stage.to_rights()

    again = stage.send_back("village_rights", "village_appoint", "他请假了")

    (move,) = stage.moves()
    assert (move.kind, move.reason, move.outcome, move.to_item_id) == (
        "sent_back",
        "他请假了",
        "done",
        again.id,
    )
    assert (move.by_id, move.to_id) == (stage.logins["village_mediator"], stage.logins["village_director"])


def test_it_needs_a_reason(stage):
    stage.to_rights()

    with pytest.raises(ReasonMissing):
        stage.send_back("village_rights", "village_appoint", "  ")
    assert stage.open(stage.case_id) == ["village_rights"]


def test_nobody_sends_back_what_is_not_theirs(stage):
    stage.to_rights()

    with pytest.raises(NoPost):
        stage.send_back("village_rights", "village_appoint", by="town_director")


def test_only_the_steps_that_can_be_done_anew_are_offered(stage):
    stage.to_rights()
    assert stage.places("village_rights") == ["village_appoint"]
    with pytest.raises(NotAPlace):
        stage.send_back("village_rights", "village_accept")

    stage.step("village_rights", {"all_told": True})
    assert stage.places("village_inquire") == []
    with pytest.raises(NowhereToGo):
        stage.send_back("village_inquire", "village_rights")


def test_a_place_says_who_did_it_and_when(stage):
    stage.to_signing()
    stage.step("draft_agreement", draft())
    item = stage.item(stage.case_id, "collect_signatures")

    with stage.session() as session:
        (place,) = returning.places(session, item.id)

    assert (place.label, place.voids) == ("起草协议", ())
    assert place.who.startswith("村")
    assert place.when == moment("2026-09-04 16:00")


def test_no_return_between_levels_is_counted(stage):
    stage.to_rights()

    for _ in range(3):
        stage.send_back("village_rights", "village_appoint")
        stage.appoint("village_mediator")

    assert stage.case(stage.case_id).returns == 0


def test_it_goes_to_the_post_where_whoever_did_it_has_left(stage):
    stage.to_rights()
    with stage.system.uow() as uow:
        post = uow.session.scalars(
            select(Post).where(Post.person_id == stage.logins["village_director"])
        ).one()
        post.to_on = date(2026, 9, 1)
        uow.commit()

    again = stage.send_back("village_rights", "village_appoint", at="2026-09-02 09:00")

    assert again.person_id != stage.logins["village_director"]
    assert stage.open(stage.case_id) == ["village_appoint"]


def test_the_second_of_two_learns_what_became_of_it(stage):
    stage.to_rights()
    item = stage.item(stage.case_id, "village_rights")
    stage.send_back("village_rights", "village_appoint")
    given = {"item_id": item.id, "to": "village_appoint", "reason": WHY, "at": stage.at}

    with stage.system.uow() as uow, pytest.raises(TaskGone):
        returning.send_back(uow, by=stage.who("village_mediator"), **given)

    stage.appoint("village_mediator")
    done = stage.item(stage.case_id, "village_rights")
    stage.step("village_rights", {"all_told": True})
    with stage.system.uow() as uow, pytest.raises(TaskTaken):
        returning.send_back(uow, by=stage.who("village_mediator"), **{**given, "item_id": done.id})


def test_a_delegate_gives_back_and_does_not_send_back(stage):
    stage.to_rights()
    item = stage.item(stage.case_id, "village_rights")
    with stage.system.uow() as uow:
        row = uow.session.get_one(type(item), item.id)
        row.delegated_by_id, row.person_id = row.person_id, stage.logins["village_mediator_2"]
        uow.commit()

    with pytest.raises(OnlyItsOwnerCompletes):
        stage.send_back("village_rights", "village_appoint", by="village_mediator_2")


def test_whoever_gets_it_back_is_told_at_once(stage):
    stage.to_rights()

    stage.send_back("village_rights", "village_appoint")

    (notice,) = [each for each in stage.rows(Notice) if each.kind == "WorkSentBack"]
    assert (notice.person_id, notice.urgent) == (stage.logins["village_director"], True)


def test_the_drawing_shows_where_it_is_and_the_way_it_went(stage):
    stage.to_rights()
    stage.send_back("village_rights", "village_appoint")

    with stage.session() as session:
        drawn = drawing(session, case_id=stage.case_id, chain=("climb_village",))

    assert (drawn.states["village_appoint"], drawn.states["village_rights"]) == ("open", "cancelled")
    assert "village_appoint_to_village_rights" in drawn.flows
