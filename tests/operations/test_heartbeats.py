"""Signs of life: what is alive, what is dead, what waits for the time to be confirmed."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from mediation.heartbeats import operations as heartbeats
from mediation.heartbeats.operations import Job, NothingHeld
from mediation.heartbeats.queries import Overdue, left_behind, overdue, state
from mediation.heartbeats.steady import Left
from mediation.kernel.actor import SYSTEM
from mediation.kernel.unit_of_work import UnitOfWork

NOW = datetime(2026, 9, 22, 1, 0, tzinfo=UTC)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


def job(name: str = "sweep", scheduler: str = "east 17", every: timedelta = timedelta(seconds=20)) -> Job:
    return Job(scheduler, name, every, NOW)


def run(uow: UnitOfWork, of: Job, at: datetime, failure: str | None = None) -> None:
    heartbeats.begin(uow, job=of, at=at)
    heartbeats.end(uow, job=of, figures={"fired": 3}, failure=failure, at=at + timedelta(seconds=1))
    uow.commit()


def late(session: Session, after: timedelta) -> list[tuple[str, str]]:
    found = [(each.job, each.why) for each in overdue(session, NOW + after)]
    session.rollback()
    return found


def test_a_sweep_that_nobody_ever_ran_is_missed(session: Session) -> None:
    assert overdue(session, NOW) == [Overdue("sweep", "never")]


def test_each_run_is_kept_with_what_it_did(uow: UnitOfWork, session: Session) -> None:
    run(uow, job(), NOW)
    run(uow, job(), NOW + MINUTE)

    (beat,) = state(session, NOW + MINUTE)

    assert (beat.scheduler, beat.job, beat.status) == ("east 17", "sweep", "fine")
    assert (beat.begun_at, beat.figures, beat.failures) == (NOW + MINUTE, {"fired": 3}, 0)


def test_a_job_is_missed_after_five_minutes_of_silence(uow: UnitOfWork, session: Session) -> None:
    run(uow, job(), NOW)

    assert late(session, 5 * MINUTE) == []
    assert late(session, 5 * MINUTE + timedelta(seconds=2)) == [("sweep", "dead")]


def test_a_job_that_runs_four_times_a_day_may_be_silent_in_between(uow: UnitOfWork, session: Session) -> None:
    run(uow, job(), NOW + 6 * 60 * MINUTE)
    run(uow, job("tidy", every=timedelta(hours=6)), NOW)

    assert late(session, 6 * 60 * MINUTE + 4 * MINUTE) == []


def test_another_scheduler_does_what_a_dead_one_did(uow: UnitOfWork, session: Session) -> None:
    run(uow, job(), NOW)
    run(uow, job(scheduler="west 4"), NOW + 9 * MINUTE)

    assert late(session, 10 * MINUTE) == []
    assert [beat.status for beat in state(session, NOW + 10 * MINUTE)] == ["fine", "dead"]


def test_a_job_whose_runs_all_fail_is_missed_too(uow: UnitOfWork, session: Session) -> None:
    run(uow, job(), NOW)
    for minute in range(1, 7):
        run(uow, job(), NOW + minute * MINUTE, failure="OperationalError: no disk")

    (missed,) = overdue(session, NOW + 6 * MINUTE)

    assert (missed.why, missed.failure) == ("dead", "OperationalError: no disk")
    assert [beat.failures for beat in state(session, NOW + 6 * MINUTE)] == [6]


def test_a_long_run_is_alive_while_it_gets_on(uow: UnitOfWork, session: Session) -> None:
    heartbeats.begin(uow, job=job(), at=NOW)
    heartbeats.go_on(uow, job=job(), at=NOW + 8 * MINUTE)
    uow.commit()

    assert late(session, 9 * MINUTE) == []
    assert late(session, 14 * MINUTE) == [("sweep", "dead")]


def test_a_sign_from_tomorrow_is_no_sign_of_life(uow: UnitOfWork, session: Session) -> None:
    run(uow, job(), NOW + DAY)

    assert late(session, MINUTE) == [("sweep", "dead")]


def test_what_ends_as_it_was_told_is_forgotten(uow: UnitOfWork, session: Session) -> None:
    run(uow, job("send"), NOW)
    run(uow, job(scheduler="west 4"), NOW)

    heartbeats.forget(uow, scheduler="east 17")
    uow.commit()

    assert [beat.scheduler for beat in state(session, NOW)] == ["west 4"]


def test_signs_of_the_long_dead_are_thrown_away(uow: UnitOfWork, session: Session) -> None:
    run(uow, job(), NOW)
    run(uow, job(scheduler="west 4"), NOW + DAY)

    heartbeats.forget_dead(uow, at=NOW + DAY + MINUTE)
    uow.commit()

    assert [beat.scheduler for beat in state(session, NOW)] == ["west 4"]


def hold(uow: UnitOfWork, at: datetime, told: bool = False) -> bool:
    held = heartbeats.hold(uow, job=job(), since=NOW, jump=DAY, told=told, at=at)
    uow.commit()
    return held


def test_a_held_job_is_shown_until_somebody_confirms_the_time(uow: UnitOfWork, session: Session) -> None:
    assert hold(uow, NOW + DAY)
    assert hold(uow, NOW + DAY, told=True)
    (missed,) = overdue(session, NOW + DAY)
    assert (missed.why, missed.held_since, missed.jump, missed.is_held) == ("held", NOW, DAY, True)
    session.rollback()

    assert heartbeats.confirm_time(uow, by=SYSTEM, at=NOW + DAY) == 1
    uow.commit()

    assert not hold(uow, NOW + DAY, told=True)
    (beat,) = state(session, NOW + DAY)
    assert (beat.held_since, beat.confirmed_by, beat.confirmed_at) == (None, "系统", NOW + DAY)


def test_there_is_nothing_to_confirm_where_nothing_waits(uow: UnitOfWork) -> None:
    run(uow, job(), NOW)

    with pytest.raises(NothingHeld):
        heartbeats.confirm_time(uow, by=SYSTEM, at=NOW)


def test_a_clock_that_went_back_unconfirmed_stays_to_be_seen(uow: UnitOfWork, session: Session) -> None:
    run(uow, job(), NOW)
    heartbeats.resume(uow, job=job(), behind_until=NOW + DAY)
    uow.commit()

    assert late(session, MINUTE) == [("sweep", "behind")]
    heartbeats.confirm_time(uow, by=SYSTEM, at=NOW + MINUTE)
    uow.commit()
    assert late(session, MINUTE) == []


def test_a_process_that_starts_reads_what_others_left(uow: UnitOfWork, session: Session) -> None:
    run(uow, job(scheduler="west 4"), NOW)
    hold(uow, NOW + DAY)

    assert left_behind(session, {}, NOW + DAY + MINUTE) == Left(NOW + timedelta(seconds=1), NOW + DAY, DAY)
    assert left_behind(session, {}, NOW + 2 * DAY).held_at is None
