"""Opens the system a command works on, and says what is missing."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import click
from sqlalchemy import Engine, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.orm import Session

from mediation.bootstrap import System, build
from mediation.cases.queries import case_numbered
from mediation.kernel.clock import SystemClock, day_of
from mediation.kernel.columns import use_data_keys
from mediation.kernel.database import open_engine
from mediation.kernel.keys import prove
from mediation.kernel.migrations import is_current
from mediation.people.queries import by_login
from mediation.units.queries import by_code
from web.config import Settings, from_environment


class Day(click.DateTime):
    """A day like 2026-09-21; usage calls it DAY."""

    def __init__(self) -> None:
        super().__init__(formats=["%Y-%m-%d"])

    def get_metavar(self, *given: Any, **named: Any) -> str:
        """Return what stands for a day in usage."""
        return "DAY"


DAY = Day()


def make_database(settings: Settings) -> Engine:
    """Open the database of ``settings``; an SQLite file, and its folder, is made where there is none."""
    file = _sqlite_file(settings.database_url)
    if file:
        file.parent.mkdir(parents=True, exist_ok=True)
    return _open(settings)


def open_database(settings: Settings) -> Engine:
    """Open the database of ``settings``.

    :raises ClickException: it is an SQLite file that does not exist; SQLite itself would make an empty one
    """
    file = _sqlite_file(settings.database_url)
    if file and not file.exists():
        raise click.ClickException(
            f"there is no database at {file}; check DATABASE_URL, or make one there with: mediation init"
        )
    return _open(settings)


def _sqlite_file(url: str) -> Path | None:
    """Return the file an address names; None for PostgreSQL, for memory, for SQLite's own file: addresses.

    :raises ClickException: it is no address of a database
    """
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise click.ClickException(
            "DATABASE_URL is not the address of a database, like postgresql://user@host/name "
            "or sqlite:////path/file.db"
        ) from None
    name = parsed.database or ""
    if parsed.get_backend_name() != "sqlite" or name in ("", ":memory:") or name.startswith("file:"):
        return None
    return Path(name).absolute()


def _open(settings: Settings) -> Engine:
    use_data_keys(settings.data_keys)
    return open_engine(settings.database_url)


def open_system(settings: Settings) -> System:
    """Open the system.

    :raises ClickException: there is none, or its schema is not the newest
    :raises KeysDoNotFit: its personal data cannot be read with the keys given
    """
    engine = open_database(settings)
    if not is_current(engine):
        raise click.ClickException("the database has not the newest schema; run: mediation init")
    prove(engine)
    return build(engine, settings.home)


def case_id_of(session: Session, number: str) -> int:
    """Return the case of that number.

    :raises ClickException: there is none
    """
    found = case_numbered(session, number)
    if found is None:
        raise click.ClickException(f"there is no case {number}")
    return found


def system() -> System:
    """Open the system the environment names."""
    return open_system(from_environment())


def today_or(given: datetime | None) -> date:
    """Return the day that was given, today where none was."""
    return given.date() if given else day_of(SystemClock().now())


def person_of(session: Session, login: str) -> int:
    """Return the id of who signs in as ``login``."""
    return by_login(session, login).id


def unit_of(session: Session, code: str) -> int:
    """Return the id of the unit with that code."""
    return by_code(session, code).id


def role_of(opened: System, text: str) -> str:
    """Return the key of a role somebody can be in post as, named by key or Chinese title.

    :raises ClickException: there is none
    """
    roles = {key: role for key, role in opened.locality.roles.items() if role.resolves is None}
    found = next((key for key, role in roles.items() if text in (key, role.title)), None)
    if found is None:
        raise click.ClickException(f"there is no role {text}; known: {' '.join(roles)}")
    return found


def level_of(opened: System, text: str) -> str:
    """Return the key of a level, named by key or Chinese title.

    :raises ClickException: there is none
    """
    levels = opened.locality.levels
    found = next((each.key for each in levels.values() if text in (each.key, each.title)), None)
    if found is None:
        raise click.ClickException(f"there is no level {text}; known: {' '.join(levels)}")
    return found
