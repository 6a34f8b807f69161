"""What every test may ask for: a database of each kind, units of work, the locality, no network."""

import os
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session, sessionmaker

from mediation.kernel.database import writing
from mediation.kernel.locality import Locality, read_locality
from mediation.kernel.unit_of_work import UnitOfWork
from tests import databases
from tests.factories.county import County

os.environ["MEDIATION_DATA_KEYS"] = "c2l4dGVlbmNvdW50aWVzMzJieXRlc29mdGVzdHM1Njc="

ROOT = Path(__file__).parent.parent
HERE = Path(__file__).parent


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out, rather than skip, what is marked for PostgreSQL and would run on another database."""
    elsewhere = [item for item in items if item.get_closest_marker("postgresql") and not _on_postgresql(item)]
    if elsewhere:
        config.hook.pytest_deselected(items=elsewhere)
        items[:] = [item for item in items if item not in elsewhere]


def _on_postgresql(item: pytest.Item) -> bool:
    """Say whether a test runs on PostgreSQL: its ``engine`` is one, or it opens its own."""
    given = item.callspec.params if hasattr(item, "callspec") else {}
    return given.get("engine", "postgresql") == "postgresql" and "postgresql" in databases.kinds()


@pytest.fixture(scope="session")
def _makers() -> Iterator[dict[str, Any]]:
    made: dict[str, Any] = {}
    yield made
    for maker in made.values():
        maker.close()


@pytest.fixture(params=databases.kinds())
def engine(request: pytest.FixtureRequest, _makers: dict[str, Any]) -> Iterator[Engine]:
    """An empty database with the schema in it; the test runs once on each kind."""
    if request.param not in _makers:
        _makers[request.param] = databases.make(request.param)
    with _makers[request.param].fresh() as fresh:
        yield fresh


@pytest.fixture
def session_factory(engine: Engine) -> sessionmaker[Session]:
    """Makes sessions that write. On SQLite the first statement takes the write lock."""
    return sessionmaker(writing(engine))


@pytest.fixture
def reading_factory(engine: Engine) -> sessionmaker[Session]:
    """Makes sessions that only read, and so never wait for a writer."""
    return sessionmaker(engine)


@pytest.fixture
def session(session_factory: sessionmaker[Session]) -> Iterator[Session]:
    """The session of ``uow``: arrange and look through it, commit through either."""
    with session_factory() as opened:
        yield opened


@pytest.fixture
def uow(session: Session, locality: Locality) -> UnitOfWork:
    """A unit of work without listeners or closers; may be committed more than once."""
    return UnitOfWork(session, locality=locality)


@pytest.fixture
def open_uow(
    session_factory: sessionmaker[Session], locality: Locality
) -> Iterator[Callable[..., UnitOfWork]]:
    """Opens further units of work, each with its own session; takes ``listeners`` and ``closers``.

    On SQLite commit or roll back the one before you write through the next: writers queue.
    """
    opened: list[Session] = []

    def _open(**options: Any) -> UnitOfWork:
        opened.append(session_factory())
        return UnitOfWork(opened[-1], locality=locality, **options)

    yield _open
    for each in opened:
        each.close()


@pytest.fixture(scope="session")
def locality() -> Locality:
    """The published locality (浏阳), or the small one of the tests until there is one."""
    published = ROOT / "workflows" / "liuyang" / "locality.yaml"
    return read_locality(published if published.exists() else HERE / "factories" / "locality.yaml")


@pytest.fixture(autouse=True)
def _no_network(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """No socket opens, but the database's own; loopback for tests that say so."""
    may_loop = any(request.node.get_closest_marker(name) for name in ("browser", "loopback"))
    connect = socket.socket.connect

    def _connect(self: socket.socket, address: Any) -> None:
        here = self.family == socket.AF_UNIX or (may_loop and address[0] in ("127.0.0.1", "::1", "localhost"))
        if not here:
            raise AssertionError(f"a test tried to reach {address!r}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", _connect)


@pytest.fixture
def county(engine: Engine) -> County:
    """A whole small county at work."""
    return County(engine)
