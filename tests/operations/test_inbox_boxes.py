"""What lies in each box of the inbox, for whom, and that its count says the same."""

from datetime import date

import pytest
from sqlalchemy import insert, inspect

from mediation.cases.model import Appointment
from mediation.cases.queries import may_see
from mediation.cases.queries.visibility import also_by
from mediation.casework.model import WorkItem, WorkMove
from mediation.casework.visibility import holds_work
from mediation.inbox.model import Follow
from mediation.inbox.queries import BOXES, counts
from mediation.people.model import Absence
from tests.factories import an_attempt
from tests.operations.desk_stage import ROLE, DeskStage, moment, set_desk_stage


@pytest.fixture
def stage(uow) -> DeskStage:
    return set_desk_stage(uow)


def test_mine_holds_what_is_in_my_name_and_unit_what_nobody_claimed(stage):
    stage.task("我的", by="王秀兰")
    stage.task("同事的", by="陈友良")
    stage.task("待领")
    stage.task("别村的", unit=stage.units["elsewhere"])
    stage.task("别的岗位的", role="village_director")

    assert stage.labels(box="mine") == ["我的"]
    assert stage.labels(box="unit") == ["待领"]
    assert stage.labels("谢家旺", box="unit") == ["别村的"]


def test_somebody_in_three_posts_has_them_all_in_one_list(stage):
    other = stage.units["elsewhere"]
    stage.hire("罗长根", (ROLE, stage.units["village"]), (ROLE, other), ("village_recorder", other))
    stage.task("三", due_at=moment(20))
    stage.task("一", due_at=moment(18), unit=other)
    stage.task("二", due_at=moment(19), unit=other, role="village_recorder")
    stage.task("别人的", unit=other, role="village_director")

    assert stage.labels("罗长根", box="unit") == ["一", "二", "三"]


def test_a_substitute_has_the_desk_of_whoever_is_away(stage):
    stage.task("谢家旺名下的", by="谢家旺", unit=stage.units["elsewhere"])
    stage.session.add(
        Absence(
            person_id=stage.people["谢家旺"],
            substitute_id=stage.people["王秀兰"],
            from_on=date(2026, 9, 14),
            to_on=date(2026, 9, 18),
        )
    )
    stage.task("大成村待领的", unit=stage.units["elsewhere"])

    assert stage.labels(box="mine") == ["谢家旺名下的"]
    assert stage.labels(box="unit") == ["大成村待领的"]


def test_today_holds_what_is_due_today_and_what_one_wanted_to_see_again(stage):
    stage.task("昨天到期", by="王秀兰", due_at=moment(16))
    stage.task("今早九点到期", by="王秀兰", due_at=moment(16, 9))
    stage.task("今天到期", by="王秀兰", due_at=moment(17))
    stage.task("今天到期待领")
    stage.task("今天到期待领的", due_at=moment(17))
    stage.task("明天到期", by="王秀兰", due_at=moment(18))
    stage.task("跟进日到了", by="王秀兰", due_at=moment(25), follow_up_on=date(2026, 9, 15))
    stage.task("跟进日未到", by="王秀兰", due_at=moment(25), follow_up_on=date(2026, 9, 17))
    stage.task("今天到期也今天跟进", by="王秀兰", due_at=moment(17), follow_up_on=date(2026, 9, 16))
    stage.task("同事的跟进", by="陈友良", follow_up_on=date(2026, 9, 16))

    assert stage.labels(box="today") == [
        "今早九点到期",
        "今天到期",
        "今天到期待领的",
        "今天到期也今天跟进",
        "跟进日到了",
    ]


def test_late_holds_what_is_late_on_my_desk_or_my_units(stage):
    stage.task("我的逾期", by="王秀兰", due_at=moment(15))
    stage.task("待领逾期", due_at=moment(16, 10))
    stage.task("还没到", due_at=moment(16, 11))
    stage.task("同事逾期", by="陈友良", due_at=moment(14))

    assert stage.labels(box="late") == ["我的逾期", "待领逾期"]


def test_waiting_holds_what_i_delegated_asked_about_and_what_others_do_on_my_cases(stage):
    mine = stage.case(handler_id=stage.people["王秀兰"])
    delegated = stage.task("委派出去的", by="陈友良", delegated_by_id=stage.people["王秀兰"])
    parent = stage.task("要会签的", by="王秀兰", cosigns_open=1)
    asked = stage.task("会签：要会签的", of=None, by="陈友良", parent_id=parent.id)
    stage.session.add(_cosign(stage, parent, asked))
    stage.task("我案子里的待领", of=mine)
    stage.task("我案子里我的", of=mine, by="王秀兰")
    stage.task("主任在办我的案子", of=mine, role="village_director")
    stage.task("无关的", role="village_director")

    assert set(stage.labels(box="waiting")) == {"委派出去的", "会签：要会签的", "主任在办我的案子"}
    assert stage.labels("陈友良", box="mine") == [delegated.label, asked.label]


def test_whoever_delegated_a_task_still_sees_its_case(stage):
    town = stage.units["town"]
    for name in ("何海波", "唐志明"):
        stage.hire(name, ("town_police", town))
    case = stage.case()
    task = stage.task("出警", of=case, by="何海波", role="town_police", unit=town)
    also_by("work", holds_work)
    before = may_see(stage.session, stage.who("唐志明"), case)

    task.person_id, task.delegated_by_id = stage.people["唐志明"], stage.people["何海波"]
    stage.session.flush()

    assert stage.labels("何海波", box="waiting") == ["出警"]
    assert may_see(stage.session, stage.who("何海波"), case)
    assert may_see(stage.session, stage.who("唐志明"), case)
    assert not before


def test_what_was_answered_or_belongs_to_a_closed_case_is_waited_for_no_more(stage):
    closed = stage.case(handler_id=stage.people["王秀兰"], closed_at=stage.at, outcome="oral_agreement")
    stage.task("回访", of=closed, role="village_director")
    parent = stage.task("要会签的", by="王秀兰")
    asked = stage.task("会签", by="陈友良", parent_id=parent.id)
    stage.session.add(_cosign(stage, parent, asked, answered_at=stage.at, outcome="agreed"))

    assert stage.labels(box="waiting") == []


def test_followed_holds_open_tasks_of_cases_i_follow_and_may_see(stage):
    seen = stage.case(title="我能看的")
    hidden = stage.case(unit=stage.units["elsewhere"], title="我不能看的")
    for case in (seen, hidden):
        stage.session.add(_follow(stage, case, "王秀兰"))
    stage.task("主任在办", of=seen, role="village_director")
    stage.task("大成村在办", of=hidden, unit=stage.units["elsewhere"], by="谢家旺")
    stage.task("没关注的", role="village_director")

    assert stage.labels(box="followed") == ["主任在办"]
    assert stage.labels("陈友良", box="followed") == []


def test_done_holds_what_i_did_the_latest_first(stage):
    for day, label in ((13, "前天办的"), (15, "昨天办的")):
        done = {"state": "done", "closed_by": stage.people["王秀兰"], "closed_post": "村级调解员"}
        stage.task(label, closed_at=moment(day, 9), **done)
    stage.task("未办的", by="王秀兰")

    assert stage.labels(box="done") == ["昨天办的", "前天办的"]
    assert stage.labels("陈友良", box="done") == []


@pytest.mark.parametrize("box", ["mine", "unit", "today", "late", "waiting", "followed", "done"])
def test_whoever_was_recused_sees_nothing_of_the_case_in_any_box(stage, box):
    me = stage.people["王秀兰"]
    case = stage.case(handler_id=me)
    attempt = an_attempt(stage.session, case=case, level="village")
    stage.task("我的", of=case, by="王秀兰", due_at=moment(16, 9))
    stage.task("待领", of=case, due_at=moment(16, 9))
    stage.task("别人办", of=case, role="village_director")
    stage.task("办过的", of=case, state="done", closed_at=stage.at, closed_by=me, closed_post="村级调解员")
    stage.session.add(_follow(stage, case, "王秀兰"))
    before = stage.labels(box=box)
    recused = {"duty": "mediator", "appointed_at": stage.at, "recused_at": stage.at}
    stage.session.add(Appointment(case_id=case.id, attempt_id=attempt.id, person_id=me, **recused))

    assert (bool(before), stage.labels(box=box)) == (True, [])


def test_without_a_post_there_is_nothing(stage):
    stage.hire("徐满爷")
    stage.task("待领", due_at=moment(15))

    assert all(stage.labels("徐满爷", box=box) == [] for box in BOXES)


def test_a_full_box_says_so_and_is_counted_no_further(stage):
    first = stage.task("第一件")
    columns = {each.key for each in inspect(WorkItem).column_attrs} - {"id"}
    same = {name: getattr(first, name) for name in columns}
    stage.session.execute(insert(WorkItem), [same] * 1001)

    full = counts(stage.session, identity=stage.who(), at=stage.at)

    assert (full.unit, full.shown("unit"), full.shown("mine")) == (1001, "1000+", "0")


def _follow(stage, case, name):
    person_id = stage.people[name]
    return Follow(case_id=case.id, person_id=person_id, how="self", by_id=person_id, since=stage.at)


def _cosign(stage, parent, asked, **changes):
    return WorkMove(
        case_id=parent.case_id,
        item_id=parent.id,
        to_item_id=asked.id,
        kind="cosign",
        by_id=stage.people["王秀兰"],
        by_post="村级调解员",
        to_id=stage.people["陈友良"],
        at=stage.at,
        **changes,
    )
