"""Finds what waits in an instance, and names it for callers."""

from collections.abc import Callable, Iterator
from typing import Any

from SpiffWorkflow.bpmn.specs.event_definitions.multiple import MultipleEventDefinition
from SpiffWorkflow.bpmn.specs.mixins.events.event_types import CatchingEvent
from SpiffWorkflow.bpmn.specs.mixins.user_task import UserTask
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from mediation.engine.definition import Definition
from mediation.engine.elements import Element
from mediation.engine.report import OpenTask, Scope
from mediation.engine.specs import CHILD, NamedTimer, OperationTask
from mediation.engine.state import LIVE


class Waiting:
    """Looks through the processes under way.

    :ivar number_of: names a live task for good
    """

    def __init__(self, definition: Definition, top: BpmnWorkflow, number_of: Callable[[Task], int]) -> None:
        self._definition, self._top, self._number_of = definition, top, number_of

    def find(self) -> dict[str, tuple[Task, OpenTask]]:
        """Return user tasks, operations and timers that wait, by ref."""
        found: dict[str, tuple[Task, OpenTask]] = {}
        for workflow in active(self._top):
            tasks = [task for task in workflow.tasks.values() if task.has_state(LIVE) and _waits(task)]
            if tasks:
                scope, level = self._scope(workflow)
                for task in tasks:
                    found.update({told.ref: (task, told) for told in self._tell(task, scope, level)})
        return found

    def _tell(self, task: Task, scope: Scope, level: str | None) -> Iterator[OpenTask]:
        """Yield one thing for the task, or one for each timer of several events."""
        number, element_id = self._number_of(task), task.task_spec.bpmn_id
        if not isinstance(task.task_spec, CatchingEvent):
            element = self._element(task.workflow, element_id)
            yield OpenTask(str(number), element, scope, element.level or level, _turn(task))
            return
        several = isinstance(task.task_spec.event_definition, MultipleEventDefinition)
        for place, timer in enumerate(timers_of(task)):
            element = self._element(task.workflow, timer.name)
            ref = f"{number}:{place}" if several else str(number)
            yield OpenTask(ref, element, scope, element.level or level)

    def _scope(self, workflow: Any) -> tuple[Scope, str | None]:
        calls: list[Element] = []
        while workflow.parent_task_id is not None:
            task = self._top.get_task_from_id(workflow.parent_task_id)
            workflow = task.workflow
            calls.insert(0, self._element(workflow, task.task_spec.bpmn_id))
        levels = [call.level for call in calls if call.level]
        return tuple((call.process, call.id) for call in calls), levels[-1] if levels else None

    def _element(self, workflow: Any, element_id: str) -> Element:
        return self._definition.elements[(self._definition.home_of(workflow.spec.name), element_id)]


def active(top: BpmnWorkflow) -> list[Any]:
    """Return the processes under way, what encloses before what is enclosed."""
    inside = [each for each in top.subprocesses.values() if not each.completed]
    return sorted([top, *inside], key=lambda workflow: workflow.depth)


def catching(top: BpmnWorkflow) -> list[Task]:
    """Return the events that wait to be caught."""
    return [
        task
        for task in top.event_manager.tasks.values()
        if task.state == TaskState.WAITING and task.id in task.workflow.tasks
    ]


def definitions_of(task: Task) -> list[Any]:
    """Return the events a catching task waits for."""
    one = task.task_spec.event_definition
    return list(one.event_definitions) if isinstance(one, MultipleEventDefinition) else [one]


def timers_of(task: Task) -> list[NamedTimer]:
    """Return the timers a catching task waits for."""
    return [each for each in definitions_of(task) if isinstance(each, NamedTimer)]


def was_closed(ref: str, task: Task, reached: str | None) -> bool:
    """Return whether what waited as ``ref`` was completed; of several timers, only the one reached."""
    return bool(task.has_state(TaskState.COMPLETED)) and (":" not in ref or ref == reached)


def _waits(task: Task) -> bool:
    if isinstance(task.task_spec, (UserTask, OperationTask)):
        return bool(task.state == TaskState.READY)
    return isinstance(task.task_spec, CatchingEvent) and task.state == TaskState.WAITING


def _turn(task: Task) -> int | None:
    if not task.task_spec.name.endswith(CHILD):
        return None
    turn: int | None = task.internal_data.get("key_or_index", task.internal_data.get("item"))
    return turn
