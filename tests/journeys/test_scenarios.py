"""Every published scenario, from report to archive; the five scripts also on PostgreSQL.

Together they reach every element of every published diagram.
"""

from functools import cache
from pathlib import Path

import pytest

from tests import databases
from web.scenarios import Played, play, read_script
from web.scenarios.coverage import covered
from web.scenarios.showing import told

HOME = Path(__file__).parent.parent.parent / "workflows" / "liuyang"
SCENARIOS = sorted((HOME / "scenarios").glob("*.yaml"))
SCRIPTS = [path for path in SCENARIOS if path.name.startswith("script-")]


@cache
def _played(path: Path) -> Played:
    return play(read_script(path), HOME)


def _report(played: Played) -> str:
    return "\n".join(told(played))


def test_the_five_scripts_are_there():
    assert len(SCRIPTS) == 5


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_goes_as_the_script_says(path):
    played = _played(path)

    assert played.ok, _report(played)


def test_no_element_of_a_diagram_is_left_unreached():
    """What no scenario can reach is no part of the process and is taken out of the diagram."""
    plays = [_played(path) for path in SCENARIOS]

    reached = frozenset[tuple[str, str]]().union(*(played.reached for played in plays))

    missed = {row.process: row.missed for row in covered(plays[-1].elements, reached) if row.missed}
    assert not missed


@pytest.mark.postgresql
@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_goes_the_same_way_on_postgresql(path):
    with databases.bare("postgresql") as engine:
        url = engine.url.render_as_string(hide_password=False)

        played = play(read_script(path), HOME, database=url)

    assert played.ok, _report(played)
