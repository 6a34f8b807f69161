"""Whatever a published file says to people is said in English too, beside it or in the catalogue."""

import json
from pathlib import Path

import pytest

from mediation.engine.decisions import read_decisions
from mediation.engine.definition import read_definition
from mediation.kernel.locality import Locality, read_locality
from mediation.processes.files import is_form, read_folder
from web.translations import update

HOME = Path(__file__).parents[2] / "workflows" / "liuyang"


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    return read_folder(HOME)


@pytest.fixture(scope="module")
def county() -> Locality:
    return read_locality(HOME / "locality.yaml")


def _in_english(words: str) -> str:
    message = update.read().get(words)
    return str(message.string) if message else ""


def test_every_table_can_be_read_in_english(files: dict[str, bytes]) -> None:
    """Names of deadlines, what routing and risk say, and the rule behind each row."""
    catalogue = update.read()
    printed = {
        str(words)
        for table in read_decisions(files).values()
        for row in table.rows
        for column, words in zip(table.outputs, row.values, strict=True)
        if column in update.PRINTED and words
    }

    silent = {words for words in printed if not (found := catalogue.get(words)) or not found.string}

    assert len(printed) > 100
    assert silent == set()


def test_levels_are_called_in_the_ledger_as_on_pages(county: Locality) -> None:
    for level in county.levels.values():
        assert _in_english(level.title).casefold() == level.title_en.casefold()


def test_roles_levels_and_the_taxonomy_are_named_in_english(county: Locality) -> None:
    taxonomy = [entry for group in county.settings["taxonomy"].values() for entry in group]

    assert [role.key for role in county.roles.values() if not role.title_en] == []
    assert [entry["key"] for entry in taxonomy if not entry.get("title_en")] == []


def test_every_task_event_and_gateway_is_named_in_english(files: dict[str, bytes]) -> None:
    elements = read_definition(files).elements.values()

    assert [each.id for each in elements if each.label and not each.label_en] == []


def test_every_question_option_and_hint_is_put_in_english(files: dict[str, bytes]) -> None:
    silent = []
    for name in filter(is_form, files):
        for part in json.loads(files[name])["components"]:
            words = part["properties"]
            hinted = not part.get("description") or words.get("description_en")
            named = [option.get("label_en") for option in part.get("values", ())]
            if not words.get("label_en") or not hinted or not all(named):
                silent.append(f"{name} {part['id']}")

    assert silent == []
