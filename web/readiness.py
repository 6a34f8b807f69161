"""Whether a process can serve: database, schema, keys, published processes, built pages."""

from collections.abc import Mapping

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from mediation.kernel.columns import KeyMissing
from mediation.kernel.keys import prove
from mediation.kernel.migrations import is_current
from mediation.processes.queries import NothingPublished, current

PARTS = ("database", "schema", "keys", "processes", "assets")


def look(engine: Engine, *, assets: str | None = None) -> Mapping[str, str]:
    """Return which parts are wrong, each with what to do; nothing where all is well.

    What the database said stays inside: anybody may ask whether the system is ready.

    :param assets: what is wrong with the built pages, if anything
    """
    wrong: dict[str, str] = {"assets": assets} if assets else {}
    try:
        if not is_current(engine):
            return {**wrong, "schema": "not the newest; run: mediation init"}
        prove(engine)
        with Session(engine) as session:
            current(session)
    except KeyMissing:
        wrong["keys"] = "not those of this database; give the keys it was filled with"
    except NothingPublished:
        wrong["processes"] = "none published; run: mediation process publish"
    except (SQLAlchemyError, OSError):
        wrong["database"] = "does not answer"
    return wrong
