"""Opens the system a command works on, and says what is missing."""

from pathlib import Path

import click
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from mediation.bootstrap import System, build
from mediation.cases.queries import case_numbered
from mediation.kernel.columns import use_data_keys
from mediation.kernel.database import open_engine
from mediation.kernel.migrations import is_current
from web.config import Settings


def open_database(settings: Settings) -> Engine:
    """Open the database of ``settings``; the folder of an SQLite file is made."""
    use_data_keys(settings.data_keys)
    if settings.database_url.startswith("sqlite:///"):
        Path(settings.database_url.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
    return open_engine(settings.database_url)


def open_system(settings: Settings) -> System:
    """Open the system.

    :raises ClickException: its schema is not the newest
    """
    engine = open_database(settings)
    if not is_current(engine):
        raise click.ClickException("the database has not the newest schema; run: mediation init")
    return build(engine, settings.home)


def case_id_of(session: Session, number: str) -> int:
    """Return the case of that number.

    :raises ClickException: there is none
    """
    found = case_numbered(session, number)
    if found is None:
        raise click.ClickException(f"there is no case {number}")
    return found
