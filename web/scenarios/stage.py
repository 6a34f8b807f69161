"""A fresh system for one scenario: its own database, its own clock, the published processes."""

import csv
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path

from cryptography.fernet import Fernet
from sqlalchemy import select
from sqlalchemy.orm import Session

from mediation.bootstrap import System, build, known
from mediation.cases.model import Case
from mediation.kernel.actor import SYSTEM, Actor
from mediation.kernel.clock import SetClock, day_of
from mediation.kernel.columns import use_data_keys
from mediation.kernel.database import open_engine, writing
from mediation.kernel.migrations import all_tables
from mediation.people.identity import Identity
from mediation.people.queries import holder_for
from mediation.people.queries import identity as identity_of
from mediation.processes.files import read_folder
from mediation.processes.operations import publish
from mediation.units.model import Unit
from web.scenarios.script import BadScript

MEMORY = Path("/dev/shm")  # noqa: S108  a file there costs no disk; mkdtemp names the folder safely
LONG_AGO = datetime.fromisoformat("2025-01-01T09:00:00+08:00")


class Stage:
    """The system a scenario plays on, with the names its script gave to things."""

    def __init__(self, system: System, start: datetime) -> None:
        self.system = system
        self.clock = SetClock(start)
        self.people: dict[str, int] = {}
        self.cases: dict[str, int] = {}
        self.last_case: str | None = None
        self.divisions = _divisions(system.home / "units.csv")

    @property
    def now(self) -> datetime:
        """The scenario's present moment."""
        return self.clock.now()

    def case_id(self, name: str | None) -> int:
        """Return the case called ``name``, or the one reported last.

        :raises BadScript: no step has reported it
        """
        name = name or self.last_case
        if name is None or name not in self.cases:
            raise BadScript(f"no case {name or ''} has been reported yet".replace("  ", " "))
        return self.cases[name]

    def person_id(self, session: Session, who: str, case: Case | None = None) -> int:
        """Return the person of that name, or whoever holds the role of that title above the case.

        :raises BadScript: nobody is called that
        """
        if who in self.people:
            return self.people[who]
        locality = self.system.locality
        role = locality.roles.get(who) or locality.role_titled(who)
        if role is not None and role.level is not None and case is not None:
            found = holder_for(session, locality, role.key, case.unit_id, day_of(self.now))
            holders = self._holding(session, found.role, found.unit_id)
            if holders:
                return holders[0]
        raise BadScript(f"nobody is called {who}, and no post above the case is")

    def _holding(self, session: Session, role: str, unit_id: int) -> list[int]:
        from mediation.people.queries import holders

        return holders(session, role, unit_id, day_of(self.now))

    def identity(self, session: Session, who: str, case: Case | None = None) -> Identity:
        """Return who ``who`` is today."""
        person_id = self.person_id(session, who, case)
        return identity_of(session, person_id, day_of(self.now), locality=self.system.locality)

    def actor(self, session: Session, who: str, case: Case | None) -> Actor:
        """Return ``who`` acting in a post that fits the case, the lowest first."""
        identity = self.identity(session, who, case)
        path = session.get_one(Unit, case.unit_id).path if case else ""
        fitting = [post for post in identity.posts if path.startswith(post.unit_path)] or list(identity.posts)
        if not fitting:
            raise BadScript(f"{who} holds no post")
        return identity.actor(max(fitting, key=lambda post: len(post.unit_path)))

    def unit(self, session: Session, name: str) -> Unit:
        """Return the unit by code, by name, or by the end of its full name, if only one is meant.

        :raises BadScript: none or several
        """
        found = [
            unit
            for unit in session.scalars(select(Unit)).all()
            if name in (unit.code, unit.name) or unit.full_name.endswith(name.replace("/", ""))
        ]
        if len(found) != 1:
            which = "、".join(f"{unit.full_name}({unit.code})" for unit in found) or "none"
            raise BadScript(f"the unit {name} must be one, found {which}; give a code or e.g. 官渡镇/南岳村")
        return found[0]


@contextmanager
def fresh_stage(home: Path, start: datetime, *, database: str | None = None) -> Iterator[Stage]:
    """Open an empty system of the locality ``home`` at ``start`` and throw it away afterwards.

    :param database: URL of an empty database to use instead of a throw-away SQLite file
    """
    folder = Path(tempfile.mkdtemp(prefix="scenario-", dir=MEMORY if MEMORY.is_dir() else None))
    engine = open_engine(database or f"sqlite:///{folder / 'scenario.db'}")
    tables = all_tables()
    try:
        if database:
            tables.drop_all(writing(engine))
        tables.create_all(writing(engine))
        system = build(engine, home)
        with system.uow() as uow:
            publish(uow, files=read_folder(home), known=known(system.locality), by=SYSTEM, at=LONG_AGO)
            uow.commit()
        yield Stage(system, start)
    finally:
        engine.dispose()
        shutil.rmtree(folder, ignore_errors=True)


def home_of(file: Path) -> Path:
    """Return the folder of the locality that ``file`` lies in.

    :raises BadScript: no folder above it holds a locality.yaml
    """
    for folder in file.resolve().parents:
        if (folder / "locality.yaml").exists():
            return folder
    raise BadScript(f"{file}: no folder above it holds a locality.yaml; name one with --locality")


def use_own_keys() -> None:
    """Seal personal data of the throw-away system with a throw-away key, where none is configured."""
    if not os.environ.get("MEDIATION_DATA_KEYS"):
        use_data_keys(Fernet.generate_key().decode())


def _divisions(path: Path) -> dict[str, dict[str, str]]:
    """Return the real units by code."""
    if not path.exists():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        return {row["code"]: row for row in csv.DictReader(file)}


def in_post_since(start: datetime) -> date:
    """Return since when everybody on the stage is in post."""
    return min(day_of(LONG_AGO), day_of(start))
