"""Every published diagram, table and form of every locality is fit to publish."""

import json
import re
from pathlib import Path

import pytest

from mediation.bootstrap import known
from mediation.engine.definition import Definition, read_definition
from mediation.kernel.locality import Locality, read_locality
from mediation.processes.files import form_key, is_form, read_folder
from mediation.processes.rules import check
from web.forms import Option, build

WORKFLOWS = Path(__file__).parents[2] / "workflows"
HOME = WORKFLOWS / "liuyang"
PROCESSES = {
    "dispute", "red_alert", "grid_level", "branch_level", "village_level", "town_level", "county_level",
    "courtyard_hearing", "collective_review", "signing", "judicial_confirmation", "performance",
    "rating_and_archive", "protection", "whistle", "oversight", "owner",
}  # fmt: skip
CHINESE = re.compile(r"[\u4e00-\u9fff]")
HALF = re.compile(r"[,;?!()]|:(?!\d)")
LONGEST_LABEL = 18


def _somebody(source: str) -> list[Option]:
    return [Option(1, "李甲"), Option(2, "李乙")]


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    return read_folder(HOME)


@pytest.fixture(scope="module")
def county() -> Locality:
    return read_locality(HOME / "locality.yaml")


@pytest.fixture(scope="module")
def definition(files: dict[str, bytes]) -> Definition:
    return read_definition(files)


def test_nothing_stands_in_the_way_of_publishing(files: dict[str, bytes], county: Locality) -> None:
    problems = check(files, county, known(county))

    assert [str(problem) for problem in problems] == []


def test_every_process_has_its_diagram(definition: Definition) -> None:
    assert set(definition.processes) == PROCESSES


def test_everything_is_named_in_chinese_and_english(definition: Definition) -> None:
    nameless = [
        element.id
        for element in definition.elements.values()
        if element.label and not (CHINESE.search(element.label) and element.label_en)
    ]

    assert nameless == []


def test_names_fit_their_boxes(definition: Definition) -> None:
    too_long = [
        element.label for element in definition.elements.values() if len(element.label) > LONGEST_LABEL
    ]

    assert too_long == []


def test_outside_events_break_off_the_ladder(definition: Definition) -> None:
    waiting = {
        element.message
        for element in definition.elements.values()
        if element.attached_to == "ladder" and element.interrupting
    }

    assert waiting == {"withdrawal", "refusal", "suit_filed", "risk_red"}


def test_the_ladder_shows_every_level_of_the_county(definition: Definition, county: Locality) -> None:
    shown = {
        element.level
        for element in definition.elements.values()
        if element.process == "dispute" and element.kind == "call_activity" and element.level
    }

    assert shown == set(county.levels)


def test_every_form_can_be_shown_and_is_asked_by_a_task(
    files: dict[str, bytes], definition: Definition
) -> None:
    drawn = {form_key(name): json.loads(content) for name, content in files.items() if is_form(name)}

    asked = {element.form_key for element in definition.elements.values() if element.form_key}

    assert set(drawn) == asked
    for form in drawn.values():
        build(form, _somebody)


def test_every_question_is_put_in_chinese_and_english(files: dict[str, bytes]) -> None:
    silent = []
    for name in filter(is_form, files):
        for part in json.loads(files[name])["components"]:
            options = [one for one in part.get("values", ()) if not one.get("label_en")]
            words = part.get("label") or part.get("text")
            if not words or not part["properties"].get("label_en") or options:
                silent.append(f"{name} {part['id']}")

    assert silent == []


def test_whoever_decides_sees_what_each_choice_leads_to(files: dict[str, bytes]) -> None:
    """A decision is one of listed values, never free text."""
    for name in filter(is_form, files):
        for part in json.loads(files[name])["components"]:
            if part.get("key") == "decision":
                assert part["type"] == "radio", name
                assert part["validate"]["required"], name


def _words(files: dict[str, bytes]) -> dict[str, str]:
    """Return every text of the published files that people read, and the file it is in."""
    drawn: dict[str, str] = {}
    for name, content in files.items():
        text = content.decode()
        if name.endswith(".bpmn"):
            found = re.findall(r'\bname="([^"]*)"', text)
            found += re.findall(r"<bpmn:documentation>(.*?)</", text)
        elif name.endswith(".dmn"):
            found = re.findall(r'_out_(?:title|basis|sentence)"><text>"([^<]*)"</text>', text)
        elif is_form(name):
            found = re.findall(r'"(?:label|dateLabel|description|text)": "((?:[^"\\]|\\.)*)"', text)
        else:
            found = re.findall(r"(?:title|says|source): ([^,{}\n]+)", text)
        drawn |= dict.fromkeys(found, name)
    return drawn


def test_chinese_is_printed_with_chinese_punctuation(files: dict[str, bytes]) -> None:
    half = {
        words: name for words, name in _words(files).items() if CHINESE.search(words) and HALF.search(words)
    }

    assert half == {}
