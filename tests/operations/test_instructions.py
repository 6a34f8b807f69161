"""督办单: answered by its owner, judged by who gave it or supervises, told when its day passes."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine, select

from mediation.boards.acting import LEAD, Instruct, PutOnList, press
from mediation.cases.model import Appointment, Attempt
from mediation.cases.operations import close_case
from mediation.cases.queries.visibility import may_see
from mediation.casework import instructing
from mediation.casework.refusals import RecusedFromIt
from mediation.kernel.actor import SYSTEM
from mediation.kernel.errors import NotFound
from mediation.kernel.unit_of_work import transact
from mediation.ledger.queries import lines
from mediation.notifications.model import Notice
from mediation.notifications.queries import frame
from mediation.oversight import queries, refusals, rules
from mediation.oversight.model import Instruction, Listing
from mediation.oversight.operations import tell_overdue
from mediation.people.model import Absence
from tests.factories.county import County, moment

AT = moment("2026-09-01 10:00")
LATER = moment("2026-09-02 09:00")


class Order:
    """The town's director has told whoever leads the grid to finish a case."""

    def __init__(self, engine: Engine) -> None:
        self.county = County(engine)
        self.case_id = self.county.report()
        order = Instruct(owner=LEAD, finish_by=date(2026, 9, 3), instruction="三天内上门核实")
        (given,) = press(
            self.county.system.uow,
            case_ids=[self.case_id],
            order=order,
            submission="form",
            by=self.county.who("town_director"),
            at=AT,
        )
        assert given.is_done, given.why
        self.id = self.row().id

    def row(self) -> Instruction:
        with self.county.session() as session:
            return session.scalars(select(Instruction)).one()

    def do(self, act: str, by: str, *, at: str = "2026-09-02 09:00", **given: Any) -> None:
        operation = getattr(instructing, f"{act}_instruction")
        self.county.at = moment(at)
        who = self.county.who(by)
        transact(
            self.county.system.uow,
            lambda uow: operation(uow, instruction_id=self.id, by=who, at=moment(at), **given),
        )

    def told(self) -> str:
        with self.county.session() as session:
            return lines(session, self.case_id, size=100).items[-1].sentence

    def notices(self, login: str) -> list[str]:
        with self.county.session() as session:
            mine = Notice.person_id == self.county.logins[login]
            return list(session.scalars(select(Notice.kind).where(mine).order_by(Notice.id)))


@pytest.fixture
def order(engine: Engine) -> Order:
    return Order(engine)


def test_its_owner_answers_and_who_gave_it_accepts(order: Order) -> None:
    order.do("answer", "grid_leader", answer="已上门，两家约好周五修管")
    assert (order.row().state, order.row().answered_by) == ("answered", order.county.logins["grid_leader"])
    assert "答复督办单浏督〔2026〕000001号：已上门" in order.told()
    assert order.notices("town_director") == ["InstructionAnswered"]

    order.do("accept", "town_director")

    assert (order.row().state, order.row().closed_by) == ("closed", order.county.logins["town_director"])
    assert "督办单办结" in order.told()
    assert order.notices("grid_leader")[-2:] == ["InstructionGiven", "InstructionAccepted"]


def test_an_answer_that_is_not_enough_is_kept_and_another_asked_for(order: Order) -> None:
    order.do("answer", "grid_leader", answer="去过一次，没人在家")
    order.do("send_back", "county_supervisor", remark="晚上再去", finish_by=date(2026, 9, 5))

    row = order.row()
    assert (row.state, row.answer, row.finish_by) == ("open", None, date(2026, 9, 5))
    order.do("answer", "grid_leader", answer="晚上去了，已谈妥", at="2026-09-03 09:00")

    with order.county.session() as session:
        view = queries.instruction(session, order.county.who("town_director"), order.id)
    (before,) = view.sent_back
    assert (before.answer, before.remark) == ("去过一次，没人在家", "晚上再去")
    assert before.by_post.endswith("督查专员甲")
    assert view.answer == "晚上去了，已谈妥"


def test_what_is_sent_back_after_its_day_needs_another_day(order: Order) -> None:
    order.do("answer", "grid_leader", answer="去过一次，没人在家", at="2026-09-03 09:00")

    with pytest.raises(rules.FinishByPassed):
        order.do("send_back", "town_director", remark="晚上再去", at="2026-09-04 09:00")


def test_who_stands_in_for_the_owner_answers_and_judges_nothing(order: Order) -> None:
    with order.county.system.uow() as uow:
        away = {"person_id": order.county.logins["grid_leader"], "from_on": AT.date(), "to_on": LATER.date()}
        uow.add(Absence(substitute_id=order.county.logins["branch_secretary"], **away))
        uow.commit()

    order.do("answer", "branch_secretary", answer="代徐满爷去过了")

    assert order.row().answered_by == order.county.logins["branch_secretary"]
    assert "（代微网格长甲）" in order.told()


@pytest.mark.parametrize("by", ["village_mediator", "town_director", "county_supervisor"])
def test_nobody_else_answers(order: Order, by: str) -> None:
    with pytest.raises((refusals.NotItsOwner, NotFound)):
        order.do("answer", by, answer="我来答复")


@pytest.mark.parametrize("by", ["grid_leader", "village_director"])
def test_neither_owner_nor_bystander_judges(order: Order, by: str) -> None:
    order.do("answer", "grid_leader", answer="已上门核实")

    with pytest.raises(refusals.NotItsJudge):
        order.do("accept", by)


def test_only_who_gave_it_withdraws_and_says_why(order: Order) -> None:
    with pytest.raises(refusals.NotItsGiver):
        order.do("withdraw", "county_supervisor", reason="不用了")
    with pytest.raises(refusals.ReasonMissing):
        order.do("withdraw", "town_director", reason=" ")

    order.do("withdraw", "town_director", reason="已由村里接手")

    assert (order.row().state, order.row().withdrawn_reason) == ("closed", "已由村里接手")
    with pytest.raises(refusals.InstructionClosed):
        order.do("answer", "grid_leader", answer="已上门核实")


def test_the_second_of_two_answers_is_told(order: Order) -> None:
    order.do("answer", "grid_leader", answer="已上门核实")

    with pytest.raises(refusals.AnsweredAlready, match="9月2日09:00"):
        order.do("answer", "grid_leader", answer="再说一遍")
    with pytest.raises(refusals.AnsweredAlready):
        order.do("answer", "grid_leader", answer="再说一遍")


def test_whoever_was_recused_does_nothing_with_it(order: Order) -> None:
    with order.county.system.uow() as uow:
        attempt = Attempt(
            case_id=order.case_id, seq=9, level="grid", unit_id=order.county.units["grid"], opened_at=AT
        )
        uow.add(attempt)
        uow.session.flush()
        out = {"duty": "recused", "recused_at": AT, "appointed_at": AT}
        person = order.county.logins["grid_leader"]
        uow.add(Appointment(case_id=order.case_id, attempt_id=attempt.id, person_id=person, **out))
        uow.commit()

    with pytest.raises(RecusedFromIt):
        order.do("answer", "grid_leader", answer="已上门核实")
    with order.county.session() as session:
        assert queries.to_answer(session, order.county.who("grid_leader")) == ()


def test_its_day_passing_is_told_once_to_owner_and_giver(order: Order) -> None:
    def look(at: str) -> int:
        return transact(order.county.system.uow, lambda uow: tell_overdue(uow, at=moment(at)))

    assert look("2026-09-03 23:00") == 0
    assert [look("2026-09-04 00:10"), look("2026-09-05 00:10")] == [1, 0]

    assert "限9月3日（含当日）之前办结" in order.told()
    assert order.notices("grid_leader")[-1] == "InstructionOverdue"
    assert order.notices("town_director") == ["InstructionOverdue"]
    order.do("answer", "grid_leader", answer="去晚了，已上门", at="2026-09-05 09:00")
    order.do("send_back", "town_director", remark="再去", finish_by=date(2026, 9, 6), at="2026-09-05 10:00")
    assert look("2026-09-07 00:10") == 1


def test_a_settled_case_ends_what_was_ordered_about_it(order: Order) -> None:
    town = order.county.units["town"]
    press(
        order.county.system.uow,
        case_ids=[order.case_id],
        order=PutOnList(unit_id=town, reason="三次上访"),
        submission="list",
        by=order.county.who("town_director"),
        at=AT,
    )

    with order.county.system.uow() as uow:
        case = order.county.case(order.case_id)
        close_case(uow, case=uow.session.merge(case), outcome="settled_private", by=SYSTEM, at=LATER)
        uow.commit()

    with order.county.session() as session:
        listing = session.scalars(select(Listing)).one()
        assert (order.row().state, listing.close_reason) == ("closed", "案件已办结")


def test_lists_show_what_is_mine_given_and_in_my_area(order: Order) -> None:
    def found(login: str, **asked: Any) -> list[str]:
        with order.county.session() as session:
            page = queries.listing(session, order.county.who(login), on=date(2026, 9, 2), **asked)
            return [each.number for each in page.items]

    number = "浏督〔2026〕000001号"
    assert found("grid_leader") == [number]
    assert found("town_director", box="given") == [number]
    assert found("county_supervisor", box="area") == [number]
    assert found("village_director", box="area") == []
    assert found("town_director", box="area", state="late") == []
    assert found("grid_leader", words="000001") == [number]
    assert found("grid_leader", words="没有") == []
    assert found("grid_leader", after="2026-09-03.999999") == []


def test_the_frame_of_every_page_counts_what_waits_for_ones_answer(order: Order) -> None:
    def waits(login: str) -> int:
        with order.county.session() as session:
            return frame(session, order.county.who(login), on=AT.date()).to_answer

    assert (waits("grid_leader"), waits("town_director")) == (1, 0)
    order.do("answer", "grid_leader", answer="已上门核实")
    assert waits("grid_leader") == 0


def test_the_frame_counts_for_who_gave_it_what_is_answered_until_they_judge(order: Order) -> None:
    def judges(login: str) -> int:
        with order.county.session() as session:
            return frame(session, order.county.who(login), on=AT.date()).to_judge

    assert judges("town_director") == 0
    order.do("answer", "grid_leader", answer="已上门核实")

    assert (judges("town_director"), judges("grid_leader"), judges("county_supervisor")) == (1, 0, 0)
    order.do("accept", "town_director")
    assert judges("town_director") == 0


def test_its_owner_may_see_the_case_until_it_is_closed(order: Order) -> None:
    with order.county.system.uow() as uow:
        row = uow.session.scalars(select(Instruction)).one()
        row.owner_id = order.county.logins["party_group_leader"]
        uow.commit()

    def sees() -> bool:
        with order.county.session() as session:
            who = order.county.who("party_group_leader")
            return may_see(session, who, order.county.case(order.case_id))

    assert sees()
    order.do("withdraw", "town_director", reason="另行安排")
    assert not sees()
