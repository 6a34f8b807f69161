"""退回 and its clocks: none is reset, late stays late, and nothing is kept too long."""

from datetime import date

import pytest
from sqlalchemy import select

from mediation.casework.interruptions import withdraw
from mediation.casework.model import ProcessInstance
from mediation.clocks.model import Clock
from mediation.clocks.queries import for_case
from mediation.oversight.model import Card
from tests.operations.return_stage import Stage, draft, moment


@pytest.fixture
def stage(engine):
    return Stage(engine)


def test_the_earlier_clock_goes_on(stage):
    stage.to_rights()
    before = stage.last("village_appoint")

    again = stage.send_back("village_rights", "village_appoint", at="2026-09-01 15:00")

    assert (again.clock_id, again.due_on) == (before.clock_id, date(2026, 9, 2))
    clock = stage.clock(again)
    assert (clock.state, clock.ended_at) == ("running", None)
    with stage.session() as session:
        view = next(each for each in for_case(session, stage.case_id) if each.id == clock.id)
    assert "接着原来的期限计算，不重新起算，到9月2日（周三）为止" in str(view)


def test_the_clock_of_the_task_sent_back_goes_on_when_it_opens_again(stage):
    stage.to_rights()
    sent = stage.item(stage.case_id, "village_rights")
    stage.send_back("village_rights", "village_appoint", at="2026-09-01 15:00")
    assert stage.clock(sent).state == "stopped"

    stage.appoint("village_mediator_2", at="2026-09-02 09:00")

    again = stage.item(stage.case_id, "village_rights")
    assert (again.clock_id, again.due_on) == (sent.clock_id, date(2026, 9, 2))


def test_three_rounds_gain_no_time(stage):
    stage.to_rights()
    dues = {"village_rights": set(), "village_appoint": set()}

    for hour in (10, 12, 14):
        dues["village_rights"].add(stage.item(stage.case_id, "village_rights").due_at)
        dues["village_appoint"].add(
            stage.send_back("village_rights", "village_appoint", at=f"2026-09-01 {hour}:00").due_at
        )
        stage.appoint("village_mediator", at=f"2026-09-01 {hour}:30")

    assert dues == {
        "village_rights": {moment("2026-09-03 00:00")},
        "village_appoint": {moment("2026-09-03 00:00")},
    }
    assert stage.item(stage.case_id, "village_rights").due_at == moment("2026-09-03 00:00")
    assert len([line for line in stage.told() if "开始计算" in line and "指定调解员" in line]) == 1


def test_where_its_own_time_is_over_it_gets_what_the_task_sent_back_had(stage):
    stage.to_signing()
    stage.step("draft_agreement", draft())
    stage.go_to("2026-09-09 10:00")
    waiting = stage.item(stage.case_id, "collect_signatures")
    assert waiting.due_on == date(2026, 9, 9)

    again = stage.send_back("collect_signatures", "draft_agreement", "金额写错了")

    assert (again.due_on, again.late) == (date(2026, 9, 9), False)


def test_what_is_late_stays_late_and_so_does_the_record_of_who_was(stage):
    stage.to_rights()
    stage.go_to("2026-09-04 10:00")
    late = stage.item(stage.case_id, "village_rights")
    assert late.late
    cards = [(card.item_id, card.holder) for card in stage.rows(Card) if card.kind == "red"]

    again = stage.send_back("village_rights", "village_appoint")

    assert again.late
    assert again.clock_id == late.clock_id
    assert "explain_lateness" in stage.open(stage.case_id)
    stage.appoint("village_mediator_2")
    assert stage.item(stage.case_id, "village_rights").late
    assert "explain_lateness" in stage.open(stage.case_id)
    assert [(card.item_id, card.holder) for card in stage.rows(Card) if card.kind == "red"] == cards
    stage.step("village_rights", {"all_told": True})
    assert "explain_lateness" not in stage.open(stage.case_id)


def test_what_has_just_run_out_is_late_on_the_desk_it_leaves(stage):
    stage.to_rights()
    item = stage.item(stage.case_id, "village_rights")
    stage.at = moment("2026-09-03 00:00")

    stage.send_back("village_rights", "village_appoint")

    (card,) = [card for card in stage.rows(Card) if card.kind == "red"]
    assert card.item_id == item.id


def test_clocks_of_the_try_and_the_case_run_on(stage):
    stage.to_rights()
    with stage.session() as session:
        shared = {
            clock.id: (clock.state, clock.due_at)
            for clock in session.scalars(select(Clock).where(Clock.scope != "item"))
        }

    stage.send_back("village_rights", "village_appoint", at="2026-09-01 15:00")

    with stage.session() as session:
        assert shared == {
            clock.id: (clock.state, clock.due_at)
            for clock in session.scalars(select(Clock).where(Clock.scope != "item"))
        }


def test_an_appraisal_that_a_route_stopped_the_clock_for_is_over_with_it(stage):
    stage.to_route()
    stage.step("village_route", {"decision": "session", "appraisal": True})
    with stage.session() as session:
        assert (
            session.scalars(select(Clock.state).where(Clock.policy == "village.mediation")).one() == "paused"
        )

    stage.send_back("village_notice", "village_route", "不用鉴定了")

    with stage.session() as session:
        assert (
            session.scalars(select(Clock.state).where(Clock.policy == "village.mediation")).one() == "running"
        )


def test_what_stayed_late_is_let_go_with_the_case(stage):
    stage.to_signing()
    stage.step("draft_agreement", draft())
    stage.go_to("2026-09-11 10:00")
    late = stage.item(stage.case_id, "collect_signatures")
    assert late.late
    stage.send_back("collect_signatures", "draft_agreement", "金额写错了")
    assert "explain_lateness" in stage.open(stage.case_id)

    with stage.system.uow() as uow:
        by = stage.who("village_director").actor_with("act_on_case")
        withdraw(uow, case_id=stage.case_id, reason="双方已经和好", by=by, at=stage.at)
        uow.commit()

    assert stage.clock(late).state == "stopped"
    assert "explain_lateness" not in stage.open(stage.case_id)


def test_a_round_of_a_loop_begins_afresh(stage):
    stage.to_route()
    stage.step("village_route", {"decision": "hearing"})
    answers = {"matter": "private", "topic": "漏水", "proposer": "village"}
    stage.step("propose_hearing", answers)
    first = stage.last("propose_hearing")
    stage.send_back("hearing_consents", "propose_hearing", "议题写错了")
    stage.step("propose_hearing", answers)
    assert stage.last("propose_hearing").clock_id == first.clock_id
    stage.step("hearing_consents", {"consenting": [], "form": "written"}, at="2026-09-03 09:00")

    stage.step("village_after_hearing", {"decision": "session"})

    with stage.session() as session:
        assert session.scalars(select(ProcessInstance.kept_clocks)).first() == {}
