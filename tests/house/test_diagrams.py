"""Every task of the published diagrams has a role, a form, words, and an operation behind its step."""

import json

import pytest

from mediation.casework.steps import all_steps
from mediation.engine.definition import read_definition
from mediation.processes.files import form_key, is_form, read_folder
from tests.house.source import ROOT

LOCALITIES = sorted(path.parent for path in (ROOT / "workflows").glob("*/locality.yaml"))
FILES = {folder.name: read_folder(folder) for folder in LOCALITIES}
ELEMENTS = [
    (name, element) for name, files in FILES.items() for element in read_definition(files).elements.values()
]
USER_TASKS = [pair for pair in ELEMENTS if pair[1].kind == "user_task"]
STEPPED = [pair for pair in ELEMENTS if pair[1].step]


def _id(pair):
    return f"{pair[0]}-{pair[1].process}-{pair[1].id}" if isinstance(pair, tuple) else str(pair)


def _forms(name):
    return {form_key(file): content for file, content in FILES[name].items() if is_form(file)}


def test_there_are_diagrams():
    assert len(USER_TASKS) > 60


@pytest.mark.parametrize("pair", USER_TASKS, ids=_id)
def test_a_user_task_has_a_role_a_form_and_a_label(pair, locality):
    name, task = pair

    assert task.role in locality.roles
    assert task.form_key in _forms(name)
    assert any("一" <= sign <= "鿿" for sign in task.label)
    assert task.label_en


@pytest.mark.parametrize("pair", STEPPED, ids=_id)
def test_a_step_has_an_operation(pair):
    assert pair[1].step in all_steps()


def test_every_operation_is_a_step_somewhere():
    assert set(all_steps()) - {element.step for _, element in STEPPED} == set()


@pytest.mark.parametrize("name", FILES)
def test_every_form_is_some_tasks(name):
    used = {element.form_key for where, element in ELEMENTS if where == name}

    assert set(_forms(name)) - used == set()


@pytest.mark.parametrize("name", FILES)
def test_every_field_has_a_chinese_and_an_english_label(name):
    silent = [
        f"{key}.{field['key']}"
        for key, content in _forms(name).items()
        for field in json.loads(content)["components"]
        if "key" in field and not (field.get("label") and (field.get("properties") or {}).get("label_en"))
    ]

    assert silent == []
