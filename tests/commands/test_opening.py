"""A mistyped DATABASE_URL is said; nothing but what sets a database up makes one."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.commands.conftest import Said
from web.cli import main


@pytest.fixture
def run(database: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., Said]:
    """Run a command where the environment names a file that does not exist."""

    def _run(*arguments: str) -> Said:
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        printed = capsys.readouterr()
        return int(ended.value.code or 0), printed.out + printed.err

    return _run


@pytest.mark.parametrize(
    "command",
    [
        ("serve", "--port", "1"),
        ("scheduler", "--once"),
        ("health",),
        ("units", "retire", "V"),
        ("people", "vacancies", "V"),
        ("process", "publish", "workflows/liuyang"),
        ("clock", "parked"),
        ("incidents", "list"),
        ("calendar", "changes"),
        ("ledger", "verify"),
        ("search", "rebuild"),
        ("notices", "status"),
    ],
    ids=" ".join,
)
def test_a_database_that_does_not_exist_is_named_and_not_made(
    run: Callable[..., Said], database: Path, command: tuple[str, ...]
) -> None:
    missing = (
        f"there is no database at {database}; check DATABASE_URL, or make one there with: mediation init"
    )

    assert run(*command) == (1, f"mediation: {missing}\n")
    assert list(database.parent.iterdir()) == []


def test_a_relative_address_is_told_as_the_place_it_means(
    run: Callable[..., Said], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", "sqlite:///var/county.db?timeout=3")

    code, said = run("health")

    assert (code, f"there is no database at {tmp_path / 'var' / 'county.db'};" in said) == (1, True)
    assert not (tmp_path / "var").exists()


def test_init_makes_the_database_and_its_folder(
    run: Callable[..., Said], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'new' / 'county.db'}")

    assert run("init", "--no-publish")[0] == 0
    assert run("clock", "parked") == (0, "no deadline is parked\n")


@pytest.mark.parametrize("command", [("health",), ("init",)], ids=" ".join)
def test_what_is_no_address_is_said_with_an_example(
    run: Callable[..., Said], monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    monkeypatch.setenv("DATABASE_URL", "/srv/county.db")

    code, said = run(*command)

    assert (code, said.count("\n")) == (1, 1)
    assert "DATABASE_URL is not the address of a database, like " in said
