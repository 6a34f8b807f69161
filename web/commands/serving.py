"""Runs the system: the web, the scheduler, or the demo with both."""

import os
import sys
from functools import partial
from pathlib import Path
from signal import SIGTERM, signal

import click

from mediation.bootstrap import System, build
from mediation.kernel.actor import SYSTEM
from mediation.kernel.clock import SystemClock, local
from mediation.kernel.keys import prove
from mediation.kernel.migrations import upgrade
from mediation.kernel.unit_of_work import transact
from web.commands.saying import many
from web.config import ROOT, Settings, from_environment
from web.hands import Hands
from web.logs import tell_the_log

KEPT = "demo.env"
OF_SENDING = (
    *("MEDIATION_URL", "MEDIATION_SMTP", "MEDIATION_MAIL_FROM", "MEDIATION_WEBHOOK_HOSTS"),
    "MEDIATION_DIGEST_AT",
)


@click.command()
@click.option("--host", help="Address to listen on (MEDIATION_HOST, else 127.0.0.1).")
@click.option("--port", type=click.IntRange(1, 65535), help="Port (MEDIATION_PORT, else 8000).")
@click.option("--scheduler/--no-scheduler", "with_scheduler", default=False, help="Keep the clock here too.")
def serve(host: str | None, port: int | None, with_scheduler: bool) -> None:
    """Serve the pages. Behind it a reverse proxy speaks TLS; the clock runs in `mediation scheduler`.

    \b
    Example: mediation serve --port 8000 --scheduler
    """
    from web.commands.opening import open_system

    tell_the_log()
    settings = from_environment()
    _serve(settings, open_system(settings), host or settings.host, port or settings.port, with_scheduler)


@click.command()
@click.option(
    "--every", type=click.IntRange(1, 3600), default=20, show_default=True, help="Seconds between sweeps."
)
@click.option(
    "--processes",
    type=click.IntRange(1, 64),
    help="Processes that fire where much is due at once (MEDIATION_PROCESSES, else one a core).",
)
@click.option("--once", is_flag=True, help="Sweep once and end.")
@click.option("--confirm-time", is_flag=True, help="The machine's time is right: what waited for it goes on.")
def scheduler(every: int, processes: int | None, once: bool, confirm_time: bool) -> None:
    """Keep the clock: fire reminders and deadlines as they fall due, send notices. Several may run at once.

    \b
    Example: mediation scheduler --every 10
             mediation scheduler --confirm-time    after the machine's clock was set
    """
    from web.commands.opening import open_system
    from web.scheduler import schedule, sweep_once
    from web.sending.joining import outside

    tell_the_log()
    settings = from_environment()
    system = open_system(settings)
    hands = hands_of(settings, system, processes or settings.processes)
    if confirm_time:
        _confirm_time(system)
        return
    if once:
        if not sweep_once(system, hands=hands):
            raise click.ClickException(
                "the machine's clock went back; nothing was done. If its time is right now: "
                "mediation scheduler --confirm-time"
            )
        return
    click.echo(f"sweeping every {every} s; Ctrl-C ends it")
    keeper = schedule(system, blocking=True, every=every, outside=outside(settings.sending), hands=hands)
    signal(SIGTERM, lambda number, frame: keeper.shutdown(wait=False))
    try:
        keeper.start()
    except (KeyboardInterrupt, SystemExit):
        keeper.shutdown(wait=True)
    click.echo("ended")


def hands_of(settings: Settings, system: System, processes: int) -> Hands:
    """Return what may help a sweep: other processes, where the database lets several write."""
    from web.commands.opening import open_system

    several = system.engine.dialect.name == "postgresql"
    return Hands(partial(open_system, settings), processes - 1 if several else 0)


def _confirm_time(system: System) -> None:
    """Let what waits because the clock jumped go on."""
    from mediation.heartbeats.operations import confirm_time

    at = SystemClock().now()
    count = transact(system.uow, lambda uow: confirm_time(uow, by=SYSTEM, at=at))
    click.echo(f"{local(at):%Y-%m-%d %H:%M} is right; {many(count, 'job goes', 'jobs go')} on")


@click.command()
@click.option("--serve/--no-serve", "serving", default=True, help="Only make the data.")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
def demo(serving: bool, port: int) -> None:
    """Make the sample county in var/ (kept if it is there) and serve it with its clock.

    \b
    Example: mediation demo --port 8080
    """
    from web.commands.opening import open_database
    from web.commands.process import publish_home
    from web.demo import fill

    settings = demo_settings(ROOT / "var")
    engine = open_database(settings)
    upgrade(engine)
    prove(engine)
    click.echo(
        f"settings of the demo: {ROOT / 'var' / KEPT}; database: {engine.url.render_as_string()}\n"
        "the command line on it: docs/operations.md, Trying it out"
    )
    system, now = build(engine, settings.home), SystemClock().now()
    click.echo(publish_home(system, by=SYSTEM, at=now))
    for line in fill(system, at=now, say=click.echo):
        click.echo(line)
    if serving:
        tell_the_log()
        _serve(settings, system, "127.0.0.1", port, with_scheduler=True)


def _serve(settings: Settings, system: System, host: str, port: int, with_scheduler: bool) -> None:
    """Listen until told to end; a scheduler beside it then takes its leave too."""
    from waitress import serve as listen

    from mediation.attachments.settings import MEGABYTE
    from web import uploads
    from web.app import create_app
    from web.scheduler import schedule
    from web.sending.joining import outside

    ways = outside(settings.sending)
    hands = hands_of(settings, system, settings.processes)
    keeper = schedule(system, blocking=False, outside=ways, hands=hands) if with_scheduler else None
    if keeper:
        keeper.start()
    click.echo(f"serving on http://{host}:{port}  (Ctrl-C ends it)")
    signal(SIGTERM, lambda number, frame: sys.exit(0))
    try:
        listen(
            create_app(settings, system=system),
            host=host,
            port=port,
            threads=settings.threads,
            max_request_body_size=uploads.AT_MOST + MEGABYTE,
            ident=None,
        )
    finally:
        if keeper:
            keeper.shutdown(wait=True)


def demo_settings(folder: Path) -> Settings:
    """Return settings of the demo, with keys made once and kept in ``folder``."""
    from cryptography.fernet import Fernet

    folder.mkdir(exist_ok=True)
    kept = folder / KEPT
    if not kept.exists():
        kept.touch(mode=0o600)
        kept.write_text(
            f"MEDIATION_DATA_KEYS={Fernet.generate_key().decode()}\nSECRET_KEY={os.urandom(32).hex()}\n"
        )
    given = dict(line.split("=", 1) for line in kept.read_text().splitlines())
    database = os.environ.get("DATABASE_URL") or f"sqlite:///{folder / 'demo.db'}"
    sending = {name: os.environ[name] for name in OF_SENDING if name in os.environ}
    return from_environment(
        {
            "MEDIATION_URL": "http://127.0.0.1:8000",
            **given,
            **sending,
            "DATABASE_URL": database,
            "MEDIATION_DEMO": "1",
            "MEDIATION_PLAIN_COOKIES": "1",
        }
    )
