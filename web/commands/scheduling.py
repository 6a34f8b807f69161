"""Keeps the clock: a scheduler that runs on, one sweep for cron, and a machine's time confirmed."""

import os
from functools import partial
from signal import SIGTERM, signal
from typing import TYPE_CHECKING

import click

from mediation.bootstrap import System
from mediation.kernel.actor import SYSTEM
from mediation.kernel.clock import SystemClock, local
from mediation.kernel.unit_of_work import transact
from web.commands.saying import many
from web.config import Settings, from_environment
from web.hands import Hands
from web.logs import tell_the_log

if TYPE_CHECKING:
    from web.once import Done

SEVERAL_WRITE = "postgresql"
FIGURES = {
    "recount": {"counted": "deadlines counted anew", "moved": "moved", "failed": "failed"},
    "sweep": {"fired": "deadlines reached", "alerts": "alerts given", "failed": "failed"},
    "search": {"cases": "cases read on"},
}


@click.command()
@click.option(
    "--every", type=click.IntRange(1, 3600), default=20, show_default=True, help="Seconds between sweeps."
)
@click.option(
    "--processes",
    type=click.IntRange(1, 64),
    help="Processes that fire where much is due at once (MEDIATION_PROCESSES, else one a core). "
    "Only PostgreSQL lets several.",
)
@click.option("--once", is_flag=True, help="Sweep once, say what was done, and end.")
@click.option("--confirm-time", is_flag=True, help="The machine's time is right: what waited for it goes on.")
def scheduler(every: int, processes: int | None, once: bool, confirm_time: bool) -> None:
    """Keep the clock: fire reminders and deadlines as they fall due, send notices. Several may run at once.

    \b
    Example: mediation scheduler --every 10
             mediation scheduler --confirm-time    after the machine's clock was set
    """
    from web.commands.opening import open_system

    tell_the_log()
    settings = from_environment()
    system = open_system(settings)
    if confirm_time:
        _confirm_time(system)
        return
    hands = hands_of(settings, system, processes)
    if once:
        _sweep_once(system, hands)
        return
    _keep_on(settings, system, hands, every)


def _keep_on(settings: Settings, system: System, hands: Hands, every: int) -> None:
    """Sweep again and again until told to end."""
    from web.scheduler import schedule
    from web.sending.joining import outside

    click.echo(f"sweeping every {every} s; Ctrl-C ends it")
    keeper = schedule(system, blocking=True, every=every, outside=outside(settings.sending), hands=hands)
    signal(SIGTERM, lambda number, frame: keeper.shutdown(wait=False))
    try:
        keeper.start()
    except (KeyboardInterrupt, SystemExit):
        keeper.shutdown(wait=True)
    click.echo("ended")


def _sweep_once(system: System, hands: Hands) -> None:
    """Say of each job what it did.

    :raises ClickException: the machine's clock cannot be believed, or a job failed
    """
    from web.once import sweep_once

    jobs = sweep_once(system, hands=hands)
    for each in jobs:
        click.echo(f"{each.job}: {_did(each)}")
    if any(each.waits for each in jobs):
        raise click.ClickException(
            "the machine's clock went back; nothing was fired. If its time is right now: "
            "mediation scheduler --confirm-time"
        )
    failed = [each.job for each in jobs if each.figures is None]
    if failed:
        raise click.ClickException(f"{' and '.join(failed)} failed; the lines above say why")


def _did(done: "Done") -> str:
    """Return in words what one job did."""
    if done.waits:
        return "waits for the machine's time to be confirmed"
    figures = done.figures
    if figures is None:
        return "failed"
    return ", ".join(f"{words} {figures[name]:,}" for name, words in FIGURES[done.job].items())


def hands_of(settings: Settings, system: System, processes: int | None = None) -> Hands:
    """Return what may help a sweep: other processes, where the database lets several write.

    Where it does not, and somebody asked for several, that is said.

    :param processes: how many were asked for on the command line
    """
    from web.commands.opening import open_system

    wanted = processes or settings.processes
    several = system.engine.dialect.name == SEVERAL_WRITE
    asked = processes or "MEDIATION_PROCESSES" in os.environ
    if asked and wanted > 1 and not several:
        click.echo(f"SQLite has one writer: {wanted} processes are not used, one fires")
    return Hands(partial(open_system, settings), wanted - 1 if several else 0)


def _confirm_time(system: System) -> None:
    """Let what waits because the clock jumped go on."""
    from mediation.heartbeats.operations import confirm_time

    at = SystemClock().now()
    count = transact(system.uow, lambda uow: confirm_time(uow, by=SYSTEM, at=at))
    click.echo(f"{local(at):%Y-%m-%d %H:%M} is right; {many(count, 'job goes', 'jobs go')} on")
