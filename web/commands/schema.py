"""Makes a database ready: schema, published processes, the first administrator, keys."""

import secrets

import click
from cryptography.fernet import Fernet

from mediation.bootstrap import build
from mediation.kernel.actor import SYSTEM
from mediation.kernel.clock import SystemClock
from mediation.kernel.migrations import newest, upgrade
from web.commands.opening import make_database
from web.commands.process import publish_home
from web.config import from_environment


@click.command()
@click.option("--publish/--no-publish", default=True, help="Publish the locality's processes too.")
def init(publish: bool) -> None:
    """Create or update the schema, and publish the locality's processes. May be run again.

    \b
    Example: DATABASE_URL=postgresql://mediation@/mediation mediation init
    """
    settings = from_environment()
    engine = make_database(settings)
    click.echo(f"schema {newest()}: " + ("brought up to date" if upgrade(engine) else "already there"))
    if publish:
        click.echo(publish_home(build(engine, settings.home), by=SYSTEM, at=SystemClock().now()))


@click.command()
def keys() -> None:
    """Print fresh keys for the environment. Keep them: without MEDIATION_DATA_KEYS no personal data opens.

    \b
    Example: mediation keys >> /etc/mediation.env
    """
    click.echo(f"MEDIATION_DATA_KEYS={Fernet.generate_key().decode()}")
    click.echo(f"SECRET_KEY={secrets.token_urlsafe(48)}")
