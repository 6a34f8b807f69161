"""What tests of commands ask for: an initialised database and a way to run a command on it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from web.cli import main

KEYS = {
    "MEDIATION_DATA_KEYS": "c2l4dGVlbmNvdW50aWVzMzJieXRlc29mdGVzdHM1Njc=",
    "SECRET_KEY": "a key for tests only",
}
UNITS = """code,name,parent_code,level,households
430181,浏阳市,,county,
T,官渡镇,430181,town,
V,南岳村,T,village,
B1,青桥党支部,V,branch,
B2,观音党支部,V,branch,
G9,第9微网格,B1,grid,12
"""
Said = tuple[int, str]


@pytest.fixture
def database(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The environment of an administrator, with an empty database named in it."""
    path = tmp_path / "county.db"
    for name, value in {**KEYS, "DATABASE_URL": f"sqlite:///{path}"}.items():
        monkeypatch.setenv(name, value)
    return path


@pytest.fixture
def county(database: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Callable[..., Said]:
    """Run a command on a county with units; returns its code and all that it said."""
    table = tmp_path / "units.csv"
    table.write_text(UNITS, "utf-8")

    def _run(*arguments: str) -> Said:
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        printed = capsys.readouterr()
        assert "Traceback" not in printed.err
        return int(ended.value.code or 0), printed.out + printed.err

    assert _run("init", "--no-publish")[0] == 0
    assert _run("units", "import", str(table))[0] == 0
    return _run
