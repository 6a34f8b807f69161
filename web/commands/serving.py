"""Runs the system: the web, or the demo with its scheduler."""

import os
import sys
from pathlib import Path
from signal import SIGTERM, signal

import click

from mediation.bootstrap import System, build
from mediation.kernel.actor import SYSTEM
from mediation.kernel.clock import SystemClock
from mediation.kernel.keys import prove
from mediation.kernel.migrations import upgrade
from web.commands.listening import check_port
from web.commands.scheduling import hands_of
from web.config import ROOT, Settings, from_environment
from web.logs import tell_the_log

KEPT = "demo.env"
DEMO_HOST = "127.0.0.1"
PASSED_ON = (
    *("MEDIATION_URL", "MEDIATION_SMTP", "MEDIATION_MAIL_FROM", "MEDIATION_WEBHOOK_HOSTS"),
    *("MEDIATION_DIGEST_AT", "MEDIATION_PROCESSES"),
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
@click.option("--serve/--no-serve", "serving", default=True, help="Only make the data.")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
def demo(serving: bool, port: int) -> None:
    """Make the sample county in var/ (kept if it is there) and serve it with its clock.

    \b
    Example: mediation demo --port 8080
    """
    from web.commands.opening import make_database
    from web.commands.process import publish_home
    from web.demo import fill

    settings = demo_settings(ROOT / "var")
    if serving:
        check_port(DEMO_HOST, port)
    engine = make_database(settings)
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
        _serve(settings, system, DEMO_HOST, port, with_scheduler=True)


def _serve(settings: Settings, system: System, host: str, port: int, with_scheduler: bool) -> None:
    """Listen until told to end; a scheduler beside it then takes its leave too."""
    from waitress import serve as listen

    from mediation.attachments.settings import MEGABYTE
    from web import uploads
    from web.app import create_app
    from web.scheduler import schedule
    from web.sending.joining import outside
    from web.settling import settle

    check_port(host, port)
    keeper = None
    if with_scheduler:
        hands = hands_of(settings, system)
        keeper = schedule(system, blocking=False, outside=outside(settings.sending), hands=hands)
    if keeper:
        keeper.start()
    click.echo(f"serving on http://{host}:{port}  (Ctrl-C ends it)")
    signal(SIGTERM, lambda number, frame: sys.exit(0))
    app = create_app(settings, system=system)
    settle()
    try:
        listen(
            app,
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
    passed_on = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    return from_environment(
        {
            "MEDIATION_URL": "http://127.0.0.1:8000",
            **given,
            **passed_on,
            "DATABASE_URL": database,
            "MEDIATION_DEMO": "1",
            "MEDIATION_PLAIN_COOKIES": "1",
        }
    )
