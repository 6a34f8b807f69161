"""Instances of tiny diagrams, reloaded from their stored state before every move or never."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from mediation.engine.definition import Definition, read_definition
from mediation.engine.instance import Instance, OpenTask, Report


class Played:
    """An instance that a test moves by element ids; ``reloads`` proves that its state is enough."""

    def __init__(self, definition: Definition, process: str, facts: Mapping[str, Any], reloads: bool) -> None:
        self.definition, self.process, self.facts, self.reloads = definition, process, dict(facts), reloads
        self.instance = Instance.start(definition, process, self.look_up)
        self.waiting: dict[str, OpenTask] = {}
        self.report = self._took(self.instance.advance())

    def look_up(self, name: str) -> Any:
        return self.facts[name]

    def do(self, element: str, turn: int | None = None, **answers: Any) -> Report:
        """Complete the open task of ``element``."""
        return self._move(lambda: self.instance.complete(self.ref(element, turn), answers))

    def hear(self, message: str) -> Report:
        """Deliver an outside event."""
        return self._move(lambda: self.instance.deliver(message))

    def reach(self, timer: str) -> Report:
        """Say that the timer's moment has come."""
        return self._move(lambda: self.instance.reach(self.ref(timer)))

    def ref(self, element: str, turn: int | None = None) -> str:
        """Return the ref of what waits at ``element``."""
        found = [
            ref
            for ref, task in self.waiting.items()
            if task.element.id == element and (turn is None or task.turn == turn)
        ]
        assert found, f"{element} is not waiting; {self.open()} are"
        return found[0]

    def open(self) -> list[str]:
        """Return the ids of the elements that wait, sorted."""
        return sorted(task.element.id for task in self.waiting.values())

    def states(self, element: str) -> list[str]:
        """Return how each visit to ``element`` stands."""
        return [step.state for step in self.instance.path() if step.element == element]

    def _move(self, act: Callable[[], Report]) -> Report:
        if self.reloads:
            self.reload()
        self.report = self._took(act())
        return self.report

    def reload(self) -> None:
        """Go through the stored state, and check that nothing that waits was lost or renamed."""
        state = self.instance.dump()
        self.instance = Instance.load(self.definition, self.process, state, self.look_up)
        assert {task.ref: task for task in self.instance.waiting()} == self.waiting
        assert self.instance.dump() == state

    def _took(self, report: Report) -> Report:
        for ref in (*report.closed, *report.cancelled):
            del self.waiting[ref]
        for task in (*report.opened, *report.timers, *report.operations):
            self.waiting[task.ref] = task
        assert {task.ref for task in self.instance.waiting()} == set(self.waiting)
        return report


Play = Callable[..., Any]


@pytest.fixture(params=[False, True], ids=["in-memory", "reloaded"])
def play(request: pytest.FixtureRequest) -> Callable[..., Played]:
    """Start the first process of the given files; ``facts`` by keyword."""

    def _play(*files: bytes, process: str | None = None, **facts: Any) -> Played:
        definition = read_definition({f"{number}.bpmn": text for number, text in enumerate(files)})
        return Played(definition, process or definition.processes[0], facts, request.param)

    return _play
