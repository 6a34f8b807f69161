"""The way the tokens went, read from the packed state, for lists and for drawing."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from SpiffWorkflow.task import Task

from mediation.engine.definition import Definition
from mediation.engine.report import PathStep, Scope
from mediation.engine.specs import CHILD
from mediation.engine.state import KEPT, Codes, Packed

_SAID = {"W": "open", "R": "open", "S": "open", "C": "done", "E": "cancelled", "X": "cancelled"}
_SPLIT = ".BoundaryEventSplit"
_INNER = (_SPLIT, ".BoundaryEventJoin", ".EndJoin")


@dataclass(frozen=True)
class Walk:
    """A step and the sequence flow by which the token came to it; None at the start."""

    step: PathStep
    flow: str | None


def steps_of(walk: list[Walk]) -> list[PathStep]:
    """Return the steps alone."""
    return [each.step for each in walk]


@lru_cache(maxsize=64)
def flows_of(definition: Definition) -> Mapping[tuple[str, str, str], str]:
    """Return the id of each flow by its process and ends, made once."""
    return {(flow.process, flow.source, flow.target): flow.id for flow in definition.flows}


def passed_by(task: Task, definition: Definition) -> Iterator[str]:
    """Yield the flows, as "process/flow", that the tokens took as ``task`` was completed.

    A token put back on a task by hand took none, and neither did what began inside a call.
    """
    source: Any = task
    if task.task_spec.name.endswith(_SPLIT):
        return
    while source is not None and _is_inner(source.task_spec.name):
        source = source.parent
    if source is None:
        return
    home = definition.home_of(task.workflow.spec.name)
    flows = flows_of(definition)
    for child in task.children:
        if child.has_state(KEPT):
            target = child.task_spec.name.removesuffix(_SPLIT)
            flow = flows.get((home, source.task_spec.name, target))
            if flow is not None:
                yield f"{home}/{flow}"


def walk_of(packed: Packed, definition: Definition, codes: Codes, process: str) -> list[Walk]:
    """Return every element a token came to, calls followed by what happened inside them."""
    return list(_Walker(definition, codes).walk(packed, process, ()))


class _Walker:
    def __init__(self, definition: Definition, codes: Codes) -> None:
        self._definition, self._codes = definition, codes
        self._flows = flows_of(definition)

    def walk(self, packed: Packed, spec_name: str, scope: Scope) -> Iterator[Walk]:
        names, _ = self._codes.of(spec_name)
        home = self._definition.home_of(spec_name)
        seen = [code if isinstance(code, str) else names[code] for code in packed["c"]]
        for index, (name, letter) in enumerate(zip(seen, packed["s"], strict=True)):
            element = self._definition.elements.get((home, name))
            if element is None or _is_inner(name):
                continue
            inside = packed.get("w", {}).get(str(index))
            if self._is_shown(element.kind, letter, inside is not None):
                step = PathStep(home, name, _SAID[letter], scope)
                yield Walk(step, self._flow(home, seen, packed, index))
            if inside is not None:
                called = element.called or element.id
                yield from self.walk(inside, called, (*scope, (home, name)))

    def _flow(self, home: str, seen: list[str], packed: Packed, index: int) -> str | None:
        target, above = seen[index], index
        while packed["u"][above]:
            above -= packed["u"][above]
            if not _is_inner(seen[above]):
                break
        return self._flows.get((home, seen[above], target))

    @staticmethod
    def _is_shown(kind: str, letter: str, has_inside: bool) -> bool:
        """A boundary event that did not happen and a branch that waited at a join are not steps."""
        if kind.startswith("boundary_") or kind == "parallel_gateway":
            return letter == "C" or (kind == "parallel_gateway" and letter == "W")
        return True


def _is_inner(name: str) -> bool:
    return name in ("Start", "End") or name.endswith((CHILD, *_INNER))
