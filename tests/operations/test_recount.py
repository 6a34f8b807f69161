"""Counting anew after a change of the calendar: each clock once, whoever counts and whoever dies."""

from datetime import date

import pytest
from sqlalchemy import Engine, func, select, update

from mediation.clocks import operations as clocks
from mediation.clocks import recount as counting
from mediation.clocks.drafting import publishing, undoing
from mediation.clocks.edits import CalendarChanged, ChangedSince, DayEdit, UndoneAlready, setting
from mediation.clocks.kinds import FIRST
from mediation.clocks.model import CalendarChange, CalendarYear, Clock, ClockEntry
from mediation.clocks.operations.calendar_edits import count_batch
from mediation.clocks.previewing import preview
from mediation.clocks.recount import Recounted, recount
from mediation.notifications.model import Notice
from tests.factories.county import County
from tests.operations.recount_stage import (
    CASES,
    FLOOD,
    change,
    faults,
    flood,
    item,
    lines,
    reported,
    the_change,
)


@pytest.fixture
def county(engine: Engine) -> County:
    return County(engine, at="2026-09-14 10:00")


def test_every_clock_is_counted_once_with_its_task_its_line_and_its_ledger(county: County) -> None:
    cases = reported(county)

    change_id = change(county, flood())
    done = recount(county.system.uow, at=county.at, batch=3)

    found = the_change(county, change_id)
    assert (found.state, found.touched, found.counted) == ("done", done.counted, done.counted)
    assert found.moved == done.moved == lines(county, "ClockCountedAnew") >= CASES
    for case_id in cases:
        assert faults(county, case_id) == []
        with county.session() as session:
            clock = session.get_one(Clock, item(county, case_id).clock_id)
        task = item(county, case_id)
        assert task.due_on == date(2026, 9, 18)
        assert (task.due_on, task.due_at, task.sort_at) == (clock.due_on, clock.due_at, clock.due_at)
        assert clock.recount_id is None


def test_those_who_handle_are_told_once_how_many_of_their_dates_moved(county: County) -> None:
    reported(county)

    change(county, flood())
    moved = recount(county.system.uow, at=county.at, batch=2).moved

    with county.session() as session:
        notices = session.scalars(select(Notice).where(Notice.kind == "CalendarCounted")).all()
        assert session.scalars(select(Notice).where(Notice.kind == "ClockCountedAnew")).all() == []
    assert len({(each.person_id, each.role, each.unit_id) for each in notices}) == len(notices)
    assert sum(each.params["clocks"] for each in notices) == moved


def test_a_look_before_foretells_just_what_is_done_and_writes_nothing(county: County) -> None:
    reported(county)

    with county.session() as session:
        seen = preview(session, flood(), at=county.at, size=3)
        more = preview(session, flood(), at=county.at, size=3, after=seen.next or FIRST)
        assert session.scalars(select(CalendarChange)).all() == []
    change_id = change(county, flood())
    recount(county.system.uow, at=county.at)

    found = the_change(county, change_id)
    assert (seen.touched, seen.moved) == (found.touched, found.moved)
    assert sum(count for _days, count in seen.shifts) == sum(town.moved for town in seen.towns) == seen.moved
    assert {town.name for town in seen.towns} == {"官渡镇"}
    last, first = seen.moves[-1], more.moves[0]
    assert (last.kind, last.clock_id) < (first.kind, first.clock_id)
    with county.session() as session:
        assert all(session.get_one(Clock, move.clock_id).due_on == move.due_on for move in seen.moves)


def test_whoever_dies_on_the_way_leaves_the_rest_to_the_next(county: County) -> None:
    reported(county)
    change_id = change(county, flood())

    class Killed(BaseException):
        """The process is gone."""

    def die(count: int) -> None:
        raise Killed

    with pytest.raises(Killed):
        recount(county.system.uow, at=county.at, batch=2, told=die)
    assert the_change(county, change_id).counted == 2
    # One more dies within a batch: nothing of it stays.
    uow = county.system.uow()
    with uow:
        count_batch(uow, change=uow.get(CalendarChange, change_id), size=2, at=county.at)
    uow.session.close()
    recount(county.system.uow, at=county.at, batch=2)

    found = the_change(county, change_id)
    assert (found.state, found.counted) == ("done", found.touched)
    assert lines(county, "ClockCountedAnew") == found.moved
    with county.session() as session:
        twice = select(ClockEntry.clock_id).where(ClockEntry.change_id == change_id)
        assert session.execute(twice.group_by(ClockEntry.clock_id).having(func.count() > 1)).all() == []


@pytest.mark.postgresql
def test_two_at_once_never_count_the_same(county: County) -> None:
    """One holds its batch while another counts: the other takes what is free, and says what is left."""
    reported(county)
    change_id = change(county, flood())
    first = county.system.uow()
    with first:
        held = count_batch(first, change=first.get(CalendarChange, change_id), size=3, at=county.at).taken
        # The counters of the change are the last thing a batch writes; here it has not come so far.
        first.session.rollback()
        rows = select(Clock.id).where(Clock.recount_id == change_id).order_by(Clock.id).limit(3)
        ids = first.session.scalars(rows.with_for_update()).all()
        other = recount(county.system.uow, at=county.at)
    first.session.close()

    assert held == len(ids) == 3
    assert other.left == 1
    assert recount(county.system.uow, at=county.at).counted == 3
    assert the_change(county, change_id).state == "done"


def test_a_clock_that_cannot_be_counted_is_parked_and_the_others_go_on(
    county: County, caplog: pytest.LogCaptureFixture
) -> None:
    cases = reported(county)
    broken = item(county, cases[2]).clock_id
    with county.system.uow() as uow:
        amount = uow.session.get_one(Clock, broken).amount
        uow.session.execute(update(Clock).where(Clock.id == broken).values(amount="drei"))
        uow.session.commit()

    change_id = change(county, flood())
    recount(county.system.uow, at=county.at, batch=4)

    found = the_change(county, change_id)
    assert (found.state, found.failed, found.counted) == ("done", 1, found.touched)
    assert item(county, cases[3]).due_on == date(2026, 9, 18)
    assert "could not be counted" in caplog.text
    with county.session() as session:
        parked = session.get_one(Clock, broken)
    assert (parked.failures, parked.due_on) == (1, date(2026, 9, 17))

    with county.system.uow() as uow:
        uow.session.execute(update(Clock).where(Clock.id == broken).values(amount=amount))
        clocks.count_again(uow, change_id=change_id)
        uow.commit()
    again = recount(county.system.uow, at=county.at)
    assert (again.moved, again.failed) == (1, 0)
    assert item(county, cases[2]).due_on == date(2026, 9, 18)


def test_a_whole_change_is_taken_back_by_another(county: County) -> None:
    cases = reported(county, 1)
    change_id = change(county, flood())
    recount(county.system.uow, at=county.at)

    with county.session() as session:
        back = undoing(session, change_id)
    change(county, back)
    recount(county.system.uow, at=county.at)

    assert item(county, cases[0]).due_on == date(2026, 9, 17)
    with county.session() as session, pytest.raises(UndoneAlready):
        undoing(session, change_id)


def test_taking_a_published_year_back_makes_it_uncertain_again(county: County) -> None:
    days = [DayEdit(date(2027, 1, 1), False, "元旦")]
    with county.session() as session:
        edit = publishing(session, year=2027, days=days, source="国办发明电〔2026〕7号")
    change_id = change(county, edit)

    with county.session() as session:
        back = undoing(session, change_id)
    change(county, back)

    with county.session() as session:
        assert session.scalars(select(CalendarYear)).all() == []


def test_a_day_changed_again_since_stands_in_the_way_of_taking_back(county: County) -> None:
    first = change(county, flood())
    change(county, setting(first=FLOOD, last=FLOOD, works=True, kind="county", reason="恢复上班"))

    with county.session() as session, pytest.raises(ChangedSince, match="9月16日"):
        undoing(session, first)


def test_what_was_confirmed_on_an_old_page_is_not_done(county: County) -> None:
    change(county, flood())

    with pytest.raises(CalendarChanged):
        change(county, flood(date(2026, 9, 18)), seen=0)


def test_nothing_waiting_costs_one_look(county: County) -> None:
    assert recount(county.system.uow, at=county.at) == Recounted()
    assert counting.unfinished(county.system.uow) == []
