"""`mediation serve` and `mediation demo`: a port that cannot be had is said before anything is done."""

import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NoReturn

import pytest

from tests.commands.conftest import Said
from web.cli import main
from web.commands.listening import check_port

pytestmark = pytest.mark.loopback


@pytest.fixture
def taken() -> Iterator[int]:
    """A port another program listens on."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def told(port: int) -> str:
    return (
        f"mediation: port {port} of 127.0.0.1 is taken by another program, perhaps this one started twice; "
        "end that, or choose another with --port\n"
    )


def nothing_is_done(*given: object, **named: object) -> NoReturn:
    raise AssertionError("it was known before that the port is taken")


@pytest.mark.parametrize("scheduler", ["--scheduler", "--no-scheduler"])
def test_serve_says_that_its_port_is_taken_and_starts_nothing(
    county: Callable[..., Said], taken: int, scheduler: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("web.scheduler.schedule", nothing_is_done)
    monkeypatch.setattr("web.app.create_app", nothing_is_done)

    assert county("serve", "--port", str(taken), scheduler) == (1, told(taken))


def test_a_port_of_the_environment_is_looked_at_too(
    county: Callable[..., Said], taken: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MEDIATION_PORT", str(taken))

    assert county("serve") == (1, told(taken))


def test_the_demo_says_that_its_port_is_taken_before_it_makes_anything(
    database: Path,
    taken: int,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("web.commands.serving.ROOT", tmp_path)
    monkeypatch.setattr("web.demo.fill", nothing_is_done)

    with pytest.raises(SystemExit) as ended:
        main(["demo", "--port", str(taken)])

    assert (ended.value.code, capsys.readouterr().err) == (1, told(taken))
    assert not database.exists()


def test_the_demo_that_only_makes_data_asks_for_no_port(
    database: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("web.commands.serving.ROOT", tmp_path)
    monkeypatch.setattr("web.commands.serving.check_port", nothing_is_done)
    monkeypatch.setattr("web.demo.fill", lambda system, **given: [])

    with pytest.raises(SystemExit) as ended:
        main(["demo", "--no-serve"])

    assert (ended.value.code, database.exists()) == (0, True)


def test_a_host_that_is_none_is_said(county: Callable[..., Said]) -> None:
    code, said = county("serve", "--host", "town..hall", "--port", "1")

    assert (code, said.count("\n")) == (1, 1)
    assert "town..hall is no address of this machine; name one with --host" in said


def test_an_address_of_another_machine_is_said(county: Callable[..., Said]) -> None:
    code, said = county("serve", "--host", "192.0.2.1", "--port", "1")

    assert code == 1
    assert said.startswith("mediation: nothing can listen on port 1 of 192.0.2.1 (")


def test_a_free_port_is_left_free(taken: int) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        free = server.getsockname()[1]

    check_port("127.0.0.1", free)
    check_port("127.0.0.1", free)

    assert free != taken
