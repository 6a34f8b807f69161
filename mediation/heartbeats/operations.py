"""Signs of life are written here: a run began, goes on, ended; the clock jumped, somebody confirmed it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, or_, update

from mediation.heartbeats.model import Heartbeat
from mediation.heartbeats.rules import KEPT
from mediation.kernel.actor import Actor
from mediation.kernel.database import upsert
from mediation.kernel.errors import Refused
from mediation.kernel.many import count_changed
from mediation.kernel.text import N_
from mediation.kernel.unit_of_work import UnitOfWork


class NothingHeld(Refused):
    """No scheduler waits for the time to be confirmed."""

    message = N_("没有因为时间跳变而暂停的任务，不需要确认。")
    status = 409
    is_slip = True


@dataclass(frozen=True)
class Job:
    """One job of one scheduler.

    :ivar scheduler: host, process and start, so that two never share a row
    :ivar every: between the beginnings of two runs
    """

    scheduler: str
    name: str
    every: timedelta
    started_at: datetime


def begin(uow: UnitOfWork, *, job: Job, at: datetime) -> None:
    """Write down that a run of ``job`` begins."""
    _put(uow, job, {"begun_at": at, "ended_at": None, "held_since": None}, at)


def go_on(uow: UnitOfWork, *, job: Job, at: datetime) -> None:
    """Write down that a long run gets on: it is alive, though it has not ended."""
    uow.session.execute(update(Heartbeat).where(*_row(job)).values(seen_at=at))


def end(
    uow: UnitOfWork, *, job: Job, figures: Mapping[str, Any], failure: str | None = None, at: datetime
) -> None:
    """Write down how the run ended.

    :param figures: what it did, in a few numbers
    :param failure: what went wrong; the run then counts as no sign of life
    """
    changed: dict[str, Any] = {"ended_at": at, "figures": dict(figures), "failure": failure}
    if failure is None:
        changed |= {"seen_at": at, "failures": 0}
    else:
        changed |= {"failures": Heartbeat.failures + 1, "failure": failure[:500]}
    uow.session.execute(update(Heartbeat).where(*_row(job)).values(**changed))


def hold(uow: UnitOfWork, *, job: Job, since: datetime, jump: timedelta, told: bool, at: datetime) -> bool:
    """Write down that ``job`` waits because the machine's clock jumped; say whether it still must.

    :param since: what the clock should have shown when it jumped
    :param jump: how far it is ahead; negative: behind
    :param told: this was written before; where it stands there no more, somebody confirmed the time
    """
    if told:
        row = uow.session.get(Heartbeat, (job.scheduler, job.name))
        if row is not None and row.held_since is None:
            return False
    _put(uow, job, {"begun_at": at, "held_since": since, "jump_seconds": int(jump.total_seconds())}, at)
    return True


def resume(uow: UnitOfWork, *, job: Job, behind_until: datetime | None) -> None:
    """Write down that ``job`` goes on after a jump that nobody confirmed.

    :param behind_until: the clock went back from here: until then this stays to be seen
    """
    uow.session.execute(
        update(Heartbeat).where(*_row(job)).values(held_since=None, behind_until=behind_until)
    )


def confirm_time(uow: UnitOfWork, *, by: Actor, at: datetime) -> int:
    """Say that the machine's clock shows the right time; every job that was held goes on.

    :return: how many jobs had waited
    :raises NothingHeld: none had
    """
    waits = or_(Heartbeat.held_since.is_not(None), Heartbeat.behind_until.is_not(None))
    confirmed = {"held_since": None, "behind_until": None, "confirmed_at": at, "confirmed_by": by.name}
    waited = count_changed(uow.session, update(Heartbeat).where(waits).values(confirmed))
    if not waited:
        raise NothingHeld()
    return waited


def forget(uow: UnitOfWork, *, scheduler: str) -> None:
    """Take ``scheduler`` off the list: it ended as it was told to, which is no death."""
    uow.session.execute(delete(Heartbeat).where(Heartbeat.scheduler == scheduler))


def forget_dead(uow: UnitOfWork, *, at: datetime) -> None:
    """Throw away the signs of schedulers that died long ago; others do their jobs by now."""
    uow.session.execute(
        delete(Heartbeat).where(Heartbeat.seen_at < at - KEPT, Heartbeat.begun_at < at - KEPT)
    )


def _put(uow: UnitOfWork, job: Job, changed: dict[str, Any], at: datetime) -> None:
    written = {"every_seconds": int(job.every.total_seconds()), **changed}
    fresh = {
        "scheduler": job.scheduler,
        "job": job.name,
        "started_at": job.started_at,
        "seen_at": at,
        "failures": 0,
        "jump_seconds": 0,
        "figures": {},
        **written,
    }
    uow.session.execute(
        upsert(uow.session, Heartbeat)
        .values(fresh)
        .on_conflict_do_update(index_elements=["scheduler", "job"], set_=written)
    )


def _row(job: Job) -> tuple[Any, ...]:
    return Heartbeat.scheduler == job.scheduler, Heartbeat.job == job.name
