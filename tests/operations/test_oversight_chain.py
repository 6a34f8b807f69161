"""The 督办 process from the first late day to the interview, on the published diagrams and tables."""

from datetime import date

import pytest
from sqlalchemy import Engine, select

from mediation.casework.interruptions import withdraw
from mediation.casework.model import ProcessInstance, WorkItem
from mediation.clocks import queries as clocks
from mediation.clocks.model import Clock
from mediation.inbox import late_work
from mediation.oversight import queries
from mediation.people.model import Person
from tests.factories.county import County

LATE = "village_accept"


@pytest.fixture
def county(engine: Engine) -> County:
    return County(engine, at="2026-06-16 08:00")


@pytest.fixture
def case_id(county: County) -> int:
    """A noise dispute that reached the village on 16 June; 3 working days end on the 22nd."""
    case_id = county.report(unit_id=county.units["village"], title="吴甲与郑乙噪声纠纷")
    assert county.open(case_id) == [LATE]
    return case_id


def overseen(county: County, case_id: int) -> queries.CaseOversight:
    with county.session() as session:
        return queries.for_case(session, case_id)


def running(county: County, case_id: int) -> list[str]:
    with county.session() as session:
        query = select(ProcessInstance.process).where(
            ProcessInstance.case_id == case_id, ProcessInstance.finished_at.is_(None)
        )
        return sorted(session.scalars(query))


def test_yellow_on_the_eighteenth_and_red_on_the_twenty_third(county: County, case_id: int) -> None:
    assert county.item(case_id, LATE).due_on == date(2026, 6, 22)

    county.go_to("2026-06-18 09:00")
    assert [card.kind for card in overseen(county, case_id).cards] == ["yellow"]
    county.go_to("2026-06-22 23:59")
    assert len(overseen(county, case_id).cards) == 1
    county.go_to("2026-06-23 00:00")

    yellow, red = overseen(county, case_id).cards
    assert (red.kind, red.due_on, red.is_open, yellow.is_open) == ("red", date(2026, 6, 22), True, False)
    assert red.holder == "官渡镇南岳村调委会主任调委会主任甲"
    assert county.item(case_id, LATE).late
    assert county.item(case_id, "explain_lateness").due_on == date(2026, 6, 24)
    assert running(county, case_id) == ["dispute", "oversight"]


def test_each_rank_in_turn_until_the_interview(county: County, case_id: int) -> None:
    county.go_to("2026-06-25 23:59")
    assert "town_instruction" not in county.open(case_id)
    # Third working day after the 22nd is the 25th; it has passed.
    county.go_to("2026-06-26 00:00")
    assert "town_instruction" in county.open(case_id)
    assert overseen(county, case_id).listings == ()
    county.go_to("2026-06-30 00:00")
    (listing,) = overseen(county, case_id).listings
    assert listing.unit_name == "浏阳市"
    county.go_to("2026-07-07 00:00")
    assert "county_interview" in county.open(case_id)


def test_a_task_of_supervision_says_which_late_work_it_is_about(county: County, case_id: int) -> None:
    county.go_to("2026-06-23 00:00")
    explaining, late = county.item(case_id, "explain_lateness"), county.item(case_id, LATE)

    with county.session() as session:
        about = late_work.behind(session, [explaining.id, late.id])

    assert list(about) == [explaining.id]
    assert (about[explaining.id].label, about[explaining.id].due_on) == (late.label, date(2026, 6, 22))
    assert about[explaining.id].holder == "官渡镇南岳村调委会主任调委会主任甲"


def test_the_chain_goes_on_though_the_head_of_the_town_gives_no_order(county: County, case_id: int) -> None:
    def onward() -> late_work.Onward:
        with county.session() as session:
            return late_work.onward(session, [county.item(case_id, "town_instruction").id]).popitem()[1]

    county.go_to("2026-06-26 00:00")
    assert (onward().listed_at, onward().next_step, onward().next_on) == (
        None,
        "升至县级挂牌",
        date(2026, 6, 29),
    )

    county.go_to("2026-07-01 00:00")
    assert county.item(case_id, "town_instruction").late
    listed = onward()
    assert (listed.listed_where, listed.next_step, listed.interview) == ("浏阳市", "升至约谈", "")

    county.go_to("2026-07-07 00:00")
    talked_to = onward()
    assert (talked_to.interview, talked_to.next_step) == ("county_supervisor", "")


def test_doing_the_work_ends_it_and_the_record_stays(county: County, case_id: int) -> None:
    county.go_to("2026-06-23 09:00")
    county.do(case_id, "explain_lateness", {"explanation": "端午值班人手不足，今日受理。"})

    county.do(case_id, LATE, {"decision": "accept"}, at="2026-06-23 10:00")

    assert running(county, case_id) == ["dispute"]
    (red,) = [card for card in overseen(county, case_id).cards if card.kind == "red"]
    assert (red.is_open, red.explanation) == (False, "端午值班人手不足，今日受理。")
    assert county.said(case_id, "OversightClosed") == [
        "“村级受理期限”的督办结束；逾期记录仍在官渡镇南岳村调委会主任调委会主任甲名下。"
    ]
    with county.session() as session:
        late = session.scalars(select(WorkItem).where(WorkItem.element == LATE)).one()
        assert (late.state, late.late) == ("done", True)


def test_calling_the_case_off_ends_it_too(county: County, case_id: int) -> None:
    county.go_to("2026-06-23 09:00")

    with county.system.uow() as uow:
        by = county.who("village_director").actor_for("village_director", county.units["village"])
        withdraw(uow, case_id=case_id, reason="两家和好了", by=by, at=county.at)
        uow.commit()
    county.go_to("2026-07-31 09:00")

    assert running(county, case_id) == ["dispute"]
    assert not {"explain_lateness", "town_instruction", "county_interview"} & set(county.open(case_id))
    assert overseen(county, case_id).listings == ()


def test_a_step_on_the_way_does_not_end_it_while_the_limit_stays_broken(county: County, case_id: int) -> None:
    county.do(case_id, LATE, {"decision": "accept"})
    mediator = county.logins["village_mediator"]
    county.do(case_id, "village_appoint", {"mediators": [mediator]})
    county.do(case_id, "village_rights", {"told_on": date(2026, 6, 16), "all_told": True})
    county.go_to("2026-07-17 09:00")
    assert running(county, case_id) == ["dispute", "oversight"]

    county.do(case_id, "village_inquire", {"findings": "夜里十一点仍有响声"})
    assert running(county, case_id) == ["dispute", "oversight"]
    county.do(case_id, "village_route", {"decision": "up", "reason": "需要城管出面"})

    assert running(county, case_id) == ["dispute"]


def test_what_was_missed_while_everything_was_down_fires_once_on_start(county: County, case_id: int) -> None:
    county.go_to("2026-07-08 09:00")
    first = overseen(county, case_id)
    county.go_to("2026-07-08 09:01")

    assert overseen(county, case_id) == first
    assert [card.kind for card in first.cards] == ["red"]
    assert len(first.listings) == 1
    assert {"explain_lateness", "town_instruction", "county_interview"} <= set(county.open(case_id))
    assert len(county.said(case_id, "RedCardGiven")) == 1


def test_a_handover_does_not_reset_the_clock(county: County, case_id: int) -> None:
    county.go_to("2026-06-19 09:00")
    before = county.item(case_id, LATE)
    with county.system.uow() as uow:
        item = uow.get(WorkItem, before.id)
        item.person_id = county.logins["village_mediator"]
        uow.commit()

    county.go_to("2026-06-23 00:00")

    with county.session() as session:
        clock = session.get_one(Clock, before.clock_id)
        assert (clock.due_on, clock.state) == (date(2026, 6, 22), "reached")
    (red,) = [card for card in overseen(county, case_id).cards if card.kind == "red"]
    assert red.person_id == county.logins["village_mediator"]


def test_a_town_without_a_leader_is_said_so(county: County, case_id: int) -> None:
    with county.system.uow() as uow:
        uow.get(Person, county.logins["town_leader"]).is_active = False
        uow.commit()

    county.go_to("2026-06-25 23:59")
    assert overseen(county, case_id).unreached == ()
    county.go_to("2026-06-26 00:00")

    (missing,) = overseen(county, case_id).unreached
    assert (missing.post, missing.taken_by) == ("官渡镇乡镇主要领导", "浏阳市督查专员")
    assert county.said(case_id, "RankUnreached") == [
        "督办应报官渡镇乡镇主要领导，该岗位无人在岗，改报浏阳市督查专员。"
    ]
    ordered = county.item(case_id, "town_instruction")
    assert (ordered.role, ordered.diverted_from_role) == ("county_supervisor", "town_leader")


def test_the_case_page_says_why_each_clock_ends_when_it_does(county: County, case_id: int) -> None:
    with county.session() as session:
        views = {view.policy: view for view in clocks.for_case(session, case_id, county.at)}

    accept = views["village.accept"]
    assert (accept.until, str(accept.limit), accept.state_title) == ("6月22日（周一）", "3个工作日", "计算中")
    assert str(accept.left) == "还剩 3 个工作日"
    assert [str(line) for line in accept.why] == [
        "6月16日（周二）：起算当日不计",
        "6月17日（周三）：第1个工作日",
        "6月18日（周四）：第2个工作日",
        "6月19日（周五）：端午放假，不计",
        "6月20日（周六）：端午放假，不计",
        "6月21日（周日）：端午放假，不计",
        "6月22日（周一）：第3个工作日",
    ]
    assert accept.basis
