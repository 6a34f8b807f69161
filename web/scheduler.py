"""Calls the sweep again and again. Several may run at once, and any may die: nothing fires twice."""

import logging
from datetime import datetime

from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.schedulers.base import BaseScheduler
from apscheduler.schedulers.blocking import BlockingScheduler

from mediation.bootstrap import System
from mediation.clocks.sweep import recount_published, tick
from mediation.kernel.clock import SHANGHAI, Clock, SystemClock

log = logging.getLogger(__name__)
EVERY_SECONDS = 20


def sweep(system: System, clock: Clock) -> None:
    """Fire what is due now."""
    swept = tick(system.uow, at=clock.now())
    if swept.fired or swept.alerts:
        log.info("sweep: %s deadlines reached, %s alerts given", swept.fired, swept.alerts)
    if swept.failed:
        log.warning("sweep: %s deadlines failed and are tried again later", len(swept.failed))


def schedule(
    system: System, *, blocking: bool, every: int = EVERY_SECONDS, clock: Clock | None = None
) -> BaseScheduler:
    """Return a scheduler that sweeps at once and then every ``every`` seconds; not yet started.

    What fell due while everything was down fires with the first sweep, once; dates that a newer
    calendar makes certain are recounted with it.

    :param blocking: True for a process of its own, False beside the web
    """
    keeper = clock or SystemClock()
    kind = BlockingScheduler if blocking else BackgroundScheduler
    scheduler: BaseScheduler = kind(timezone=SHANGHAI)
    first: datetime = keeper.now()
    recount_published(system.uow, at=first)
    scheduler.add_job(
        sweep,
        "interval",
        args=(system, keeper),
        seconds=every,
        next_run_time=first,
        coalesce=True,
        max_instances=1,
        misfire_grace_time=None,
    )
    return scheduler
