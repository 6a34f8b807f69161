"""Editing the calendar recounts the clocks it touches, each with a line in its ledger."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from mediation.cases.model import Case
from mediation.clocks import operations as clocks
from mediation.clocks.book import work_calendar
from mediation.clocks.events import ClockConfirmed, ClockMoved, ClockRecomputed
from mediation.clocks.model import CalendarDay, Clock, ClockEntry
from mediation.clocks.operations.calendar_edits import NameMissing, NotOfThatYear
from mediation.clocks.queries import moving
from mediation.clocks.rules import Day
from mediation.clocks.sweep import Swept, recount_published, tick
from mediation.kernel.actor import SYSTEM
from mediation.kernel.locality import Locality
from mediation.kernel.sentences import sentence_of
from mediation.kernel.unit_of_work import UnitOfWork, UnitOfWorkFactory
from tests.factories import a_case, a_ladder
from tests.factories.clocks import a_clock, a_policy, moment

START = moment("2026-09-18 09:00")
EDITED = moment("2026-09-19 10:00")
FLOOD = date(2026, 9, 21)


@pytest.fixture
def case(session: Session) -> Case:
    made = a_case(session, unit=a_ladder(session)["village"])
    session.commit()
    return made


@pytest.fixture
def heard() -> list[Any]:
    return []


@pytest.fixture
def hearing(
    session_factory: sessionmaker[Session], locality: Locality, heard: list[Any]
) -> UnitOfWorkFactory:
    kinds = (ClockRecomputed, ClockConfirmed, ClockMoved)
    listeners = {kind: (lambda uow, fact: heard.append(fact),) for kind in kinds}
    return lambda: UnitOfWork(session_factory(), locality=locality, listeners=listeners)


def test_an_edit_tells_before_the_commit_what_it_moves(uow: UnitOfWork, session: Session, case: Case) -> None:
    short = a_clock(uow, case=case, at=START, policy=a_policy())
    long = a_clock(uow, case=case, at=START, policy=a_policy(amount="30", unit="calendar_day"))
    after = a_clock(uow, case=case, at=moment("2026-09-22 09:00"), policy=a_policy())

    woken = clocks.set_day(uow, on=FLOOD, is_working=False, name="防汛停工", by=SYSTEM, at=EDITED)

    assert set(woken) == {short.id, long.id}
    assert after.id not in woken
    assert moving(session, woken) == 1


def test_a_day_off_moves_the_end_and_is_told(
    uow: UnitOfWork, session: Session, case: Case, hearing: UnitOfWorkFactory, heard: list[Any]
) -> None:
    clock = a_clock(uow, case=case, at=START, policy=a_policy(alerts="yellow:-1 working_day"))
    clocks.set_day(uow, on=FLOOD, is_working=False, name="防汛停工", by=SYSTEM, at=EDITED)
    uow.commit()

    assert tick(hearing, at=EDITED) == Swept(recounted=1)

    session.expire_all()
    assert clock.due_on == date(2026, 9, 23)
    assert clock.wake_at == moment("2026-09-22 08:00")
    (entry,) = session.scalars(select(ClockEntry))
    assert (entry.kind, entry.due_on) == ("recomputed", clock.due_on)
    recomputed, moved = heard
    assert sentence_of(recomputed) == ("工作日历有调整，“村级受理期限”重新计算：由9月22日改为9月23日为止。")
    assert (moved.clock_id, moved.due_on, moved.due_at) == (
        clock.id,
        clock.due_on,
        moment("2026-09-24 00:00"),
    )


def test_taking_an_edit_back_moves_it_back(
    uow: UnitOfWork, session: Session, case: Case, hearing: UnitOfWorkFactory
) -> None:
    clocks.set_day(uow, on=FLOOD, is_working=False, name="防汛停工", by=SYSTEM, at=START)
    clock = a_clock(uow, case=case, at=START)
    assert clock.due_on == date(2026, 9, 23)

    clocks.forget_day(uow, on=FLOOD, by=SYSTEM, at=EDITED)
    uow.commit()
    tick(hearing, at=EDITED)

    session.expire_all()
    assert clock.due_on == date(2026, 9, 22)


def test_clocks_that_the_day_does_not_touch_sleep_on(
    uow: UnitOfWork, session: Session, case: Case, hearing: UnitOfWorkFactory
) -> None:
    over = a_clock(uow, case=case, at=moment("2026-09-14 09:00"))
    later = a_clock(uow, case=case, at=moment("2026-09-22 09:00"))
    hours = a_clock(uow, case=case, at=START, policy=a_policy("red", "72", "hour"))

    clocks.set_day(uow, on=FLOOD, is_working=False, name="防汛停工", by=SYSTEM, at=EDITED)
    uow.commit()

    session.expire_all()
    assert [clock.wake_kind for clock in (over, later, hours)] == ["due"] * 3


def test_a_clock_that_was_due_anyway_runs_out_in_the_same_tick(
    uow: UnitOfWork, session: Session, case: Case, hearing: UnitOfWorkFactory
) -> None:
    clock = a_clock(uow, case=case, at=START)
    late = moment("2026-09-28 10:00")

    clocks.set_day(uow, on=FLOOD, is_working=False, name="防汛停工", by=SYSTEM, at=late)
    uow.commit()

    assert tick(hearing, at=late) == Swept(fired=1, recounted=1)
    session.expire_all()
    assert (clock.state, clock.due_on) == ("reached", date(2026, 9, 23))


def test_publishing_a_year_settles_what_was_provisional(
    uow: UnitOfWork, session: Session, case: Case, hearing: UnitOfWorkFactory, heard: list[Any]
) -> None:
    moved = a_clock(uow, case=case, at=moment("2026-12-30 09:00"))
    stays = a_clock(
        uow, case=case, at=moment("2026-12-31 09:00"), policy=a_policy("x", "1", title="报到期限")
    )
    assert (moved.provisional, moved.due_on) == (True, date(2027, 1, 5))
    assert (stays.provisional, stays.due_on) == (True, date(2027, 1, 4))
    days = [
        Day(date(2027, 1, 1), works=False, name="元旦"),
        Day(date(2027, 1, 2), works=True, name="元旦调休上班"),
        Day(date(2027, 1, 4), works=False, name="元旦"),
    ]

    at = moment("2026-12-31 18:00")
    clocks.publish_year(uow, year=2027, days=days, source="国办发明电〔2026〕号", by=SYSTEM, at=at)
    uow.commit()
    assert tick(hearing, at=at) == Swept(recounted=2)

    session.expire_all()
    assert (moved.provisional, moved.due_on) == (False, date(2027, 1, 5))
    assert (stays.provisional, stays.due_on) == (False, date(2027, 1, 2))
    told = [sentence_of(fact) for fact in heard if not isinstance(fact, ClockMoved)]
    assert told == [
        "放假安排已公布，“村级受理期限”的暂定日期确定为2027年1月5日。",
        "工作日历有调整，“报到期限”重新计算：由2027年1月4日改为2027年1月2日为止。",
    ]


def test_an_upgrade_of_the_calendar_wakes_what_need_not_be_provisional(
    uow: UnitOfWork, session: Session, case: Case, hearing: UnitOfWorkFactory
) -> None:
    clock = a_clock(uow, case=case, at=START)
    beyond = a_clock(uow, case=case, at=moment("2026-12-30 09:00"))
    clock.provisional = True
    uow.commit()

    assert recount_published(hearing, at=EDITED) == 1
    tick(hearing, at=EDITED)

    session.expire_all()
    assert not clock.provisional
    assert beyond.provisional


def test_a_paused_clock_is_counted_with_the_new_calendar_when_it_goes_on(
    uow: UnitOfWork, session: Session, case: Case
) -> None:
    clock = a_clock(uow, case=case, at=START)
    clocks.pause(uow, clock=clock, at=EDITED, by=SYSTEM)
    clocks.set_day(uow, on=FLOOD, is_working=False, name="防汛停工", by=SYSTEM, at=EDITED)
    clocks.resume(uow, clock=clock, at=moment("2026-09-19 12:00"), by=SYSTEM)

    assert clock.due_on == date(2026, 9, 23)


def test_a_given_reminder_is_not_given_again_but_a_moved_one_is(
    uow: UnitOfWork, session: Session, case: Case, hearing: UnitOfWorkFactory
) -> None:
    policy = a_policy("m", "10", alerts="remind:+2 calendar_day; yellow:-1 working_day")
    clock = a_clock(uow, case=case, at=START, policy=policy)
    uow.commit()
    tick(hearing, at=moment("2026-09-20 08:00"))

    clocks.set_day(uow, on=FLOOD, is_working=False, name="防汛停工", by=SYSTEM, at=moment("2026-09-20 09:00"))
    uow.commit()
    tick(hearing, at=moment("2026-09-20 09:00"))

    session.expire_all()
    assert [label for label, _ in clock.reminders] == ["yellow"]


def test_an_edit_needs_its_reason(uow: UnitOfWork, session: Session) -> None:
    with pytest.raises(NameMissing, match="2026-09-21"):
        clocks.set_day(uow, on=FLOOD, is_working=False, name=" ", by=SYSTEM, at=EDITED)


def test_a_year_takes_only_its_own_days(uow: UnitOfWork, session: Session) -> None:
    days = [Day(date(2028, 1, 1), works=False, name="元旦")]

    with pytest.raises(NotOfThatYear, match="2028-01-01"):
        clocks.publish_year(uow, year=2027, days=days, source="x", by=SYSTEM, at=EDITED)


def test_the_calendar_is_read_once_a_transaction_and_anew_after_an_edit(
    uow: UnitOfWork, session: Session
) -> None:
    before = work_calendar(session)
    assert work_calendar(session) is before

    clocks.set_day(uow, on=FLOOD, is_working=False, name="防汛停工", by=SYSTEM, at=EDITED)
    assert not work_calendar(session).day(FLOOD).works
    session.rollback()

    assert work_calendar(session).day(FLOOD).works
    assert session.scalars(select(CalendarDay)).all() == []


def test_the_editor_is_kept(uow: UnitOfWork, session: Session) -> None:
    clocks.set_day(uow, on=FLOOD, is_working=False, name="防汛停工", by=SYSTEM, at=EDITED)
    clocks.set_day(uow, on=FLOOD, is_working=True, name="恢复上班", by=SYSTEM, at=EDITED)
    uow.commit()

    (kept,) = session.scalars(select(CalendarDay))
    assert (kept.is_working, kept.name, kept.at) == (True, "恢复上班", EDITED)


def test_recomputing_is_for_running_clocks(uow: UnitOfWork, session: Session, case: Case) -> None:
    clock = a_clock(uow, case=case, at=START)
    clocks.stop(uow, clock=clock, reason="done", at=EDITED, by=SYSTEM)

    assert clocks.recompute(uow, clock_id=clock.id, at=EDITED).state == "stopped"
    assert session.scalars(select(Clock)).all() == [clock]
