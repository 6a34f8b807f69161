"""Going back: which user tasks lie behind, what descends from them, and how a token returns to one.

The way gone stays in the tree: what still waited on it is called off, and the task opens anew beside
its earlier round, with the data it had then. Of several rounds beside each other the last counts.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from SpiffWorkflow.bpmn.specs.control import BoundaryEventSplit
from SpiffWorkflow.bpmn.specs.mixins.events.event_types import CatchingEvent
from SpiffWorkflow.bpmn.specs.mixins.events.start_event import StartEvent
from SpiffWorkflow.bpmn.specs.mixins.multiinstance_task import MultiInstanceTask
from SpiffWorkflow.bpmn.specs.mixins.subworkflow_task import SubWorkflowTask
from SpiffWorkflow.bpmn.specs.mixins.unstructured_join import UnstructuredJoin
from SpiffWorkflow.bpmn.specs.mixins.user_task import UserTask
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from mediation.engine.definition import Definition
from mediation.engine.elements import Element
from mediation.engine.specs import CHILD, OperationTask
from mediation.engine.state import LIVE

MayPass = Callable[[Element], bool]


def nothing(element: Element) -> bool:
    """Let no service task and no timer be passed on the way back."""
    return False


@dataclass(frozen=True)
class Earlier:
    """A user task done before, to which the token may return.

    :ivar undone: what was done since and will have to be done anew, the last first; itself at the end
    :ivar falls: refs of what waits now and will wait no more
    """

    element: Element
    undone: tuple[Element, ...]
    falls: tuple[str, ...]


@dataclass(frozen=True)
class Place:
    """Where a round began.

    :ivar root: the task itself, or what holds it together with its boundary events
    """

    task: Task
    root: Task


class Rewinder:
    """Looks back through one instance.

    :ivar refs_of: refs of what waits at a task; a task with several timers has several
    :ivar may_pass: whether a service task or a caught event may lie on the way back
    """

    def __init__(
        self,
        definition: Definition,
        top: BpmnWorkflow,
        refs_of: Callable[[Task], tuple[str, ...]],
        may_pass: MayPass,
    ) -> None:
        self._definition, self._top = definition, top
        self._refs_of, self._may_pass = refs_of, may_pass

    def behind(self, task: Task) -> Iterator[tuple[Place, Earlier]]:
        """Yield the user tasks on the way of ``task`` within its process, the nearest first."""
        if task.task_spec.name.endswith(CHILD):
            return
        above = task.parent
        while above is not None:
            if above.has_state(TaskState.COMPLETED) and isinstance(above.task_spec, UserTask):
                place = _place(above)
                earlier = self.returned(place)
                if earlier is None:
                    return
                yield place, earlier
            above = above.parent

    def done_last(self, process: str, element: str) -> Place | None:
        """Return the last round of a user task that was done, in a process that is still under way."""
        found = None
        for workflow in [self._top, *self._top.subprocesses.values()]:
            if workflow.completed or self._definition.home_of(workflow.spec.name) != process:
                continue
            for task in _standing(workflow.task_tree):
                is_it = isinstance(task.task_spec, UserTask) and task.task_spec.bpmn_id == element
                if is_it and task.has_state(TaskState.COMPLETED) and not _is_turn(task):
                    found = _place(task)
        return found

    def returned(self, place: Place) -> Earlier | None:
        """Return what returning to ``place`` means; None where something there cannot be passed."""
        undone: list[Element] = []
        falls: list[str] = []
        for task in self._inside(place.root):
            if task.has_state(LIVE):
                falls += self._refs_of(task)
            elif not task.has_state(TaskState.COMPLETED):
                continue
            elif self._stops(task):
                return None
            elif isinstance(task.task_spec, (UserTask, OperationTask)):
                undone.append(self._element(task))
        return Earlier(self._element(place.task), tuple(reversed(undone)), tuple(falls))

    def restart(self, place: Place) -> None:
        """Call off what waits after ``place`` and open its task anew beside the earlier round."""
        root, workflow = place.root, place.root.workflow
        root.cancel()
        for task in list(root):
            # A branch that waits at a join would count there as having come.
            if isinstance(task.task_spec, UnstructuredJoin) and task.id in workflow.tasks:
                workflow._remove_task(task.id)
        again = root.parent._add_child(root.task_spec, TaskState.FUTURE)
        again.task_spec._predict(again, mask=TaskState.PREDICTED_MASK | TaskState.FUTURE)
        again.task_spec._update(again)

    def _inside(self, root: Task) -> Iterator[Task]:
        """Yield what descends from ``root``, with what processes under way there hold, in order."""
        for task in _standing(root):
            yield task
            inside = self._top.subprocesses.get(task.id)
            if inside is not None and not inside.completed:
                yield from self._inside(inside.task_tree)

    def _stops(self, task: Task) -> bool:
        """Say whether what is done here cannot be gone behind."""
        spec = task.task_spec
        if isinstance(spec, (SubWorkflowTask, MultiInstanceTask)):
            return True
        if isinstance(spec, OperationTask):
            return not self._may_pass(self._element(task))
        if isinstance(spec, CatchingEvent) and not isinstance(spec, StartEvent):
            return _at_edge(task) or not self._may_pass(self._element(task))
        return _is_turn(task) or (isinstance(spec, UnstructuredJoin) and len(spec.inputs) > 1)

    def _element(self, task: Task) -> Element:
        home = self._definition.home_of(task.workflow.spec.name)
        return self._definition.elements[(home, task.task_spec.bpmn_id)]


def _place(task: Task) -> Place:
    return Place(task, task.parent if _at_edge(task) else task)


def _standing(root: Task) -> Iterator[Task]:
    """Yield ``root`` and what descends from it, leaving out rounds that were done anew."""
    stack = [root]
    while stack:
        task = stack.pop()
        yield task
        last = {child.task_spec.name: child for child in task.children}
        stack.extend(child for child in reversed(task.children) if _is_turn(child) or child in last.values())


def _is_turn(task: Task) -> bool:
    return bool(task.task_spec.name.endswith(CHILD))


def _at_edge(task: Task) -> bool:
    """Say whether it is held together with boundary events: as their host, or as one of them."""
    return task.parent is not None and isinstance(task.parent.task_spec, BoundaryEventSplit)
