"""Where a rule decides how a diagram must go, the published diagram goes that way."""

import json
from pathlib import Path
from typing import Any

import pytest

from mediation.engine.definition import Definition, read_definition
from mediation.processes.files import read_folder

HOME = Path(__file__).parents[2] / "workflows" / "liuyang"


@pytest.fixture(scope="module")
def definition() -> Definition:
    return read_definition(read_folder(HOME))


def _next(definition: Definition, process: str, element: str) -> set[str]:
    return {flow.target for flow in definition.flows if (flow.process, flow.source) == (process, element)}


def _fields(form: str) -> dict[str, dict[str, Any]]:
    drawn = json.loads((HOME / "forms" / f"{form}.json").read_text(encoding="utf-8"))
    return {part["key"]: part for part in drawn["components"] if "key" in part}


def test_what_was_filed_in_time_is_mended_without_the_30_days(definition: Definition) -> None:
    """The 30 days of 人民调解法 33 are kept by the first application, however often it is mended."""
    guarded = {each.attached_to for each in definition.elements.values() if each.kind == "boundary_timer"}

    assert _next(definition, "judicial_confirmation", "ruled") >= {"mend_confirmation"}
    assert _next(definition, "judicial_confirmation", "mend_confirmation") == {"confirmation_result"}
    assert "file_confirmation" in guarded
    assert "mend_confirmation" not in guarded


def test_whoever_records_a_review_says_that_both_were_heard_and_have_left() -> None:
    asked = _fields("review_session")

    for name in ("both_heard", "left"):
        assert asked[name]["type"] == "checkbox"
        assert asked[name]["validate"]["required"]
