"""Which jobs run, which are dead, which wait for the time to be confirmed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from mediation.heartbeats.model import Heartbeat
from mediation.heartbeats.rules import NEEDED, limits, silence
from mediation.heartbeats.steady import Left

FINE, RUNNING, FAILING, HELD, BEHIND, DEAD, NEVER = (
    "fine",
    "running",
    "failing",
    "held",
    "behind",
    "dead",
    "never",
)


@dataclass(frozen=True)
class Beat:
    """One job of one scheduler, as it last showed itself.

    :ivar status: ``fine``, ``running`` (a run is under way), ``failing`` (its runs fail, but not for long),
        ``held`` (the clock jumped), ``behind`` (the clock went back and stayed so), ``dead``
    :ivar jump: how far the clock jumped; negative: back
    :ivar behind_until: where the clock went back from
    """

    scheduler: str
    job: str
    status: str
    every: timedelta
    started_at: datetime
    begun_at: datetime
    ended_at: datetime | None
    seen_at: datetime
    failures: int
    failure: str | None
    held_since: datetime | None
    jump: timedelta
    behind_until: datetime | None
    confirmed_at: datetime | None
    confirmed_by: str | None
    figures: Mapping[str, Any]


@dataclass(frozen=True)
class Overdue:
    """A job that no scheduler does as it should.

    :ivar why: ``dead`` (no sign of life for five minutes), ``never`` (nobody ever ran it), ``held``,
        ``behind``; the best that any scheduler can say of it
    :ivar seen_at: the last sign of life; None: never
    :ivar failure: what its last run failed with, where it failed
    """

    job: str
    why: str
    seen_at: datetime | None = None
    held_since: datetime | None = None
    jump: timedelta = timedelta(0)
    behind_until: datetime | None = None
    failure: str | None = None

    @property
    def is_held(self) -> bool:
        """Say whether somebody must confirm the machine's time."""
        return self.why in (HELD, BEHIND)


def state(session: Session, at: datetime) -> list[Beat]:
    """Return every job of every scheduler, by job, the liveliest first."""
    rows = session.scalars(select(Heartbeat))
    return sorted((_beat(row, at) for row in rows), key=lambda beat: (beat.job, -beat.seen_at.timestamp()))


def overdue(session: Session, at: datetime) -> list[Overdue]:
    """Return the jobs that have not run for five minutes, or wait for the time; none where all is well.

    A job is well as soon as one scheduler does it: with several, any may die.
    """
    return missing(state(session, at))


def missing(beats: Iterable[Beat]) -> list[Overdue]:
    """Return what :func:`overdue` does, of signs of life already read."""
    by_job: dict[str, list[Beat]] = {name: [] for name in NEEDED}
    for beat in beats:
        by_job.setdefault(beat.job, []).append(beat)
    found = (_of_job(job, of_job) for job, of_job in by_job.items())
    return [each for each in found if each is not None]


def standing(beats: Iterable[Beat]) -> list[Beat]:
    """Return the signs that still tell something: not those of the dead whose job another does by now."""
    known = list(beats)
    done = {beat.job for beat in known if beat.status in (FINE, RUNNING)}
    return [beat for beat in known if beat.status != DEAD or beat.job not in done]


def left_behind(session: Session, settings: Mapping[str, Any], at: datetime) -> Left:
    """Return what earlier processes left in writing, for one that starts."""
    seen: list[datetime] = []
    held: list[Heartbeat] = []
    _, grace = limits(settings)
    for row in session.scalars(select(Heartbeat)):
        if row.held_since is None:
            seen.append(row.seen_at)
        elif abs(row.begun_at - at) <= grace:
            held.append(row)
    last = max(held, key=lambda row: row.begun_at, default=None)
    return Left(
        seen_at=max(seen, default=None),
        held_at=last.begun_at if last else None,
        jump=timedelta(seconds=last.jump_seconds) if last else timedelta(0),
    )


def _of_job(job: str, beats: list[Beat]) -> Overdue | None:
    if not beats:
        return Overdue(job, NEVER)
    for why in (FINE, RUNNING, FAILING):
        if any(beat.status == why for beat in beats):
            return None
    best = next(beat for why in (BEHIND, HELD, DEAD) for beat in beats if beat.status == why)
    return Overdue(
        job,
        best.status,
        seen_at=best.seen_at,
        held_since=best.held_since,
        jump=best.jump,
        behind_until=best.behind_until,
        failure=best.failure,
    )


def _beat(row: Heartbeat, at: datetime) -> Beat:
    return Beat(
        scheduler=row.scheduler,
        job=row.job,
        status=_status(row, at),
        every=timedelta(seconds=row.every_seconds),
        started_at=row.started_at,
        begun_at=row.begun_at,
        ended_at=row.ended_at,
        seen_at=row.seen_at,
        failures=row.failures,
        failure=row.failure,
        held_since=row.held_since,
        jump=timedelta(seconds=row.jump_seconds),
        behind_until=row.behind_until,
        confirmed_at=row.confirmed_at,
        confirmed_by=row.confirmed_by,
        figures=dict(row.figures),
    )


def _status(row: Heartbeat, at: datetime) -> str:
    """A sign from far ahead is no sign of life: it was written by a clock that was wrong."""
    limit = silence(timedelta(seconds=row.every_seconds))
    if row.held_since is not None:
        return HELD if abs(at - row.begun_at) <= limit else DEAD
    if abs(at - row.seen_at) > limit:
        return DEAD
    if row.behind_until is not None and at < row.behind_until:
        return BEHIND
    if row.ended_at is None:
        return RUNNING
    return FAILING if row.failures else FINE
