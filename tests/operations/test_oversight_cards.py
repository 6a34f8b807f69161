"""督办: cards for whoever held the work, and what stays on record."""

import pytest
from sqlalchemy import update

from mediation.casework.late_work import late_holders
from mediation.casework.model import WorkItem
from mediation.clocks import operations as clocks
from mediation.kernel.actor import SYSTEM
from mediation.kernel.unit_of_work import UnitOfWork
from mediation.oversight import queries
from tests.factories.clocks import a_clock, moment
from tests.operations.oversight_stage import ACCEPT, DUE_ON, LATE, Stage


@pytest.fixture
def stage(uow: UnitOfWork) -> Stage:
    return Stage(uow)


def warned(stage: Stage) -> None:
    stage.do("oversight.yellow_card", at="2026-06-18 08:00")


def test_the_yellow_card_comes_on_the_last_working_day_before(stage: Stage) -> None:
    assert stage.clock.due_on == DUE_ON
    assert (stage.clock.wake_at, stage.clock.wake_kind) == (moment("2026-06-18 08:00"), "alert")


def test_a_yellow_card_goes_to_everybody_in_the_post(stage: Stage) -> None:
    warned(stage)

    (card,) = stage.cards
    assert (card.kind, card.kind_title, card.is_open) == ("yellow", "黄牌", True)
    assert (card.person_id, card.item_id) == (stage.director.id, stage.item.id)
    assert card.holder.endswith("南岳村调委会主任王秀兰")
    assert stage.told()[-1].startswith("“村级受理期限”将于6月22日到期，已向")


def test_a_yellow_card_is_over_with_its_clock(stage: Stage) -> None:
    warned(stage)
    clocks.stop(stage.uow, clock=stage.clock, reason="done", at=moment("2026-06-19 09:00"), by=SYSTEM)
    stage.session.flush()

    assert [card.is_open for card in stage.cards] == [False]
    mine = queries.open_cards(stage.session, person_ids=[stage.director.id], posts=[])
    assert mine == ()


def test_a_red_card_says_whose_and_since_when(stage: Stage) -> None:
    stage.become_late()

    stage.do("oversight.red_card")

    (card,) = stage.cards
    assert (card.kind, card.person_id, card.due_on, card.since) == ("red", stage.director.id, DUE_ON, LATE)
    assert [line for line in stage.told() if "红牌" in line] == [
        "“村级受理期限”6月22日到期仍未办结，已向官渡镇南岳村调委会主任王秀兰发出红牌，须说明原因。"
    ]
    assert queries.unreached(stage.session, case_id=stage.case.id) == ()


def test_a_claimed_task_is_its_claimer_s(stage: Stage) -> None:
    other = stage.post("罗建华", "village_director", "village")
    stage.item.person_id = other.id
    stage.become_late()

    stage.do("oversight.red_card")

    assert [(card.person_id, card.holder[-3:]) for card in stage.cards] == [(other.id, "罗建华")]


def test_a_handover_takes_nothing_away(stage: Stage) -> None:
    stage.become_late()
    stage.do("oversight.red_card")

    newcomer = stage.post("罗建华", "village_director", "village")
    stage.session.execute(update(WorkItem).where(WorkItem.id == stage.item.id).values(person_id=newcomer.id))
    stage.do("oversight.red_card", at="2026-06-25 09:00")
    stage.do("oversight.close", at="2026-06-26 09:00")

    (card,) = stage.cards
    assert card.person_id == stage.director.id
    assert (card.is_open, card.closed_at) == (False, moment("2026-06-26 09:00"))
    assert queries.lateness_of(stage.session, stage.director.id) == 1
    assert queries.lateness_of(stage.session, newcomer.id) == 0
    assert stage.clock.due_on == DUE_ON
    assert stage.told()[-1] == "“村级受理期限”的督办结束；逾期记录仍在官渡镇南岳村调委会主任王秀兰名下。"


def test_each_task_of_the_clock_has_a_card(stage: Stage) -> None:
    mediator = stage.post("李国强", "village_mediator", "village")
    stage.task("village_session", "召开调解会", "village_mediator", "village", mediator)
    stage.become_late()

    stage.do("oversight.red_card")

    assert [card.person_id for card in stage.cards] == [stage.director.id, mediator.id]


def test_a_statutory_clock_with_no_task_open_is_the_body_s_that_has_the_case(stage: Stage) -> None:
    stage.item.state, stage.item.closed_at, stage.item.closed_post = "done", LATE, "x"
    stage.session.flush()

    (holder,) = late_holders(stage.uow, stage.clock, stage.case, DUE_ON)

    assert (holder.role, holder.item_id, holder.names) == ("village_director", None, ("王秀兰",))


def test_one_s_own_cards_are_red_before_yellow(stage: Stage) -> None:
    second = a_clock(stage.uow, case=stage.case, policy=ACCEPT, at=moment("2026-06-22 09:00"))
    warned(stage)
    stage.item.clock_id = second.id
    stage.session.flush()
    stage.become_late()
    stage.do("oversight.red_card")

    post = ("village_director", stage.units["village"].id)
    cards = queries.open_cards(stage.session, person_ids=[stage.director.id], posts=[post])

    assert [card.kind for card in cards] == ["red"]
    assert queries.open_cards(stage.session, person_ids=[], posts=[post]) == ()


def test_a_case_never_late_has_an_empty_page(stage: Stage) -> None:
    assert queries.for_case(stage.session, stage.case.id).is_empty
