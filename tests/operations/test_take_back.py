"""撤回: one's own task, before anybody acted on what followed."""

from datetime import date

import pytest

from mediation.cases.model import Appointment
from mediation.casework import returning
from mediation.casework.refusals import ReasonMissing, TaskGone
from mediation.casework.returning.refusals import (
    ActedUpon,
    CannotBeUndone,
    DoneAnew,
    MovedOn,
    NotDoneYet,
    NotTheLast,
    NotYourWork,
)
from mediation.inbox import operations as inbox
from mediation.people.model import Post
from tests.operations.return_stage import Stage


@pytest.fixture
def stage(engine):
    return Stage(engine)


def test_ones_own_task_opens_again(stage):
    stage.to_rights()
    followed = stage.item(stage.case_id, "village_rights")

    again = stage.take_back("village_appoint", at="2026-09-01 11:00")

    assert stage.open(stage.case_id) == ["village_appoint"]
    assert again.person_id == stage.logins["village_director"]
    assert stage.last("village_rights", "cancelled").id == followed.id
    assert stage.rows(Appointment) == []
    stage.appoint("village_mediator_2")
    assert stage.item(stage.case_id, "village_rights").person_id == stage.logins["village_mediator_2"]


def test_the_ledger_and_the_move_say_so(stage):
    stage.to_rights()
    done = stage.last("village_appoint")

    again = stage.take_back("village_appoint", "李甲要求换人")

    told = next(line for line in stage.told() if "撤回自己刚办的“指定调解员”" in line)
    assert "要求换人" in told
    assert "李甲" not in told
    (move,) = stage.moves()
    assert (move.kind, move.item_id, move.to_item_id, move.outcome) == (
        "taken_back",
        done.id,
        again.id,
        "done",
    )


def test_no_clock_is_reset_by_it(stage):
    stage.to_rights()
    done, followed = stage.last("village_appoint"), stage.item(stage.case_id, "village_rights")

    again = stage.take_back("village_appoint", at="2026-09-01 11:00")
    assert (again.clock_id, again.due_on) == (done.clock_id, date(2026, 9, 2))
    stage.appoint("village_mediator", at="2026-09-02 09:00")

    reopened = stage.item(stage.case_id, "village_rights")
    assert (reopened.clock_id, reopened.due_on) == (followed.clock_id, date(2026, 9, 2))


def test_it_reaches_into_a_called_process_nobody_worked_in(stage):
    stage.to_route()
    stage.step("village_route", {"decision": "hearing"})
    assert stage.open(stage.case_id) == ["propose_hearing"]

    stage.take_back("village_route", "还是开调解会")

    assert stage.open(stage.case_id) == ["village_route"]
    stage.step("village_route", {"decision": "session"})
    assert stage.open(stage.case_id) == ["village_notice"]


def test_a_timer_that_waits_falls_with_it(stage):
    stage.to_signing()
    stage.step("draft_agreement", {"terms": "修好水管。", "cooling_off_hours": 24})
    assert stage.open(stage.case_id) == []

    stage.take_back("draft_agreement", "考虑期写错了")

    assert stage.open(stage.case_id) == ["draft_agreement"]
    stage.go_to("2026-09-06 09:00")
    assert stage.open(stage.case_id) == ["draft_agreement"]


def test_only_whoever_did_it_takes_it_back(stage):
    stage.to_rights()

    with pytest.raises(NotYourWork):
        stage.take_back("village_appoint", by="village_mediator")


def test_it_needs_a_reason(stage):
    stage.to_rights()

    with pytest.raises(ReasonMissing):
        stage.take_back("village_appoint", "")


def test_not_after_somebody_did_what_followed(stage):
    stage.to_rights()
    stage.step("village_rights", {"all_told": True}, at="2026-09-01 14:00")

    with pytest.raises(ActedUpon) as refusal:
        stage.take_back("village_appoint")

    assert "09月01日14:00" in refusal.value.sentence()


def test_not_after_a_colleague_claimed_what_followed(stage):
    stage.step("village_accept", {"decision": "accept"})
    both = [stage.logins["village_mediator"], stage.logins["village_mediator_2"]]
    stage.step("village_appoint", {"mediators": both, "parties_agree": True})
    item = stage.item(stage.case_id, "village_rights")
    with stage.system.uow() as uow:
        inbox.release(uow, item_id=item.id, by=stage.who("village_mediator"), at=stage.at)
        uow.commit()

    with pytest.raises(ActedUpon):
        stage.take_back("village_appoint")


def test_not_after_what_followed_was_passed_on(stage):
    stage.to_rights()
    item = stage.item(stage.case_id, "village_rights")
    with stage.system.uow() as uow:
        uow.session.get_one(type(item), item.id).delegated_by_id = stage.logins["village_director"]
        uow.commit()

    with pytest.raises(MovedOn):
        stage.take_back("village_appoint")


def test_not_what_the_law_lets_happen_once(stage):
    stage.step("village_accept", {"decision": "accept"})
    with pytest.raises(CannotBeUndone):
        stage.take_back("village_accept")

    stage.appoint("village_mediator")
    stage.step("village_rights", {"all_told": True})
    with pytest.raises(CannotBeUndone):
        stage.take_back("village_rights")


def test_ones_own_later_work_first(stage):
    stage.to_route()
    stage.step("village_route", {"decision": "session"})
    stage.step("village_notice", {"session_at": "2026-09-04T15:00", "place": "村委会"})

    with pytest.raises(NotTheLast):
        stage.take_back("village_route")
    stage.take_back("village_notice")
    assert stage.open(stage.case_id) == ["village_notice"]


def test_not_what_is_still_open_nor_what_fell_away(stage):
    stage.to_rights()
    item = stage.item(stage.case_id, "village_rights")
    given = {"item_id": item.id, "reason": "选错了", "by": stage.who("village_mediator"), "at": stage.at}
    with stage.system.uow() as uow, pytest.raises(NotDoneYet):
        returning.take_back(uow, **given)

    stage.take_back("village_appoint")

    with stage.system.uow() as uow, pytest.raises(TaskGone):
        returning.take_back(uow, **given)


def test_not_twice(stage):
    stage.to_rights()
    done = stage.last("village_appoint")
    stage.take_back("village_appoint")

    given = {"item_id": done.id, "reason": "再来", "by": stage.who("village_director"), "at": stage.at}
    with stage.system.uow() as uow, pytest.raises(DoneAnew):
        returning.take_back(uow, **given)


def test_not_by_somebody_who_left_the_post(stage):
    stage.to_rights()
    done = stage.last("village_appoint")
    with stage.system.uow() as uow:
        post = next(
            each for each in uow.session.query(Post) if each.person_id == stage.logins["village_director"]
        )
        post.to_on = date(2026, 9, 1)
        uow.commit()

    stage.go_to("2026-09-02 09:00")
    given = {"item_id": done.id, "reason": "选错了", "by": stage.who("village_director"), "at": stage.at}
    with stage.system.uow() as uow, pytest.raises(Exception, match="岗位"):
        returning.take_back(uow, **given)


def test_offers_nothing_that_was_opened_again_by_sending_back(stage):
    stage.to_rights()
    item = stage.item(stage.case_id, "village_rights")
    who = stage.who("village_mediator")
    with stage.system.uow() as uow:
        returning.send_back(uow, item_id=item.id, to="village_appoint", reason="选错了", by=who, at=stage.at)
        uow.commit()

    with stage.session() as session:
        director = stage.logins["village_director"]
        assert returning.own_last(session, case_id=stage.case_id, person_id=director) == ()


def test_a_nudge_is_no_act_on_what_was_done(stage):
    stage.to_rights()
    done, item = stage.last("village_appoint"), stage.item(stage.case_id, "village_rights")
    with stage.system.uow() as uow:
        inbox.nudge(uow, item_id=item.id, words="", by=stage.who("grid_leader"), at=stage.at)
        uow.commit()

    director = stage.who("village_director")
    with stage.session() as session:
        (offered,) = returning.own_last(session, case_id=stage.case_id, person_id=director.person_id)
    with stage.system.uow() as uow:
        returning.take_back(uow, item_id=offered.item_id, reason="选错了", by=director, at=stage.at)
        uow.commit()
    assert offered.item_id == done.id


def test_offers_what_one_did_last_and_may_do_anew(stage):
    stage.to_rights()
    director, mediator = stage.logins["village_director"], stage.logins["village_mediator"]

    with stage.session() as session:
        offered = returning.own_last(session, case_id=stage.case_id, person_id=director)
        assert [each.label for each in offered] == ["指定调解员"]
        assert returning.own_last(session, case_id=stage.case_id, person_id=mediator) == ()

    stage.step("village_rights", {"all_told": True})
    with stage.session() as session:
        assert returning.own_last(session, case_id=stage.case_id, person_id=director) == ()
        assert returning.own_last(session, case_id=stage.case_id, person_id=mediator) == ()
