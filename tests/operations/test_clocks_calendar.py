"""Editing the calendar recounts the clocks it touches, each with a line in its ledger."""

from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from mediation.cases.model import Case
from mediation.clocks import operations as clocks
from mediation.clocks.book import work_calendar
from mediation.clocks.drafting import forgetting, publishing
from mediation.clocks.edits import DayEdit, setting
from mediation.clocks.events import ClockConfirmed, ClockCountedAnew, ClocksMoved, Moved
from mediation.clocks.model import CalendarChange, CalendarDay, ClockEntry
from mediation.clocks.previewing import preview
from mediation.clocks.recount import Recounted, recount, recount_published
from mediation.clocks.sweep import Swept, tick
from mediation.kernel.actor import SYSTEM
from mediation.kernel.locality import Locality
from mediation.kernel.sentences import sentence_of
from mediation.kernel.unit_of_work import UnitOfWork, UnitOfWorkFactory
from tests.factories import a_case, a_ladder
from tests.factories.clocks import a_clock, a_policy, moment

START = moment("2026-09-18 09:00")
EDITED = moment("2026-09-19 10:00")
FLOOD = date(2026, 9, 21)


def close(uow: UnitOfWork, *, at: datetime = EDITED) -> CalendarChange:
    """Let the county rest on the day of the flood."""
    edit = setting(first=FLOOD, last=FLOOD, works=False, kind="disaster", reason="防汛停工")
    return clocks.change_calendar(uow, edit=edit, by=SYSTEM, at=at)


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
    kinds = (ClockCountedAnew, ClockConfirmed, ClocksMoved)
    listeners = {kind: (lambda uow, fact: heard.append(fact),) for kind in kinds}
    return lambda: UnitOfWork(session_factory(), locality=locality, listeners=listeners)


def test_a_day_off_moves_the_end_and_is_told(
    uow: UnitOfWork, session: Session, case: Case, hearing: UnitOfWorkFactory, heard: list[Any]
) -> None:
    clock = a_clock(uow, case=case, at=START, policy=a_policy(alerts="yellow:-1 working_day"))
    close(uow)
    uow.commit()

    assert recount(hearing, at=EDITED) == Recounted(counted=1, moved=1)

    session.expire_all()
    assert clock.due_on == date(2026, 9, 23)
    assert clock.wake_at == moment("2026-09-22 08:00")
    (entry,) = session.scalars(select(ClockEntry))
    assert (entry.kind, entry.due_on) == ("recomputed", clock.due_on)
    recomputed, moved = heard
    assert sentence_of(recomputed) == (
        "工作日历有调整（防汛停工），“村级受理期限”重新计算：由9月22日改为9月23日为止。"
    )
    assert moved.clocks == (Moved(clock.id, date(2026, 9, 23), moment("2026-09-24 00:00"), False),)


def test_taking_an_edit_back_moves_it_back(
    uow: UnitOfWork, session: Session, case: Case, hearing: UnitOfWorkFactory
) -> None:
    close(uow, at=START)
    clock = a_clock(uow, case=case, at=START)
    assert clock.due_on == date(2026, 9, 23)

    back = forgetting(session, days=[FLOOD], reason="水已退")
    clocks.change_calendar(uow, edit=back, by=SYSTEM, at=EDITED)
    uow.commit()
    recount(hearing, at=EDITED)

    session.expire_all()
    assert clock.due_on == date(2026, 9, 22)


def test_clocks_that_the_day_does_not_touch_sleep_on(
    uow: UnitOfWork, session: Session, case: Case, hearing: UnitOfWorkFactory
) -> None:
    over = a_clock(uow, case=case, at=moment("2026-09-14 09:00"))
    later = a_clock(uow, case=case, at=moment("2026-09-22 09:00"))
    hours = a_clock(uow, case=case, at=START, policy=a_policy("red", "72", "hour"))

    close(uow)
    uow.commit()

    session.expire_all()
    assert [clock.wake_kind for clock in (over, later, hours)] == ["due"] * 3


def test_a_clock_that_is_to_be_counted_anew_does_not_run_out_before_it_is(
    uow: UnitOfWork, session: Session, case: Case, hearing: UnitOfWorkFactory
) -> None:
    clock = a_clock(uow, case=case, at=START)
    late = moment("2026-09-28 10:00")

    close(uow, at=late)
    uow.commit()

    assert tick(hearing, at=late) == Swept()
    assert recount(hearing, at=late).moved == 1
    assert tick(hearing, at=late) == Swept(fired=1)
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
        DayEdit(date(2027, 1, 1), False, "元旦"),
        DayEdit(date(2027, 1, 2), True, "元旦调休上班"),
        DayEdit(date(2027, 1, 4), False, "元旦"),
    ]

    at = moment("2026-12-31 18:00")
    edit = publishing(session, year=2027, days=days, source="国办发明电〔2026〕号")
    clocks.change_calendar(uow, edit=edit, by=SYSTEM, at=at)
    uow.commit()
    assert recount(hearing, at=at) == Recounted(counted=2, moved=1)

    session.expire_all()
    assert (moved.provisional, moved.due_on) == (False, date(2027, 1, 5))
    assert (stays.provisional, stays.due_on) == (False, date(2027, 1, 2))
    told = [sentence_of(fact) for fact in heard if not isinstance(fact, ClocksMoved)]
    assert told == [
        "放假安排已公布，“村级受理期限”的暂定日期确定为2027年1月5日。",
        "工作日历有调整（国办发明电〔2026〕号），“报到期限”重新计算：由2027年1月4日改为2027年1月2日为止。",
    ]


def test_an_upgrade_of_the_calendar_wakes_what_need_not_be_provisional(
    uow: UnitOfWork, session: Session, case: Case, hearing: UnitOfWorkFactory
) -> None:
    clock = a_clock(uow, case=case, at=START)
    beyond = a_clock(uow, case=case, at=moment("2026-12-30 09:00"))
    clock.provisional = True
    uow.commit()

    assert recount_published(hearing, at=EDITED) == 1
    assert recount_published(hearing, at=EDITED) == 0
    recount(hearing, at=EDITED)

    session.expire_all()
    assert not clock.provisional
    assert beyond.provisional


def test_a_paused_clock_is_counted_with_the_new_calendar_when_it_goes_on(
    uow: UnitOfWork, session: Session, case: Case
) -> None:
    clock = a_clock(uow, case=case, at=START)
    clocks.pause(uow, clock=clock, at=EDITED, by=SYSTEM)
    close(uow)
    clocks.resume(uow, clock=clock, at=moment("2026-09-19 12:00"), by=SYSTEM)

    assert clock.due_on == date(2026, 9, 23)


def test_a_given_reminder_is_not_given_again_but_a_moved_one_is(
    uow: UnitOfWork, session: Session, case: Case, hearing: UnitOfWorkFactory
) -> None:
    policy = a_policy("m", "10", alerts="remind:+2 calendar_day; yellow:-1 working_day")
    clock = a_clock(uow, case=case, at=START, policy=policy)
    uow.commit()
    tick(hearing, at=moment("2026-09-20 08:00"))

    close(uow, at=moment("2026-09-20 09:00"))
    uow.commit()
    recount(hearing, at=moment("2026-09-20 09:00"))

    session.expire_all()
    assert [label for label, _ in clock.reminders] == ["yellow"]


def test_the_calendar_is_read_once_a_transaction_and_anew_after_an_edit(
    uow: UnitOfWork, session: Session
) -> None:
    before = work_calendar(session)
    assert work_calendar(session) is before

    close(uow)
    assert not work_calendar(session).day(FLOOD).works
    session.rollback()

    assert work_calendar(session).day(FLOOD).works
    assert session.scalars(select(CalendarDay)).all() == []


def test_the_editor_is_kept(uow: UnitOfWork, session: Session) -> None:
    close(uow)
    opened = setting(first=FLOOD, last=FLOOD, works=True, kind="county", reason="恢复上班")
    clocks.change_calendar(uow, edit=opened, by=SYSTEM, at=EDITED)
    uow.commit()

    (kept,) = session.scalars(select(CalendarDay))
    assert (kept.is_working, kept.name, kept.at) == (True, "恢复上班", EDITED)


def test_a_look_before_counts_what_was_paused_or_extended_by_itself(
    uow: UnitOfWork, session: Session, case: Case, hearing: UnitOfWorkFactory
) -> None:
    plain = a_clock(uow, case=case, at=START)
    paused = a_clock(uow, case=case, at=START, policy=a_policy("p", "3"))
    clocks.pause(uow, clock=paused, at=START, by=SYSTEM)
    clocks.resume(uow, clock=paused, at=moment("2026-09-21 09:00"), by=SYSTEM)
    uow.commit()
    edit = setting(first=FLOOD, last=FLOOD, works=False, kind="disaster", reason="防汛停工")

    seen = preview(session, edit, at=EDITED)
    first = preview(session, edit, at=EDITED, size=1)
    assert first.next is not None
    second = preview(session, edit, at=EDITED, size=1, after=first.next)

    assert (seen.touched, seen.moved, seen.shifts) == (2, 2, ((1, 2),))
    assert [move.clock_id for move in seen.moves] == [plain.id, paused.id]
    assert [each.moves[0].clock_id for each in (first, second)] == [plain.id, paused.id]
    assert (first.next.id, second.next) == (plain.id, None)
    session.rollback()
    close(uow)
    uow.commit()
    recount(hearing, at=EDITED)
    session.expire_all()
    assert [move.due_on for move in seen.moves] == [plain.due_on, paused.due_on]


def test_a_day_of_the_evening_is_the_countys_day_and_not_that_of_greenwich(
    uow: UnitOfWork, session: Session, case: Case
) -> None:
    """Begun at two in the morning in the county, which is the evening before elsewhere."""
    clock = a_clock(uow, case=case, at=moment("2026-09-18 02:00"))
    uow.commit()

    edit = setting(first=FLOOD, last=FLOOD, works=False, kind="disaster", reason="防汛停工")
    seen = preview(session, edit, at=EDITED)

    assert [(move.was_on, move.due_on) for move in seen.moves] == [(clock.due_on, date(2026, 9, 23))]
    assert seen.shifts == ((1, 1),)
