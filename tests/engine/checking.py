"""Sets of files for the checks at publication, with nothing wrong but what a test puts in."""

from collections.abc import Mapping
from typing import Any

from mediation.kernel.locality import Locality
from mediation.processes.rules import Known, Problem, check
from tests.engine import drawing as d
from tests.engine.test_decisions import table

KNOWN = Known(steps=frozenset({"mark"}), facts=frozenset({"risk", "panel_size"}))
FORM = b'{"components": [{"type": "group", "components": [{"key": "decision"}]}, {"key": "note"}]}'
BASE: Mapping[str, bytes] = {
    "forms/ask.form": FORM,
    "decisions/deadlines.dmn": table([(['"grid.accept"'], ['"1"'])], inputs=("policy",)),
    "decisions/risk.dmn": table([(["-"], ["1"])], key="risk"),
}


def problems(locality: Locality, *diagrams: bytes, known: Known = KNOWN, **files: bytes) -> list[Problem]:
    """Return the problems of diagrams a.bpmn, b.bpmn … with everything else in order."""
    named = {f"{'abc'[number]}.bpmn": text for number, text in enumerate(diagrams)}
    return check({**BASE, **named, **files}, locality, known)


def ask(key: str = "ask", **values: str) -> str:
    """Return a user task with nothing wrong."""
    given: dict[str, Any] = {"form": "ask", **values}
    return d.user(key, **given)
