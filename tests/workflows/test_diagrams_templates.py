"""What designers choose from is what there is: roles, forms, deadlines, steps, levels, processes."""

import json
from pathlib import Path
from typing import Any

import pytest

from mediation.casework.steps import all_steps
from mediation.engine.decisions import read_decisions
from mediation.engine.definition import read_definition
from mediation.kernel.locality import read_locality
from mediation.processes.files import form_key, is_form, read_folder

HOME = Path(__file__).parents[2] / "workflows" / "liuyang"


@pytest.fixture(scope="module")
def templates() -> list[dict[str, Any]]:
    return json.loads((HOME / "element-templates.json").read_text(encoding="utf-8"))


def _offered(templates: list[dict[str, Any]], binding: str) -> set[str]:
    return {
        choice["value"]
        for template in templates
        for field in template["properties"]
        if field["binding"]["name"] == binding
        for choice in field.get("choices", ())
        if choice["value"]
    }


def test_every_form_deadline_and_process_can_be_chosen(templates: list[dict[str, Any]]) -> None:
    files = read_folder(HOME)

    assert _offered(templates, "camunda:formKey") == {form_key(name) for name in files if is_form(name)}
    assert _offered(templates, "camunda:dueDate") == read_decisions(files)["deadlines"].values_of("policy")
    assert _offered(templates, "calledElement") == set(read_definition(files).processes)


def test_every_step_role_and_level_that_is_offered_exists(templates: list[dict[str, Any]]) -> None:
    county = read_locality(HOME / "locality.yaml")

    assert _offered(templates, "step") <= set(all_steps())
    assert _offered(templates, "camunda:candidateGroups") <= set(county.roles)
    assert _offered(templates, "level") == set(county.levels)


def test_every_choice_is_labelled_in_chinese(templates: list[dict[str, Any]]) -> None:
    names = [
        choice["name"]
        for template in templates
        for field in template["properties"]
        for choice in field.get("choices", ())
    ]

    assert all(any("\u4e00" <= sign <= "\u9fff" for sign in name) for name in names)
