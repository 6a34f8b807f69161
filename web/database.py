"""Flask-SQLAlchemy over the domain's own tables and the system's own engine: one pool, two doors."""

from typing import Any

from flask import Flask, current_app
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Engine

from mediation.kernel.base import Base
from mediation.kernel.database import reading

SYSTEM = "mediation.system"


class Database(SQLAlchemy):
    """``db.session`` reads, on the engine that the system was opened with; units of work write."""

    def _make_engine(self, bind_key: str | None, options: dict[str, Any], app: Flask) -> Engine:
        return reading(app.extensions[SYSTEM].engine)


db = Database(metadata=Base.metadata)


def init_app(app: Flask) -> None:
    """Bind ``db`` to the system's engine."""
    app.config["SQLALCHEMY_DATABASE_URI"] = app.extensions[SYSTEM].engine.url
    app.config["SQLALCHEMY_RECORD_QUERIES"] = False
    db.init_app(app)


def system() -> Any:
    """Return the opened system of this app."""
    return current_app.extensions[SYSTEM]
