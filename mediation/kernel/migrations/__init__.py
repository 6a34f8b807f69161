"""Schema changes: every table of every room, and what brings a database up to date."""

from importlib import import_module
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, MetaData

from mediation.kernel.base import Base
from mediation.kernel.database import writing

HERE = Path(__file__).parent
ROOMS = HERE.parent.parent


def all_tables() -> MetaData:
    """Return the metadata of every table, after importing the model of every room.

    Rooms are found by their folder, so that the kernel names none of them.
    """
    for found in sorted([*ROOMS.glob("*/model.py"), *ROOMS.glob("*/model/__init__.py")]):
        room = found.relative_to(ROOMS).parts[0]
        import_module(f"mediation.{room}.model")
    return Base.metadata


def is_ours(name: str | None, kind: str, parents: object) -> bool:
    """Say whether what a database has is to be compared; full-text indexes are made beside the tables."""
    return kind not in ("table", "index") or not (name or "").startswith("search_index")


def upgrade(engine: Engine) -> bool:
    """Bring the schema to the newest revision; return whether there was anything to do."""
    with writing(engine).begin() as connection:
        if _revision_of(connection) == newest():
            return False
        command.upgrade(_config(connection), "head")
    return True


def is_current(engine: Engine) -> bool:
    """Say whether the schema is at the newest revision."""
    with engine.connect() as connection:
        return _revision_of(connection) == newest()


def newest() -> str | None:
    """Return the newest revision there is."""
    return ScriptDirectory(str(HERE)).get_current_head()


def write_revision(engine: Engine, message: str) -> None:
    """Write a revision file with what the models have and ``engine``'s schema has not."""
    number = len(list((HERE / "versions").glob("*.py"))) + 1
    with writing(engine).begin() as connection:
        command.revision(_config(connection), message=message, autogenerate=True, rev_id=f"{number:04d}")


def _revision_of(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(HERE))
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    config.attributes["connection"] = connection
    return config
