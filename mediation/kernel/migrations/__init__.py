"""Schema changes: every table of every room, and the commands that bring a database up to date."""

from importlib import import_module
from pathlib import Path

from sqlalchemy import MetaData

from mediation.kernel.base import Base

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
