"""More processes that fire for as long as much is due: one Python process keeps one core busy."""

import logging
import os
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from multiprocessing import get_context, parent_process
from signal import SIG_IGN, SIGINT, signal
from threading import Thread

from mediation.bootstrap import System
from mediation.clocks.sweep import Swept, tick
from web.logs import tell_the_log

log = logging.getLogger(__name__)
Open = Callable[[], System]


@dataclass(frozen=True)
class Hands:
    """What a scheduler may ask to help it, one sweep at a time.

    :ivar open_system: opens the same system in another process, so it is a function of a module
        or a ``partial`` of one
    :ivar more: how many processes beside the scheduler's own; 0 where the database lets one write
    """

    open_system: Open
    more: int

    @contextmanager
    def helping(self, at: datetime) -> Iterator["Helping"]:
        """Lend them for the sweep of the moment ``at``; leaving waits until they find nothing more."""
        with ExitStack() as stack:
            yield Helping(self, at, stack)


class Helping:
    """The processes that help with one sweep: none until somebody begins."""

    def __init__(self, hands: Hands, at: datetime, stack: ExitStack) -> None:
        self._hands, self._at, self._stack = hands, at, stack
        self._asked: list[Future[Swept]] = []

    def begin(self) -> None:
        """Start them. They open the system themselves and tick until nothing is due."""
        if not self._hands.more:
            return
        pool = ProcessPoolExecutor(
            self._hands.more, mp_context=get_context("spawn"), initializer=_belong_to_the_scheduler
        )
        self._stack.enter_context(pool)
        for _ in range(self._hands.more):
            self._asked.append(pool.submit(_help, self._hands.open_system, self._at))

    def swept(self) -> Swept:
        """Wait for them and return what they did; one that broke left nothing half-done behind."""
        return sum((_result(each) for each in self._asked), Swept())


def _result(asked: Future[Swept]) -> Swept:
    try:
        return asked.result()
    except Exception:
        log.warning("a process that helped with the sweep ended; the scheduler went on alone", exc_info=True)
        return Swept()


def _belong_to_the_scheduler() -> None:
    """End when the scheduler dies, however it dies; Ctrl-C is the scheduler's to hear."""
    tell_the_log()
    signal(SIGINT, SIG_IGN)
    scheduler = parent_process()
    assert scheduler is not None

    def end_with_it() -> None:
        scheduler.join()
        os._exit(1)

    Thread(target=end_with_it, name="scheduler-lives", daemon=True).start()


def _help(open_system: Open, at: datetime) -> Swept:
    return tick(open_system().uow, at=at)
