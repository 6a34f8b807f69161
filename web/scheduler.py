"""Calls sweep and sending again and again. Several may run, any may die: nothing happens twice."""

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any

from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.schedulers.base import BaseScheduler
from apscheduler.schedulers.blocking import BlockingScheduler

from mediation.bootstrap import System
from mediation.clocks.sweep import recount_published, tick
from mediation.drafts import operations as drafts
from mediation.kernel.clock import SHANGHAI, Clock, SystemClock
from mediation.kernel.unit_of_work import transact
from mediation.notifications.delivery import Outside
from mediation.search.operations import catch_up
from web.sending import job

log = logging.getLogger(__name__)
EVERY_SECONDS = 20
TIDY_EVERY_SECONDS = 6 * 60 * 60
READ_EVERY_SECONDS = 5


def sweep(system: System, clock: Clock) -> None:
    """Fire what is due now."""
    swept = tick(system.uow, at=clock.now())
    if swept.fired or swept.alerts:
        log.info("sweep: %s deadlines reached, %s alerts given", swept.fired, swept.alerts)
    if swept.failed:
        log.warning("sweep: %s deadlines failed and are tried again later", len(swept.failed))


def read_on(system: System) -> None:
    """Let search know what ledgers told meanwhile."""
    caught = catch_up(system.uow)
    if caught:
        log.info("search: the ledgers of %s cases read on", caught)


def tidy(system: System, clock: Clock) -> None:
    """Throw away drafts that are of no use any more."""
    gone = transact(system.uow, lambda uow: drafts.sweep(uow, at=clock.now()))
    if gone:
        log.info("drafts: %s thrown away", gone)


def schedule(
    system: System,
    *,
    blocking: bool,
    every: int = EVERY_SECONDS,
    clock: Clock | None = None,
    outside: Outside | None = None,
) -> BaseScheduler:
    """Return a scheduler that sweeps at once and then every ``every`` seconds; not yet started.

    What fell due while everything was down fires with the first sweep, once; dates that a newer
    calendar makes certain are recounted with it.

    :param blocking: True for a process of its own, False beside the web
    :param outside: ways out for notices; where there is one, what waits is sent too
    """
    keeper = clock or SystemClock()
    scheduler = _scheduler(blocking)
    first: datetime = keeper.now()
    recount_published(system.uow, at=first)
    _every(scheduler, every, first, sweep, system, keeper)
    _every(scheduler, READ_EVERY_SECONDS, first, read_on, system)
    _every(scheduler, TIDY_EVERY_SECONDS, first, tidy, system, keeper)
    if outside is not None and outside.senders:
        _every(scheduler, job.EVERY_SECONDS, first, job.send, system, outside, keeper)
    return scheduler


def schedule_sending(
    system: System, outside: Outside, *, blocking: bool, clock: Clock | None = None
) -> BaseScheduler:
    """Return a scheduler that only sends notices; not yet started."""
    keeper, scheduler = clock or SystemClock(), _scheduler(blocking)
    _every(scheduler, job.EVERY_SECONDS, keeper.now(), job.send, system, outside, keeper)
    return scheduler


def _scheduler(blocking: bool) -> BaseScheduler:
    kind = BlockingScheduler if blocking else BackgroundScheduler
    return kind(timezone=SHANGHAI)


def _every(
    scheduler: BaseScheduler, seconds: int, first: datetime, do: Callable[..., Any], *given: Any
) -> None:
    """Add a job that never runs into itself and does not catch up on what it missed."""
    scheduler.add_job(
        do,
        "interval",
        args=given,
        seconds=seconds,
        next_run_time=first,
        coalesce=True,
        max_instances=1,
        misfire_grace_time=None,
    )
