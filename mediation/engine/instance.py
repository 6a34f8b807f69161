"""A running process: where its tokens are, and what moves them."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Self
from uuid import UUID

from SpiffWorkflow.bpmn.script_engine.python_engine import PythonScriptEngine
from SpiffWorkflow.bpmn.specs.event_definitions.message import MessageEventDefinition
from SpiffWorkflow.bpmn.specs.event_definitions.multiple import MultipleEventDefinition
from SpiffWorkflow.bpmn.specs.mixins.events.end_event import EndEvent
from SpiffWorkflow.bpmn.specs.mixins.events.event_types import CatchingEvent
from SpiffWorkflow.bpmn.specs.mixins.multiinstance_task import MultiInstanceTask
from SpiffWorkflow.bpmn.specs.mixins.user_task import UserTask
from SpiffWorkflow.bpmn.util import BpmnEvent
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from mediation.engine import conditions, versions
from mediation.engine.definition import Definition
from mediation.engine.elements import Element
from mediation.engine.path import Walk, steps_of, walk_of
from mediation.engine.report import OpenTask, PathStep, Report, Scope
from mediation.engine.specs import CHILD, NamedTimer, OperationTask
from mediation.engine.state import LIVE, Codes, Packed, Packer, Unpacker, squeeze, unsqueeze
from mediation.kernel.errors import Refused
from mediation.kernel.text import N_

__all__ = ["Instance", "NotOpen", "NotWaiting", "OpenTask", "PathStep", "Report"]

Facts = Callable[[str], Any]
"""Looks a fact up; a KeyError means there is no such fact, and an answer is looked for."""


class NotOpen(Refused):
    """The task was done, cancelled or never there."""

    message = N_("这一步已经办过，或者已经不需要办了，请刷新后再看。")
    status = 409


class NotWaiting(Refused):
    """No token waits for that."""

    message = N_("现在没有哪一步在等“{message}”，因此不能这样办理。")
    status = 409


class NoCount(Refused):
    """A parallel task asks for a number of people that nobody has set."""

    message = N_("“{label}”应当由几个人办还没有确定（{expression}）。")


class _Conditions(PythonScriptEngine):
    """Evaluates conditions and cardinalities; runs nothing else."""

    def __init__(self, facts: Facts) -> None:
        super().__init__()
        self._facts = facts

    def evaluate(self, task: Task, expression: str, external_context: Any = None) -> Any:
        """Return the value of ``expression``: facts first, then answers, None where not given."""
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

    def _look_up(self, task: Task, name: str) -> Any:
        try:
            return self._facts(name)
        except KeyError:
            return task.data.get(name)


class Instance:
    """One process under way. Start or load it, move it, dump it; it holds no case data."""

    def __init__(self, definition: Definition, process: str, facts: Facts) -> None:
        self.definition, self.process = definition, process
        self._facts = facts
        self._codes = Codes(definition)
        self._workflow: BpmnWorkflow
        self._numbers: dict[UUID, int] = {}
        self._next = 1
        self._past: dict[UUID, Packed] = {}
        self._told: dict[str, tuple[Task, OpenTask]] = {}

    @classmethod
    def start(cls, definition: Definition, process: str, facts: Facts) -> Self:
        """Return a new instance of ``process``; :meth:`advance` moves it to its first tasks.

        :raises ProcessUnknown: the definition has no such process
        :raises BadDiagram: it cannot be run
        """
        instance = cls(definition, process, facts)
        spec, called = definition.specs(process)
        instance._workflow = BpmnWorkflow(spec, called, script_engine=_Conditions(facts))
        return instance

    @classmethod
    def load(cls, definition: Definition, process: str, state: bytes, facts: Facts) -> Self:
        """Return the instance that :meth:`dump` wrote down, on the same definition.

        :raises StateUnknown: written by a newer release
        """
        instance = cls(definition, process, facts)
        instance._unpack(versions.upgraded(unsqueeze(state)))
        instance._told = instance._waiting()
        return instance

    @property
    def finished(self) -> bool:
        """Whether nothing is left to do."""
        return bool(self._workflow.completed)

    def advance(self) -> Report:
        """Move every token as far as it goes by itself."""
        return self._moved()

    def complete(self, task_ref: str, answers: Mapping[str, Any] | None = None) -> Report:
        """Complete a user task or an operation with ``answers``, of which only those are kept
        that some gateway reads, and move on.

        :raises NotOpen: it is not open
        """
        task, _ = self._open(task_ref)
        if not isinstance(task.task_spec, (UserTask, OperationTask)):
            raise NotOpen()
        task.data.update(self._kept(answers or {}))
        task.run()
        return self._moved()

    def deliver(self, message: str) -> Report:
        """Tell the instance of an outside event; every token that waits for it hears it, and what
        encloses goes before what is enclosed.

        :raises NotWaiting: nothing waits for it
        """
        event = BpmnEvent(MessageEventDefinition(message))
        waiting = [task for task in self._catching() if task.task_spec.catches(task, event)]
        if not waiting:
            raise NotWaiting(message=message)
        for task in sorted(waiting, key=lambda task: task.workflow.depth):
            task.task_spec.catch(task, event)
            task.task_spec._update(task)
        return self._moved()

    def reach(self, task_ref: str) -> Report:
        """Tell a timer that its moment has come.

        :raises NotWaiting: the timer is no longer waiting
        """
        if task_ref not in self._told:
            raise NotWaiting(message=task_ref)
        task, told = self._told[task_ref]
        if not isinstance(task.task_spec, CatchingEvent):
            raise NotWaiting(message=told.element.label or task_ref)
        timer = next(each for each in _timers(task) if each.name == told.element.id)
        task.task_spec.catch(task, BpmnEvent(timer))
        task.task_spec._update(task)
        return self._moved(reached=task_ref)

    def cancel(self) -> Report:
        """Stop everything that is under way."""
        self._workflow.cancel()
        return self._report([], None)

    def waiting_messages(self) -> tuple[str, ...]:
        """Return the names of the outside events that would be heard now."""
        names = {
            each.name
            for task in self._catching()
            for each in _definitions(task)
            if isinstance(each, MessageEventDefinition)
        }
        return tuple(sorted(names))

    def waiting(self) -> tuple[OpenTask, ...]:
        """Return all that wait now: user tasks, operations and timers."""
        return tuple(told for _, told in self._told.values())

    def path(self) -> list[PathStep]:
        """Return the elements the tokens came to, calls followed by what happened inside them."""
        return steps_of(self.walk())

    def walk(self) -> list[Walk]:
        """Return the way the tokens went with the flows they took, for drawing."""
        return walk_of(self._pack(), self.definition, self._codes, self.process)

    def dump(self) -> bytes:
        """Return the state to store."""
        return squeeze(versions.stamped(self._pack()))

    def _pack(self) -> Packed:
        packed = Packer(self._workflow, self._codes, self._number, self._past).pack(self._workflow)
        return {"n": self._next, **packed}

    def _unpack(self, packed: Packed) -> None:
        spec, called = self.definition.specs(self.process)
        self._workflow = BpmnWorkflow(
            spec, called, script_engine=_Conditions(self._facts), deserializing=True
        )
        unpacker = Unpacker(self._workflow, self._codes)
        unpacker.unpack(self._workflow, packed)
        self._workflow = versions.migrated(self._workflow, packed["e"])
        self._past, self._numbers, self._next = unpacker.past, unpacker.numbers, packed["n"]

    def _number(self, task: Task) -> int:
        if task.id not in self._numbers:
            self._numbers[task.id] = self._next
            self._next += 1
        return self._numbers[task.id]

    def _open(self, task_ref: str) -> tuple[Task, OpenTask]:
        if task_ref not in self._told:
            raise NotOpen()
        return self._told[task_ref]

    def _kept(self, answers: Mapping[str, Any]) -> dict[str, Any]:
        names = self.definition.condition_names
        return {name: _plain(value) for name, value in answers.items() if name in names}

    def _moved(self, reached: str | None = None) -> Report:
        ended: list[str] = []
        while ready := self._ready():
            for task in ready:
                if task.state == TaskState.READY and task.id in task.workflow.tasks:
                    task.run()
                    if isinstance(task.task_spec, EndEvent):
                        ended.append(task.task_spec.bpmn_id)
        return self._report(ended, reached)

    def _active(self) -> list[Any]:
        inside = [each for each in self._workflow.subprocesses.values() if not each.completed]
        return sorted([self._workflow, *inside], key=lambda workflow: workflow.depth)

    def _ready(self) -> list[Task]:
        """What encloses goes first, so that what it cancels does not move any more."""
        return [
            task
            for workflow in self._active()
            for task in workflow.tasks.values()
            if task.state == TaskState.READY and not task.task_spec.manual
        ]

    def _catching(self) -> list[Task]:
        return [
            task
            for task in self._workflow.event_manager.tasks.values()
            if task.state == TaskState.WAITING and task.id in task.workflow.tasks
        ]

    def _report(self, ended: list[str], reached: str | None) -> Report:
        before, now = self._told, self._waiting()
        self._told = now
        gone = [ref for ref in before if ref not in now]
        closed = tuple(ref for ref in gone if _was_closed(ref, before[ref][0], reached))
        new = [now[ref] for ref in now if ref not in before]
        return Report(
            opened=tuple(told for task, told in new if isinstance(task.task_spec, UserTask)),
            closed=closed,
            cancelled=tuple(ref for ref in gone if ref not in closed),
            timers=tuple(told for task, told in new if isinstance(task.task_spec, CatchingEvent)),
            operations=tuple(
                told for task, told in now.values() if isinstance(task.task_spec, OperationTask)
            ),
            finished=self.finished,
            ended=tuple(ended),
        )

    def _waiting(self) -> dict[str, tuple[Task, OpenTask]]:
        found: dict[str, tuple[Task, OpenTask]] = {}
        for workflow in self._active():
            scope: tuple[Scope, str | None] | None = None
            for task in list(workflow.tasks.values()):
                if not task.has_state(LIVE) or not _waits(task):
                    continue
                scope = scope or self._scope(workflow)
                for told in self._tell(task, *scope):
                    found[told.ref] = (task, told)
        return found

    def _tell(self, task: Task, scope: Scope, level: str | None) -> list[OpenTask]:
        if isinstance(task.task_spec, CatchingEvent):
            timers = _timers(task)
            many = isinstance(task.task_spec.event_definition, MultipleEventDefinition)
            return [
                self._told_of(task, each.name, scope, level, suffix=f":{place}" if many else "")
                for place, each in enumerate(timers)
            ]
        return [self._told_of(task, task.task_spec.bpmn_id, scope, level)]

    def _told_of(
        self, task: Task, element_id: str, scope: Scope, level: str | None, suffix: str = ""
    ) -> OpenTask:
        element = self._element(task.workflow, element_id)
        turn = None
        if task.task_spec.name.endswith(CHILD):
            turn = task.internal_data.get("key_or_index", task.internal_data.get("item"))
        return OpenTask(f"{self._number(task)}{suffix}", element, scope, element.level or level, turn)

    def _scope(self, workflow: Any) -> tuple[Scope, str | None]:
        calls: list[Element] = []
        while workflow.parent_task_id is not None:
            task = self._workflow.get_task_from_id(workflow.parent_task_id)
            workflow = task.workflow
            calls.insert(0, self._element(workflow, task.task_spec.bpmn_id))
        levels = [call.level for call in calls if call.level]
        return tuple((call.process, call.id) for call in calls), levels[-1] if levels else None

    def _element(self, workflow: Any, element_id: str) -> Element:
        return self.definition.elements[(self.definition.home_of(workflow.spec.name), element_id)]


def _definitions(task: Task) -> list[Any]:
    one = task.task_spec.event_definition
    return one.event_definitions if isinstance(one, MultipleEventDefinition) else [one]


def _timers(task: Task) -> list[NamedTimer]:
    return [each for each in _definitions(task) if isinstance(each, NamedTimer)]


def _waits(task: Task) -> bool:
    if isinstance(task.task_spec, (UserTask, OperationTask)):
        return bool(task.state == TaskState.READY)
    return isinstance(task.task_spec, CatchingEvent) and task.state == TaskState.WAITING


def _was_closed(ref: str, task: Task, reached: str | None) -> bool:
    if not task.has_state(TaskState.COMPLETED):
        return False
    return ":" not in ref or ref == reached


def _plain(value: Any) -> Any:
    """Return an answer as it reads back from the stored state."""
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_plain(each) for each in value]
    return value
