"""Wakes jobs that would oversleep: APScheduler sleeps by the wall clock, and somebody set it back."""

from datetime import datetime, timedelta
from threading import Event, Thread

from apscheduler.schedulers.base import BaseScheduler

from mediation.kernel.clock import SystemClock

LOOK_EVERY_SECONDS = 10
SLACK = timedelta(seconds=60)


class Waker:
    """Looks now and then, in steady seconds, whether a job's next run is further off than its interval."""

    def __init__(self, scheduler: BaseScheduler) -> None:
        self._scheduler, self._ended = scheduler, Event()
        self._thread = Thread(target=self._go, name="waker", daemon=True)

    def start(self) -> None:
        """Begin to look."""
        self._thread.start()

    def stop(self) -> None:
        """Look no more."""
        self._ended.set()

    def _go(self) -> None:
        while not self._ended.wait(LOOK_EVERY_SECONDS):
            wake(self._scheduler, now=SystemClock().now())


def wake(scheduler: BaseScheduler, *, now: datetime) -> list[str]:
    """Run at once each job that would sleep for longer than its interval, and return their names."""
    asleep = [
        job
        for job in scheduler.get_jobs()
        if job.next_run_time is not None and job.next_run_time - now > job.trigger.interval + SLACK
    ]
    for job in asleep:
        job.modify(next_run_time=now)
    return [job.id for job in asleep]
