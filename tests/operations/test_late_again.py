"""A closed day entered afterwards and taken back: what was late is late again; what 督办 did stays done."""

from datetime import date

import pytest
from sqlalchemy import Engine, select

from mediation.clocks import operations as clocks
from mediation.clocks.drafting import undoing
from mediation.clocks.edits import setting
from mediation.clocks.model import Clock
from mediation.clocks.previewing import preview
from mediation.clocks.recount import Recounted, recount
from mediation.inbox import late_work
from mediation.oversight import queries
from mediation.oversight.model import Card
from tests.factories.county import County
from tests.operations.recount_stage import LATE, change, faults, flood, item, lines, reported

DUE = date(2026, 9, 17)
ACCEPTED = {"decision": "accept"}


@pytest.fixture
def county(engine: Engine) -> County:
    """A village with three working days from 14 September to accept: late on the 18th."""
    return County(engine, at="2026-09-14 10:00")


@pytest.fixture
def case_id(county: County) -> int:
    (case_id,) = reported(county, 1)
    county.go_to("2026-09-18 09:00")
    return case_id


def red(county: County, case_id: int) -> list[Card]:
    with county.session() as session:
        query = select(Card).where(Card.case_id == case_id, Card.kind == "red").order_by(Card.id)
        return list(session.scalars(query))


def clock(county: County, case_id: int) -> Clock:
    with county.session() as session:
        return session.get_one(Clock, item(county, case_id).clock_id)


def close_the_day(county: County) -> int:
    change_id = change(county, flood(DUE))
    recount(county.system.uow, at=county.at)
    return change_id


def take_back(county: County, change_id: int) -> tuple[int, Recounted]:
    with county.session() as session:
        back = undoing(session, change_id)
    undone = change(county, back)
    return undone, recount(county.system.uow, at=county.at)


def test_what_has_been_reported_up_stays_so_while_the_work_it_stands_for_is_late(
    county: County, case_id: int
) -> None:
    county.go_to("2026-09-26 09:00")
    edit = setting(
        first=date(2026, 9, 22), last=date(2026, 9, 24), works=False, kind="disaster", reason="防汛停工"
    )
    with county.session() as session:
        fired = session.scalars(
            select(Clock).where(Clock.policy.startswith("oversight."), Clock.reached_at.is_not(None))
        ).all()
        seen = preview(session, edit, at=county.at)
    assert {"oversight.town", "oversight.county"} <= {each.policy for each in fired}

    change_id = change(county, edit)
    done = recount(county.system.uow, at=county.at)

    assert (seen.in_time, done.righted, lines(county, "ClockInTime")) == (0, 0, 0)
    assert (seen.touched, seen.moved) == (done.counted, done.moved)
    with county.session() as session:
        for each in fired:
            now = session.get_one(Clock, each.id)
            assert (now.due_on, now.reached_at, now.state) == (each.due_on, each.reached_at, each.state)
        running = select(Clock.due_on).where(Clock.policy == "oversight.interview")
        assert session.scalars(running).one() > date(2026, 10, 8)
        (listing,) = queries.for_case(session, case_id).listings
        assert listing.closed_at is None
    assert [card.voided_at for card in red(county, case_id)] == [None]
    _, back = take_back(county, change_id)
    assert back.moved == done.moved
    assert faults(county, case_id) == []


def test_work_done_late_is_late_again_once_the_closed_day_is_taken_back(county: County, case_id: int) -> None:
    county.do(case_id, LATE, ACCEPTED, at="2026-09-18 10:00")
    change_id = close_the_day(county)
    (void,) = red(county, case_id)
    assert (void.voided_at, item(county, case_id).late) == (county.at, False)

    with county.session() as session:
        seen = preview(session, undoing(session, change_id), at=county.at)
    undone, done = take_back(county, change_id)

    assert (seen.touched, seen.moved) == (done.counted, done.moved)
    assert seen.becoming_late == 1
    (card,) = red(county, case_id)
    assert (card.id, card.voided_at, card.void_reason) == (void.id, None, None)
    assert card.closed_at == clock(county, case_id).ended_at
    task, again = item(county, case_id), clock(county, case_id)
    assert (task.late, task.due_on) == (True, DUE)
    assert (again.state, again.due_on, again.reached_at is None) == ("stopped", DUE, False)
    (sentence,) = county.said(case_id, "CardsRestored")
    assert "红牌恢复" in sentence
    assert "恢复逾期记录" in county.said(case_id, "ClockLateAgain")[0]

    with county.system.uow() as uow:
        clocks.count_again(uow, change_id=undone)
        uow.commit()
    assert recount(county.system.uow, at=county.at).moved == 0
    county.go_to("2026-09-19 09:00")
    assert len(red(county, case_id)) == lines(county, "CardsRestored") == 1
    assert faults(county, case_id) == []


def test_work_done_while_the_day_was_closed_is_late_again_too(county: County, case_id: int) -> None:
    change_id = close_the_day(county)
    county.do(case_id, LATE, ACCEPTED, at="2026-09-18 15:00")
    assert not item(county, case_id).late

    take_back(county, change_id)

    (card,) = red(county, case_id)
    assert (card.voided_at, item(county, case_id).late) == (None, True)


def test_work_done_in_time_on_a_closed_day_s_account_stays_in_time(county: County) -> None:
    (case_id,) = reported(county, 1)
    change_id = close_the_day(county)
    county.do(case_id, LATE, ACCEPTED, at="2026-09-18 10:00")

    take_back(county, change_id)

    assert (red(county, case_id), item(county, case_id).late) == ([], False)
    assert lines(county, "ClockLateAgain") == 0


def test_work_still_open_runs_out_anew_and_gets_its_card_once(county: County, case_id: int) -> None:
    change_id = close_the_day(county)
    assert (clock(county, case_id).state, item(county, case_id).late) == ("running", False)

    take_back(county, change_id)
    county.go_to("2026-09-18 09:05")
    county.go_to("2026-09-18 09:10")

    void, card = red(county, case_id)
    assert (void.voided_at is None, card.voided_at, card.due_on) == (False, None, DUE)
    assert (clock(county, case_id).state, item(county, case_id).late) == ("reached", True)
    assert county.running(case_id) == ["dispute", "oversight"]
    assert county.open(case_id).count("explain_lateness") == 1


def test_a_task_of_supervision_says_the_day_its_late_work_ends_by_the_calendar_of_now(
    county: County, case_id: int
) -> None:
    county.go_to("2026-09-21 09:00")
    close_the_day(county)
    explaining = county.item(case_id, "explain_lateness")

    with county.session() as session:
        about = late_work.behind(session, [explaining.id])

    assert about[explaining.id].due_on == clock(county, case_id).due_on == date(2026, 9, 18)
    assert item(county, case_id).late
