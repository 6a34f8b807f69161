"""What no file of the house may do."""

import ast
import re

import pytest

from tests.house.source import ROOT, files, functions, lines_with, name

DOMAIN = files("mediation")
CODE = files("mediation", "web")
EVERYTHING = [
    path
    for ending in (".py", ".md", ".yaml", ".html", ".js", ".bpmn", ".dmn", ".json", ".css")
    for path in files("mediation", "web", "workflows", "docs", "benchmarks", ends=ending)
    if path.name != "package-lock.json"
]


def test_only_the_unit_of_work_commits():
    allowed = "mediation/kernel/unit_of_work.py"

    found = [place for place in lines_with(".commit(", DOMAIN) if not place.startswith(allowed)]

    assert found == []


@pytest.mark.parametrize("word", ["datetime.now(", "datetime.today(", "date.today(", "utcnow(", "time.time("])
def test_nothing_asks_the_machine_for_the_time(word):
    found = [place for place in lines_with(word, CODE) if not place.startswith("mediation/kernel/clock.py")]

    assert found == []


def test_nothing_sleeps():
    assert lines_with("sleep(", CODE) == []


def test_no_room_is_called_after_nothing():
    vague = {"utils", "util", "helpers", "helper", "manager", "service", "services", "common", "misc", "base"}

    found = [name(path) for path in CODE if path.stem in vague and path.parent.name != "kernel"]

    assert found == []


@pytest.mark.parametrize(
    "word",
    ["/home/", "/root/", "../shared", "TODO", "FIXME", "XXX", "lorem ipsum", "foo"],
)
def test_no_forbidden_word(word):
    pattern = re.compile(rf"(?<![\w/.]){re.escape(word)}" if not word[0].isalpha() else rf"\b{word}\b")

    found = [name(path) for path in EVERYTHING if pattern.search(path.read_text(encoding="utf-8"))]

    assert [each for each in found if not each.startswith("web/static/vendor")] == []


def test_money_and_time_are_never_floats():
    found = [
        f"{name(path)}:{node.lineno}"
        for path in DOMAIN
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "float"
    ]

    assert found == []


def test_every_module_says_what_it_is_for():
    found = [
        name(path)
        for path in CODE
        if path.read_text(encoding="utf-8").strip()
        and not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    ]

    assert found == []


def test_public_operations_take_a_unit_of_work_then_names():
    found = []
    for path in (ROOT / "mediation").glob("*/operations.py"):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if (
                isinstance(node, ast.FunctionDef)
                and not node.name.startswith("_")
                and len(node.args.args) > 1
            ):
                found.append(f"{name(path)}: {node.name}")

    assert found == []


def test_no_python_file_is_over_300_lines():
    lengths = {
        name(path): len(path.read_text(encoding="utf-8").splitlines())
        for path in files("mediation", "web", "benchmarks", "tests", "tools")
    }

    long = [f"{path} has {lines} lines" for path, lines in lengths.items() if lines > 300]

    assert long == [], "split by subject, and put what the parts share into a file beside them"


def test_no_function_is_longer_than_60_lines():
    assert [(name(path), *each) for path in CODE for each in functions(path) if each[1] > 60] == []
