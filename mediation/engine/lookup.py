"""Evaluates the conditions of a running instance: facts first, then answers."""

from collections.abc import Callable
from typing import Any

from SpiffWorkflow.bpmn.script_engine.python_engine import PythonScriptEngine
from SpiffWorkflow.bpmn.specs.mixins.multiinstance_task import MultiInstanceTask
from SpiffWorkflow.task import Task

from mediation.engine import conditions
from mediation.kernel.errors import Refused
from mediation.kernel.text import N_

Facts = Callable[[str], Any]
"""Looks a fact up; a KeyError means there is no such fact, and an answer is looked for."""


class NoCount(Refused):
    """A parallel task asks for a number of people that nobody has set."""

    message = N_("“{label}”应当由几个人办还没有确定（{expression}）。")


class Conditions(PythonScriptEngine):
    """Takes the place of the engine's Python: it compares, and runs nothing."""

    def __init__(self, facts: Facts) -> None:
        super().__init__()
        self._facts = facts

    def evaluate(self, task: Task, expression: str, external_context: Any = None) -> Any:
        """Return the value of ``expression``; a name that is neither fact nor answer is None.

        :raises NoCount: it is the number of a task's instances, and no number
        """
        value = conditions.evaluate(expression, lambda name: self._look_up(task, name))
        spec = task.task_spec
        counts = isinstance(spec, MultiInstanceTask) and expression == spec.cardinality
        if counts and (type(value) is not int or value < 0):
            one = task.workflow.spec.task_specs[spec.task_spec]
            raise NoCount(label=one.bpmn_name or spec.bpmn_id, expression=expression)
        return value

    def execute(self, task: Task, script: str, external_context: Any = None) -> bool:
        """Refuse: no script of a diagram ever runs."""
        raise conditions.UnsafeCondition(expression=script[:80], part=script[:80])

    def call_service(self, task: Task, **kwargs: Any) -> Any:
        """Refuse: services are the caller's."""
        raise conditions.UnsafeCondition(expression=task.task_spec.name, part=task.task_spec.name)

    def _look_up(self, task: Task, name: str) -> Any:
        try:
            return self._facts(name)
        except KeyError:
            return task.data.get(name)
