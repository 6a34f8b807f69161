"""Opening a database: SQLite with WAL and real transactions, or PostgreSQL.

On SQLite a unit of work takes the write lock at once (BEGIN IMMEDIATE), so that two people who
act at the same moment wait for each other instead of one being told that the database is locked.
"""

from typing import Any, cast

from sqlalchemy import Engine, Table, create_engine, event, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session
from sqlalchemy.pool import StaticPool

from mediation.kernel.base import Base

WRITES = "mediation_writes"


def writing(engine: Engine) -> Engine:
    """Return ``engine`` for sessions that write; share its pool."""
    return engine.execution_options(**{WRITES: True})


def reading(engine: Engine) -> Engine:
    """Return ``engine`` for sessions that only read; share its pool.

    On PostgreSQL each statement sees what is committed by then, as READ COMMITTED does anyway, and
    two round trips a request are spared.
    """
    if engine.dialect.name == "postgresql":
        return engine.execution_options(isolation_level="AUTOCOMMIT")
    return engine


def open_engine(url: str, **options: Any) -> Engine:
    """Open ``url``; SQLite gets WAL, foreign keys, a busy timeout and BEGIN IMMEDIATE."""
    if url.startswith("postgresql://"):
        url = "postgresql+psycopg://" + url.removeprefix("postgresql://")
    if url.startswith("postgresql+psycopg:"):
        keep_long_statements()
    if url in ("sqlite://", "sqlite:///:memory:"):
        options.setdefault("poolclass", StaticPool)
        options.setdefault("connect_args", {"check_same_thread": False})
    engine = create_engine(url, **options)
    if engine.dialect.name == "sqlite":
        prepare_sqlite(engine)
    else:
        prepare_postgresql(engine)
    return engine


def keep_long_statements() -> None:
    """Let psycopg keep what it made of statements with many parameters, as it does with short ones.

    The clocks of what opens are written with one INSERT of a hundred parameters and more, always the
    same few; read anew each time they were a fifteenth of what firing a deadline costs.
    """
    from psycopg import _queries

    _queries.MAX_CACHED_STATEMENT_LENGTH = 32_768
    _queries.MAX_CACHED_STATEMENT_PARAMS = 400


def prepare_postgresql(engine: Engine) -> None:
    """Let PostgreSQL run statements without compiling them: that is done anew each time.

    For a statement of a tenth of a second, as a board's is, compiling costs more than it saves.
    """

    @event.listens_for(engine, "connect")
    def _connect(connection: Any, record: Any) -> None:
        was = connection.autocommit
        connection.autocommit = True
        connection.execute("SET jit = off")
        connection.autocommit = was


def prepare_sqlite(engine: Engine) -> None:
    """Make SQLite keep its promises: writers queue, foreign keys hold."""

    @event.listens_for(engine, "connect")
    def _connect(connection: Any, record: Any) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=NORMAL")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.execute("PRAGMA busy_timeout=5000")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        writes = connection.get_execution_options().get(WRITES, False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def table_of(model: type[Base]) -> Table:
    """Return the table of a mapped class, for statements on many rows at once."""
    return cast(Table, model.__table__)


def upsert(session: Session, model: type[Base]) -> postgresql.Insert:
    """Return an INSERT that can be given ON CONFLICT, which both kinds of database spell alike."""
    if session.get_bind().dialect.name == "sqlite":
        return cast(postgresql.Insert, sqlite.insert(table_of(model)))
    return postgresql.insert(table_of(model))


def wait_turn(session: Session, key: str) -> None:
    """Wait until no other transaction that named the same ``key`` is under way.

    So a form sent twice at once is done once: the second finds what the first wrote. Writers on
    SQLite queue anyway.
    """
    if key and session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(hashtextextended(:key, 0))"), {"key": key})
