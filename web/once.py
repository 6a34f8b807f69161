"""One pass of what a scheduler does, for cron and for whoever catches up by hand."""

import socket
from dataclasses import dataclass, replace

from mediation.bootstrap import System
from mediation.kernel.clock import Clock, SystemClock
from web.beating import Beating, Figures, Process, Pulse, Task
from web.hands import Hands
from web.scheduler import count_anew, read_on, sweep

# How often cron is thought to come by.
ONCE_SECONDS = 5 * 60


@dataclass(frozen=True)
class Done:
    """What one job did when it was asked to run once.

    :ivar waits: it did nothing, because the machine's clock cannot be believed
    :ivar figures: None where it waits, or failed
    """

    job: str
    waits: bool
    figures: Figures


def sweep_once(system: System, *, clock: Clock | None = None, hands: Hands | None = None) -> tuple[Done, ...]:
    """Count anew, sweep and read on once, as cron asks for; say what came of each."""
    keeper = clock or SystemClock()
    process = Process(system, keeper, name=f"{socket.gethostname()[:40]} once")
    tasks = (
        Task("recount", ONCE_SECONDS, lambda pulse: count_anew(system, keeper, pulse)),
        Task("sweep", ONCE_SECONDS, lambda pulse: sweep(system, keeper, pulse, hands)),
        Task("search", ONCE_SECONDS, lambda pulse: read_on(system), by_time=False),
    )
    return tuple(_once(process, task) for task in tasks)


def _once(process: Process, task: Task) -> Done:
    """Do ``task`` now, with its signs of life, and keep what it says."""
    said: list[Figures] = []

    def do(pulse: Pulse) -> Figures:
        said.append(task.do(pulse))
        return said[-1]

    ran = Beating(process, replace(task, do=do))()
    return Done(task.name, waits=not ran, figures=said[0] if said else None)
