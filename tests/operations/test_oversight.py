"""督办: cards for whoever held the work, the ranks above, and what stays on record."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select, update

from mediation.cases.model import Case
from mediation.casework.act import Act
from mediation.casework.facts import Context, all_facts
from mediation.casework.late_work import late_holders
from mediation.casework.model import ProcessInstance, WorkItem
from mediation.casework.steps.oversight import STEPS
from mediation.clocks import operations as clocks
from mediation.clocks.model import Clock
from mediation.engine.definition import Element
from mediation.kernel.actor import SYSTEM, Actor
from mediation.kernel.sentences import sentence_of
from mediation.kernel.unit_of_work import UnitOfWork
from mediation.oversight import queries, rules
from mediation.oversight.model import Card, Listing
from mediation.people.model import Person
from mediation.units.model import Unit
from tests.factories import a_case, a_ladder, a_person, a_post, actor_of
from tests.factories.clocks import a_clock, a_policy, moment

ACCEPT = a_policy(alerts="yellow:-1 working_day", chain="oversight")
OPENED = moment("2026-06-16 09:00")
DUE_ON = date(2026, 6, 22)
LATE = moment("2026-06-23 00:00")


class Stage:
    """北正社区 has not accepted 吴甲's case in time."""

    def __init__(self, uow: UnitOfWork) -> None:
        self.uow, self.session = uow, uow.session
        self.units: dict[str, Unit] = a_ladder(self.session)
        self.director = self.post("王秀兰", "village_director", "village")
        self.leader = self.post("陈志刚", "town_leader", "town")
        self.supervisor = self.post("彭海燕", "county_supervisor", "county")
        self.case: Case = a_case(self.session, unit=self.units["village"])
        self.clock: Clock = a_clock(uow, case=self.case, policy=ACCEPT, at=OPENED)
        self.main = self.process("dispute", None)
        self.item = self.task("village_accept", "受理", "village_director", "village")
        self.oversight = self.process("oversight", self.clock.id)
        self.session.flush()

    def post(self, name: str, role: str, level: str) -> Person:
        person = a_person(self.session, name=name)
        a_post(self.session, person=person, role=role, unit=self.units[level])
        return person

    def process(self, process: str, subject_id: int | None) -> ProcessInstance:
        row = ProcessInstance(
            case_id=self.case.id,
            process=process,
            digest="0" * 64,
            subject_id=subject_id,
            state=b"",
            started_at=OPENED,
        )
        self.session.add(row)
        self.session.flush()
        return row

    def task(self, element: str, label: str, role: str, level: str, person: Person | None = None) -> WorkItem:
        item = WorkItem(
            case_id=self.case.id,
            instance_id=self.main.id,
            task_ref=element,
            process="village_level",
            element=element,
            label=label,
            role=role,
            unit_id=self.units[level].id,
            person_id=person.id if person else None,
            clock_id=self.clock.id,
            sort_at=moment("2026-06-23 00:00"),
            opened_at=OPENED,
        )
        self.session.add(item)
        self.session.flush()
        return item

    def become_late(self) -> None:
        clocks.fire(self.uow, clock=self.clock, at=LATE)
        self.uow.recorded.clear()

    def do(
        self, step: str, *, at: str = "2026-06-23 00:00", by: Actor = SYSTEM, rank: str = "", **answers: Any
    ) -> None:
        element = Element(id="x", kind="user_task", label="x", process="oversight", properties={"rank": rank})
        act = Act(
            uow=self.uow,
            case=self.case,
            instance=self.oversight,
            attempt=None,
            item=None,
            element=element,
            level=None,
            answers=answers,
            by=by,
            at=moment(at),
        )
        STEPS[step](act)
        self.session.flush()

    def told(self) -> list[str]:
        return [sentence_of(fact) for fact in self.uow.recorded if hasattr(fact, "sentence")]

    def actor(self, person: Person, role: str, level: str) -> Actor:
        title = self.uow.locality.role(role).title
        return actor_of(person, role=role, unit=self.units[level], title=title)

    @property
    def cards(self) -> tuple[queries.CardView, ...]:
        return queries.cards_of_case(self.session, self.case.id)


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


def test_a_vacant_post_is_reported_and_not_skipped(stage: Stage) -> None:
    for person in (stage.director, stage.leader):
        person.is_active = False
    stage.become_late()

    stage.do("oversight.red_card")
    stage.do("oversight.call_rank", at="2026-06-26 00:00", rank="town_leader")
    stage.do("oversight.call_rank", at="2026-06-27 00:00", rank="town_leader")

    assert [card.holder for card in stage.cards] == ["官渡镇南岳村调委会主任（无人在岗）"]
    found = queries.unreached(stage.session, case_id=stage.case.id)
    assert {(each.post, each.taken_by) for each in found} == {
        ("官渡镇南岳村调委会主任", ""),
        ("官渡镇乡镇主要领导", "浏阳市督查专员"),
    }
    assert queries.unreached(stage.session, path=stage.units["county"].path) == found
    assert stage.told()[-1] == "督办应报官渡镇乡镇主要领导，该岗位无人在岗，改报浏阳市督查专员。"


def test_working_days_of_the_ranks_are_counted_from_the_last_day_in_time(stage: Stage) -> None:
    stage.become_late()
    context = Context(instance=stage.oversight, attempt=None, locality=stage.uow.locality)

    found = all_facts()["late_due_on"](stage.session, stage.case, context)
    explain = a_clock(
        stage.uow,
        case=stage.case,
        policy=a_policy("oversight.explain", "2", anchor="late_due_on", title="说明期限"),
        facts={"late_due_on": found}.__getitem__,
        at=LATE,
    )

    assert explain.due_on == date(2026, 6, 24)
    elsewhere = Context(instance=stage.main, attempt=None, locality=stage.uow.locality)
    assert all_facts()["late_due_on"](stage.session, stage.case, elsewhere) is None


def test_the_late_one_explains(stage: Stage) -> None:
    stage.become_late()
    stage.do("oversight.red_card")
    by = stage.actor(stage.director, "village_director", "village")

    with pytest.raises(rules.ExplanationMissing):
        stage.do("oversight.explain", by=by, explanation=" ")
    stage.do("oversight.explain", by=by, at="2026-06-24 10:00", explanation="端午值班人手不足")

    (card,) = stage.cards
    assert (card.explanation, card.explained_at) == ("端午值班人手不足", moment("2026-06-24 10:00"))
    kept = stage.session.scalars(select(Card)).one()
    assert kept.explained_by == stage.director.id
    assert "端午值班人手不足" in stage.told()[-1]


def test_the_town_gives_an_instruction_that_the_work_answers(stage: Stage) -> None:
    stage.become_late()
    stage.do("oversight.red_card")
    by = stage.actor(stage.leader, "town_leader", "town")
    given = {"owner": str(stage.director.id), "instruction": "立即受理并上门", "by": by}

    with pytest.raises(rules.FinishByPassed, match="6月24日"):
        stage.do("oversight.instruct", at="2026-06-25 09:00", finish_by="2026-06-24", **given)
    stage.do("oversight.instruct", at="2026-06-25 09:00", finish_by="2026-06-26", **given)
    assert stage.told()[-1] == (
        "官渡镇乡镇主要领导陈志刚下达督办单浏督〔2026〕000001号：由王秀兰在6月26日（含当日）之前办结。要求：立即受理并上门"
    )
    stage.do("oversight.close", at="2026-06-26 15:00")

    (instruction,) = queries.for_case(stage.session, stage.case.id).instructions
    assert (instruction.owner, instruction.finish_by) == ("王秀兰", date(2026, 6, 26))
    assert (instruction.answer, instruction.answered_at) == ("已办结", moment("2026-06-26 15:00"))


def test_the_county_lists_it_until_it_is_done(stage: Stage) -> None:
    stage.become_late()
    stage.do("oversight.red_card")

    stage.do("oversight.list", at="2026-06-30 00:00", rank="county_supervisor")
    stage.do("oversight.list", at="2026-07-01 00:00", rank="county_supervisor")

    (listed,) = queries.listed_below(stage.session, stage.units["county"].path)
    assert (listed.title, listed.unit_name, listed.case_number) == (
        "村级受理期限",
        "浏阳市",
        stage.case.number,
    )
    assert queries.listed_below(stage.session, stage.units["town"].path) == ()
    stage.do("oversight.close", at="2026-07-02 09:00")
    assert queries.listed_below(stage.session, stage.units["county"].path) == ()
    assert stage.session.scalars(select(Listing)).one().closed_at == moment("2026-07-02 09:00")


def test_a_county_without_a_supervisor_lists_it_all_the_same_and_says_so(stage: Stage) -> None:
    stage.become_late()
    stage.supervisor.is_active = False
    stage.session.flush()

    stage.do("oversight.list", at="2026-06-30 00:00", rank="county_supervisor")

    assert len(queries.listed_below(stage.session, stage.units["county"].path)) == 1
    (missing,) = queries.unreached(stage.session, case_id=stage.case.id)
    assert missing.post.endswith("督查专员")


def test_an_interview_is_recorded_once_it_was_held(stage: Stage) -> None:
    stage.become_late()
    stage.do("oversight.red_card")
    by = stage.actor(stage.supervisor, "county_supervisor", "county")

    with pytest.raises(rules.NotHeldYet):
        stage.do("oversight.interview", at="2026-07-06 09:00", held_on="2026-07-07", result="限期整改", by=by)
    stage.do("oversight.interview", at="2026-07-07 16:00", held_on="2026-07-07", result="限期整改", by=by)

    (held,) = queries.for_case(stage.session, stage.case.id).interviews
    assert (held.held_on, held.result) == (date(2026, 7, 7), "限期整改")
    assert "约谈官渡镇南岳村调委会主任王秀兰" in stage.told()[-1]


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
