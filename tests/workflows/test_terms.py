"""docs/terms.md holds the words of the field side by side, as files and pages say them."""

from pathlib import Path

import pytest

from mediation.documents.kinds import paper_kinds
from mediation.engine.decisions import read_decisions
from mediation.engine.definition import read_definition
from mediation.kernel.locality import read_locality
from mediation.processes.files import read_folder
from web.translations import update

ROOT = Path(__file__).parents[2]
HOME = ROOT / "workflows" / "liuyang"


@pytest.fixture(scope="module")
def written() -> set[tuple[str, str]]:
    lines = (ROOT / "docs" / "terms.md").read_text(encoding="utf-8").splitlines()
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("|")]
    return {(row[0], row[1]) for row in cells}


def _of_catalogue(*words: str) -> set[tuple[str, str]]:
    catalogue = update.read()
    return {(each, str(message.string)) for each in words if (message := catalogue.get(each))}


def test_levels_roles_and_the_taxonomy(written: set[tuple[str, str]]) -> None:
    county = read_locality(HOME / "locality.yaml")
    named = {(each.title, each.title_en) for each in (*county.levels.values(), *county.roles.values())}
    taxonomy = {
        (entry["title"], entry["title_en"])
        for group in county.settings["taxonomy"].values()
        for entry in group
    }

    assert named | taxonomy <= written


def test_tasks(written: set[tuple[str, str]]) -> None:
    elements = read_definition(read_folder(HOME)).elements.values()

    assert {(each.label, each.label_en) for each in elements if each.kind == "user_task"} <= written


def test_deadlines(written: set[tuple[str, str]]) -> None:
    table = read_decisions(read_folder(HOME))["deadlines"]
    column = table.outputs.index("title")

    assert _of_catalogue(*(str(row.values[column]) for row in table.rows)) <= written


def test_papers(written: set[tuple[str, str]]) -> None:
    assert _of_catalogue(*(kind.title for kind in paper_kinds().values())) <= written
