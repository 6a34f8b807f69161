"""Runs a scheduler's jobs so that their signs of life are kept, and none runs by a clock that jumped."""

import logging
import os
import socket
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock
from typing import TYPE_CHECKING, Any

from mediation.heartbeats import operations as heartbeats
from mediation.heartbeats.operations import Job
from mediation.heartbeats.queries import left_behind
from mediation.heartbeats.rules import limits
from mediation.heartbeats.steady import Limits, Look, Watch, confirmed, look, starting
from mediation.kernel.clock import Clock
from mediation.kernel.unit_of_work import UnitOfWork, transact

if TYPE_CHECKING:
    from mediation.bootstrap import System

log = logging.getLogger(__name__)

PULSE_SECONDS = 30
Steady = Callable[[], float]
Pulse = Callable[[], None]
Figures = Mapping[str, Any] | None


@dataclass(frozen=True)
class Task:
    """What a scheduler does again and again.

    :ivar do: the work itself; it calls the pulse it is given now and then, and returns what it did
    :ivar by_time: it goes by what time it is, so it waits while that cannot be believed
    """

    name: str
    every: int
    do: Callable[[Pulse], Figures]
    by_time: bool = True


class Process:
    """This scheduler: its name, its two clocks, and whether they agree.

    :param steady: seconds that nobody can set, from anywhere
    """

    def __init__(
        self, system: "System", clock: Clock, *, steady: Steady = time.monotonic, name: str | None = None
    ) -> None:
        self.system, self.clock, self._steady = system, clock, steady
        self.started_at: datetime = clock.now()
        self.name = name or f"{socket.gethostname()[:40]} {os.getpid()} {self.started_at:%d%H%M%S}"
        self._limits = Limits(*limits(system.locality.settings))
        self._watch = starting(self._look(), self._left(), self._limits)
        self._lock = Lock()

    def watch(self) -> Watch:
        """Look at both clocks and return what is known of them now."""
        with self._lock:
            before = self._watch
            self._watch = look(before, self._look(), self._limits)
            _tell(before, self._watch)
            return self._watch

    def confirm(self) -> None:
        """Take the wall clock as right from now on."""
        with self._lock:
            self._watch = confirmed(self._look())
        log.warning("the machine's time was confirmed; what waited for it goes on")

    def seconds(self) -> float:
        """Return the steady time."""
        return self._steady()

    def write(self, act: Callable[[UnitOfWork], Any]) -> Any:
        """Do ``act`` in a unit of work of its own; a sign of life that cannot be written stops nothing."""
        try:
            return transact(self.system.uow, act)
        except Exception:
            log.warning("a sign of life could not be written", exc_info=True)
            return None

    def end(self) -> None:
        """Take leave: what ends as it was told to is not missed."""
        self.write(lambda uow: heartbeats.forget(uow, scheduler=self.name))

    def _look(self) -> Look:
        return Look(self.clock.now(), self._steady())

    def _left(self) -> Any:
        with self.system.session() as session:
            return left_behind(session, self.system.locality.settings, self.clock.now())


class Beating:
    """Calls one task, with a sign of life before and after; what fails is kept and tried again."""

    def __init__(self, process: Process, task: Task) -> None:
        self._process, self._task = process, task
        every = timedelta(seconds=task.every)
        self._job = Job(process.name, task.name, every, process.started_at)
        self._held = False
        self._pulsed = process.seconds()

    def __call__(self) -> bool:
        """Run the task unless its time cannot be believed; say whether it was run."""
        process, at = self._process, self._process.clock.now()
        if self._task.by_time and self._waits(at):
            return False
        process.write(lambda uow: heartbeats.begin(uow, job=self._job, at=at))
        self._pulsed = process.seconds()
        failure, figures = None, {}
        try:
            figures = dict(self._task.do(self.pulse) or {})
        except Exception as error:
            log.exception("the job %s failed", self._task.name)
            failure = f"{type(error).__name__}: {error}"
        ended = process.clock.now()
        process.write(
            lambda uow: heartbeats.end(uow, job=self._job, figures=figures, failure=failure, at=ended)
        )
        return True

    def pulse(self) -> None:
        """Give a sign of life in the middle of a long run, at most every half minute."""
        now = self._process.seconds()
        if now - self._pulsed >= PULSE_SECONDS:
            self._pulsed = now
            at = self._process.clock.now()
            self._process.write(lambda uow: heartbeats.go_on(uow, job=self._job, at=at))

    def _waits(self, at: datetime) -> bool:
        """Say whether to do nothing because the clock jumped; the jump and its end are written down."""
        process, watch = self._process, self._process.watch()
        held = watch.held
        if held is None:
            if self._held:
                process.write(
                    lambda uow: heartbeats.resume(uow, job=self._job, behind_until=watch.behind_until)
                )
            self._held = False
            return False
        told, self._held = self._held, True
        waits = process.write(
            lambda uow: heartbeats.hold(
                uow, job=self._job, since=held.since, jump=held.jump, told=told, at=at
            )
        )
        if waits is False:
            self._held = False
            process.confirm()
        return waits is not False


def _tell(before: Watch, after: Watch) -> None:
    if after.held is not None and after.held != before.held:
        log.error(
            "the machine's clock jumped by %s: nothing fires until the time is confirmed "
            "(mediation scheduler --confirm-time), comes back, or has stood long enough",
            after.held.jump,
        )
    elif before.held is not None and after.held is None:
        log.warning("the machine's clock can be believed again; what waited for it goes on")
