"""Calls sweep and sending again and again. Several may run, any may die: nothing happens twice."""

import logging
import time
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from apscheduler.events import EVENT_SCHEDULER_SHUTDOWN, EVENT_SCHEDULER_STARTED
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.schedulers.base import BaseScheduler
from apscheduler.schedulers.blocking import BlockingScheduler

from mediation.bootstrap import System
from mediation.clocks.operations import look_after_pauses
from mediation.clocks.recount import recount, recount_published
from mediation.clocks.sweep import tick
from mediation.drafts import operations as drafts
from mediation.heartbeats import operations as heartbeats
from mediation.kernel.clock import SHANGHAI, Clock, SystemClock
from mediation.kernel.unit_of_work import transact
from mediation.notifications.delivery import Outside
from mediation.oversight import operations as oversight
from mediation.search.operations import catch_up
from web.beating import Beating, Figures, Process, Pulse, Steady, Task
from web.hands import Hands
from web.sending import job
from web.waking import Waker

log = logging.getLogger(__name__)
EVERY_SECONDS = 20
TIDY_EVERY_SECONDS = 6 * 60 * 60
READ_EVERY_SECONDS = 5
PAUSES_EVERY_SECONDS = 60 * 60
ORDERS_EVERY_SECONDS = 10 * 60
RECOUNT_EVERY_SECONDS = 5


def sweep(
    system: System, clock: Clock, pulse: Pulse = lambda: None, hands: Hands | None = None
) -> Mapping[str, int]:
    """Fire what is due now; where that is much, with all hands."""
    at = clock.now()
    with (hands or Hands(lambda: system, 0)).helping(at) as helping:
        swept = tick(system.uow, at=at, pulse=pulse, much=helping.begin) + helping.swept()
    if swept.fired or swept.alerts:
        log.info("sweep: %s deadlines reached, %s alerts given", swept.fired, swept.alerts)
    if swept.failed:
        log.warning("sweep: %s deadlines failed and are tried again later", len(swept.failed))
    return {**vars(swept), "failed": len(swept.failed)}


def count_anew(system: System, clock: Clock, pulse: Pulse = lambda: None) -> Figures:
    """Count what a change of the calendar touches; nothing else is read where there was none."""
    done = recount(system.uow, at=clock.now(), told=lambda count: pulse())
    if done.counted:
        log.info("calendar: %s deadlines counted anew, %s moved", done.counted, done.moved)
    if done.failed:
        log.warning("calendar: %s deadlines could not be counted anew", done.failed)
    return vars(done)


def read_on(system: System) -> Figures:
    """Let search know what ledgers told meanwhile."""
    caught = catch_up(system.uow)
    if caught:
        log.info("search: the ledgers of %s cases read on", caught)
    return {"cases": caught}


def tidy(system: System, clock: Clock) -> Figures:
    """Throw away drafts that are of no use any more, and signs of schedulers that are long gone."""
    gone = transact(system.uow, lambda uow: drafts.sweep(uow, at=clock.now()))
    transact(system.uow, lambda uow: heartbeats.forget_dead(uow, at=clock.now()))
    if gone:
        log.info("drafts: %s thrown away", gone)
    return {"drafts": gone}


def remind_of_pauses(system: System, clock: Clock) -> Figures:
    """Tell of time limits that stand still for long."""
    told = transact(system.uow, lambda uow: look_after_pauses(uow, at=clock.now()))
    if told:
        log.info("pauses: told of %s that last", told)
    return {"told": told}


def tell_late_instructions(system: System, clock: Clock) -> Figures:
    """Tell of 督办单 whose day has passed without an answer."""
    told = transact(system.uow, lambda uow: oversight.tell_overdue(uow, at=clock.now()))
    if told:
        log.info("instructions: told of %s that are late", told)
    return {"told": told}


def schedule(
    system: System,
    *,
    blocking: bool,
    every: int = EVERY_SECONDS,
    clock: Clock | None = None,
    steady: Steady = time.monotonic,
    outside: Outside | None = None,
    hands: Hands | None = None,
) -> BaseScheduler:
    """Return a scheduler that sweeps at once and then every ``every`` seconds; not yet started.

    What fell due while everything was down fires with the first sweep, once; dates that a newer
    calendar makes certain are recounted with it.

    :param blocking: True for a process of its own, False beside the web
    :param steady: seconds that nobody can set, to notice when somebody sets the clock
    :param outside: ways out for notices; where there is one, what waits is sent too
    :param hands: what helps a sweep that finds much due
    """
    keeper = clock or SystemClock()
    recount_published(system.uow, at=keeper.now())
    tasks = [
        Task("sweep", every, lambda pulse: sweep(system, keeper, pulse, hands)),
        Task("recount", RECOUNT_EVERY_SECONDS, lambda pulse: count_anew(system, keeper, pulse)),
        Task("search", READ_EVERY_SECONDS, lambda pulse: read_on(system), by_time=False),
        Task("tidy", TIDY_EVERY_SECONDS, lambda pulse: tidy(system, keeper)),
        Task("pauses", PAUSES_EVERY_SECONDS, lambda pulse: remind_of_pauses(system, keeper)),
        Task("orders", ORDERS_EVERY_SECONDS, lambda pulse: tell_late_instructions(system, keeper)),
    ]
    if outside is not None and outside.senders:
        tasks.append(_sending(system, outside, keeper))
    return _of(tasks, Process(system, keeper, steady=steady), blocking)


def schedule_sending(
    system: System, outside: Outside, *, blocking: bool, clock: Clock | None = None
) -> BaseScheduler:
    """Return a scheduler that only sends notices; not yet started."""
    keeper = clock or SystemClock()
    return _of([_sending(system, outside, keeper)], Process(system, keeper), blocking)


def _sending(system: System, outside: Outside, keeper: Clock) -> Task:
    def send(pulse: Pulse) -> Figures:
        done = job.send(system, outside, keeper)
        return {**vars(done), "down": sorted(done.down)}

    return Task("send", job.EVERY_SECONDS, send)


def _of(tasks: Iterable[Task], process: Process, blocking: bool) -> BaseScheduler:
    kind = BlockingScheduler if blocking else BackgroundScheduler
    scheduler = kind(timezone=SHANGHAI)
    for task in tasks:
        _every(scheduler, task.every, process.started_at, Beating(process, task), task.name)
    waker = Waker(scheduler)
    scheduler.add_listener(lambda event: waker.start(), EVENT_SCHEDULER_STARTED)
    scheduler.add_listener(lambda event: waker.stop(), EVENT_SCHEDULER_SHUTDOWN)
    scheduler.add_listener(lambda event: process.end(), EVENT_SCHEDULER_SHUTDOWN)
    return scheduler


def _every(
    scheduler: BaseScheduler, seconds: int, first: datetime, do: Callable[[], object], name: str
) -> None:
    """Add a job that never runs into itself and does not catch up on what it missed."""
    scheduler.add_job(
        do,
        "interval",
        id=name,
        seconds=seconds,
        next_run_time=first,
        coalesce=True,
        max_instances=1,
        misfire_grace_time=None,
    )
