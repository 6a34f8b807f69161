"""The stored state of an instance: where its tokens are and were, in as few bytes as will do.

Left out are the diagrams (kept by digest), case data (looked up when asked for), predicted tasks
(predicted again on loading) and everything about a finished process but the way it went. Element
ids are written as their number in document order, which the digest fixes.
"""

import json
import zlib
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any
from uuid import UUID

from SpiffWorkflow.bpmn.specs.mixins.events.event_types import CatchingEvent
from SpiffWorkflow.bpmn.specs.mixins.multiinstance_task import MultiInstanceTask
from SpiffWorkflow.bpmn.specs.mixins.unstructured_join import UnstructuredJoin
from SpiffWorkflow.bpmn.util.subworkflow import BpmnSubWorkflow
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.deep_merge import DeepMerge
from SpiffWorkflow.util.task import TaskState

from mediation.engine.definition import Definition
from mediation.engine.specs import CHILD

Packed = dict[str, Any]

LETTERS = {
    TaskState.WAITING: "W",
    TaskState.READY: "R",
    TaskState.STARTED: "S",
    TaskState.COMPLETED: "C",
    TaskState.ERROR: "E",
    TaskState.CANCELLED: "X",
}
STATES = {letter: state for state, letter in LETTERS.items()}
LIVE = TaskState.WAITING | TaskState.READY | TaskState.STARTED
KEPT = LIVE | TaskState.FINISHED_MASK

_SUFFIXES = ("", CHILD, ".BoundaryEventSplit", ".BoundaryEventJoin")
_FORGOTTEN = ("merged", "seen_events")
_PAST = 1 << 64
_ids = [UUID(int=number) for number in range(1024)]
_past_ids = [UUID(int=_PAST + number) for number in range(1024)]


def squeeze(packed: Packed) -> bytes:
    """Return the bytes to store."""
    return zlib.compress(json.dumps(packed, ensure_ascii=False, separators=(",", ":")).encode(), 9)


def unsqueeze(state: bytes) -> Packed:
    """Return what :func:`squeeze` was given."""
    packed: Packed = json.loads(zlib.decompress(state))
    return packed


def as_stored(value: Any) -> Any:
    """Return an answer as it reads back from the stored state."""
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, (list, tuple, set, frozenset)):
        return [as_stored(each) for each in value]
    return value


class Codes:
    """Numbers for the names of tasks; a name the diagram does not explain is kept as it is."""

    def __init__(self, definition: Definition) -> None:
        self._definition = definition
        self._made: dict[str, tuple[list[str], dict[str, int]]] = {}

    def of(self, spec_name: str) -> tuple[list[str], dict[str, int]]:
        """Return the names of tasks in ``spec_name``, and the number of each."""
        if spec_name not in self._made:
            home = self._definition.diagram(self._definition.home_of(spec_name))
            names = ["Start", "End", f"{spec_name}.EndJoin"]
            names += [element + suffix for element in home.ids for suffix in _SUFFIXES]
            self._made[spec_name] = (names, {name: number for number, name in enumerate(names)})
        return self._made[spec_name]


@lru_cache(maxsize=64)
def codes_of(definition: Definition) -> Codes:
    """Return the numbers for the names of a definition, made once."""
    return Codes(definition)


class Packer:
    """Writes one instance down.

    :ivar number_of: names a live task for good
    :ivar past: packed finished subprocesses by the id of their task, as loaded
    """

    def __init__(
        self, top: BpmnWorkflow, codes: Codes, number_of: Callable[[Task], int], past: Mapping[UUID, Packed]
    ) -> None:
        self._top, self._codes, self._number_of, self._past = top, codes, number_of, past

    def pack(self, workflow: Any) -> Packed:
        """Return ``workflow`` and all inside it, its tasks parents first."""
        tasks = list(_kept(workflow))
        place = {task.id: index for index, task in enumerate(tasks)}
        _, numbers = self._codes.of(workflow.spec.name)
        packed: Packed = {
            "c": [numbers.get(task.task_spec.name, task.task_spec.name) for task in tasks],
            "u": [index - place[task._parent] if index else 0 for index, task in enumerate(tasks)],
            "s": "".join(LETTERS[task.state] for task in tasks),
        }
        if workflow.completed:
            packed["f"] = 1
        else:
            self._add_live(packed, tasks)
        inside = {str(place[task.id]): self._inside(task) for task in tasks if self._has_inside(task)}
        if inside:
            packed["w"] = inside
        return packed

    def _has_inside(self, task: Task) -> bool:
        return task.id in self._past or task.id in self._top.subprocesses

    def _inside(self, task: Task) -> Packed:
        past = self._past.get(task.id)
        return past if past is not None else self.pack(self._top.subprocesses[task.id])

    def _add_live(self, packed: Packed, tasks: list[Task]) -> None:
        packed["r"] = [self._number_of(task) for task in tasks if task.has_state(LIVE)]
        updates, deletions, internals = {}, {}, {}
        for index, task in enumerate(tasks):
            above = task.parent.data if index else {}
            if changed := DeepMerge.get_updated_keys(above, task.data):
                updates[str(index)] = changed
            if deleted := DeepMerge.get_deleted_keys(above, task.data):
                deletions[str(index)] = deleted
            if task.has_state(LIVE) and (internal := _internal(task)):
                internals[str(index)] = internal
        ranks = _ranks(tasks)
        for key, value in (("d", updates), ("x", deletions), ("i", internals), ("o", ranks)):
            if value:
                packed[key] = value


class Unpacker:
    """Brings one instance back.

    :ivar past: finished subprocesses, left packed, by the id of their task
    :ivar numbers: the number of each live task by its id
    """

    def __init__(self, top: BpmnWorkflow, codes: Codes) -> None:
        self.past: dict[UUID, Packed] = {}
        self.numbers: dict[UUID, int] = {}
        self._top, self._codes, self._old = top, codes, 0

    def unpack(self, workflow: Any, packed: Packed) -> None:
        """Fill ``workflow``, which has no tasks yet."""
        tasks = self._tasks(workflow, packed)
        workflow.task_tree = tasks[0]
        workflow.completed = bool(packed.get("f"))
        for index, inside in packed.get("w", {}).items():
            self._enter(tasks[int(index)], inside)
        for task in tasks:
            if task.has_state(LIVE):
                task.task_spec._predict(task, mask=TaskState.NOT_FINISHED_MASK)

    def _tasks(self, workflow: Any, packed: Packed) -> list[Task]:
        names, _ = self._codes.of(workflow.spec.name)
        live, tasks = iter(packed.get("r", ())), []
        for index, (code, up, letter) in enumerate(zip(packed["c"], packed["u"], packed["s"], strict=True)):
            spec = workflow.spec.task_specs[code if isinstance(code, str) else names[code]]
            number = next(live, None) if STATES[letter] & LIVE else None
            task = Task(workflow, spec, state=STATES[letter], id=self._id(number))
            task.last_state_change = packed.get("o", {}).get(str(index), 0)
            task.triggered = spec.name.endswith(CHILD)
            tasks.append(task)
            if index:
                parent = tasks[index - up]
                task._parent = parent.id
                parent._children.append(task.id)
            _restore(task, packed, str(index))
        return tasks

    def _id(self, number: int | None) -> UUID:
        if number is None:
            self._old += 1
            return _past_ids[self._old] if self._old < len(_past_ids) else UUID(int=_PAST + self._old)
        known = _ids[number] if number < len(_ids) else UUID(int=number)
        self.numbers[known] = number
        return known

    def _enter(self, task: Task, packed: Packed) -> None:
        if packed.get("f"):
            self.past[task.id] = packed
            return
        spec = self._top.subprocess_specs[task.task_spec.spec]
        workflow = BpmnSubWorkflow(spec, task.id, self._top, deserializing=True)
        self._top.subprocesses[task.id] = workflow
        workflow.completed_event.connect(task.task_spec._on_subworkflow_completed, task)
        self.unpack(workflow, packed)


def _kept(workflow: Any) -> Iterator[Task]:
    stack = [workflow.task_tree]
    while stack:
        task = stack.pop()
        if task.has_state(KEPT):
            yield task
            stack.extend(reversed(task.children))


def _internal(task: Task) -> dict[str, Any]:
    return {
        key: value
        for key, value in task.internal_data.items()
        if key not in _FORGOTTEN and value is not None and value is not False
    }


def _ranks(tasks: list[Task]) -> dict[str, int]:
    """Joins merge answers in the order in which their branches came; keep that order."""
    joins = [
        (task.last_state_change, index)
        for index, task in enumerate(tasks)
        if isinstance(task.task_spec, UnstructuredJoin)
    ]
    return {str(index): rank for rank, (_, index) in enumerate(sorted(joins), start=1)}


def _restore(task: Task, packed: Packed, index: str) -> None:
    above = task.parent.data if index != "0" else {}
    data = {key: list(value) if isinstance(value, list) else value for key, value in above.items()}
    data.update(packed.get("d", {}).get(index, {}))
    for key in packed.get("x", {}).get(index, ()):
        data.pop(key, None)
    task.data = data
    task.internal_data = packed.get("i", {}).get(index, {})
    if task.has_state(LIVE):
        if isinstance(task.task_spec, MultiInstanceTask):
            task.internal_data["merged"] = []
        if isinstance(task.task_spec, CatchingEvent):
            task.workflow.top_workflow.event_manager.add_task(task)
