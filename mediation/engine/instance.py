"""A running process: where its tokens are, and what moves them."""

from collections.abc import Mapping, Sequence
from typing import Any, Self
from uuid import UUID

from SpiffWorkflow.bpmn.specs.event_definitions.message import MessageEventDefinition
from SpiffWorkflow.bpmn.specs.mixins.events.end_event import EndEvent
from SpiffWorkflow.bpmn.specs.mixins.events.event_types import CatchingEvent
from SpiffWorkflow.bpmn.specs.mixins.user_task import UserTask
from SpiffWorkflow.bpmn.util import BpmnEvent
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from mediation.engine import versions
from mediation.engine.definition import Definition
from mediation.engine.lookup import Conditions, Facts, NoCount
from mediation.engine.path import Walk, passed_by, steps_of, walk_of
from mediation.engine.refusals import NotOpen, NotWaiting, NoWayBack
from mediation.engine.report import OpenTask, PathStep, Report
from mediation.engine.rewinding import Earlier, MayPass, Rewinder, nothing
from mediation.engine.specs import OperationTask
from mediation.engine.state import Packed, Packer, Unpacker, as_stored, codes_of, squeeze, unsqueeze
from mediation.engine.waiting import Waiting, active, catching, definitions_of, timers_of, was_closed

__all__ = [
    "Earlier",
    "Facts",
    "Instance",
    "NoCount",
    "NoWayBack",
    "NotOpen",
    "NotWaiting",
    "OpenTask",
    "PathStep",
    "Report",
]


class Instance:
    """One process under way. Start or load it, move it, dump it; it holds no case data."""

    def __init__(self, definition: Definition, process: str, facts: Facts) -> None:
        self.definition, self.process = definition, process
        self._facts = facts
        self._codes = codes_of(definition)
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
        instance._workflow = BpmnWorkflow(spec, called, script_engine=Conditions(facts))
        return instance

    @classmethod
    def load(cls, definition: Definition, process: str, state: bytes, facts: Facts) -> Self:
        """Return the instance that :meth:`dump` wrote down, on the same definition.

        :raises StateUnknown: written by a newer release
        """
        instance = cls(definition, process, facts)
        instance._unpack(versions.upgraded(unsqueeze(state)))
        instance._told = instance._find()
        return instance

    @property
    def finished(self) -> bool:
        """Whether nothing is left to do."""
        return bool(self._workflow.completed)

    def advance(self) -> Report:
        """Move every token as far as it goes by itself."""
        return self._moved()

    def complete(self, task_ref: str, answers: Mapping[str, Any] | None = None) -> Report:
        """Complete a user task or an operation and move on; of ``answers`` those gateways read are kept.

        :raises NotOpen: it is not open
        """
        task, _ = self._open(task_ref)
        if not isinstance(task.task_spec, (UserTask, OperationTask)):
            raise NotOpen()
        task.data.update(self._kept(answers or {}))
        task.run()
        return self._moved(done=task)

    def deliver(self, message: str) -> Report:
        """Tell the instance of an outside event; every token that waits for it hears it, and what
        encloses goes before what is enclosed.

        :raises NotWaiting: nothing waits for it
        """
        event = BpmnEvent(MessageEventDefinition(message))
        waiting = [task for task in catching(self._workflow) if task.task_spec.catches(task, event)]
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
        timer = next(each for each in timers_of(task) if each.name == told.element.id)
        task.task_spec.catch(task, BpmnEvent(timer))
        task.task_spec._update(task)
        return self._moved(reached=task_ref)

    def earlier(self, task_ref: str, may_pass: MayPass = nothing) -> tuple[Earlier, ...]:
        """Return the user tasks done before on the way of what waits as ``task_ref``, nearest first.

        Only those of the same process. The way back ends at a called process or subprocess that is
        over, a multi-instance, a join, a boundary event that fired, and at a service task or an event
        that was waited for, unless ``may_pass`` says that it may be passed.

        :raises NotOpen: nothing waits as ``task_ref``
        """
        task, _ = self._open(task_ref)
        return tuple(earlier for _, earlier in self._rewinder(may_pass).behind(task))

    def rewind(self, task_ref: str, element: str, may_pass: MayPass = nothing) -> Report:
        """Let the token of ``task_ref`` return to a user task that :meth:`earlier` named.

        What else waits behind that task is called off with it.

        :raises NotOpen: nothing waits as ``task_ref``
        :raises NoWayBack: ``element`` is none of those
        """
        task, _ = self._open(task_ref)
        rewinder = self._rewinder(may_pass)
        for place, earlier in rewinder.behind(task):
            if earlier.element.id == element:
                rewinder.restart(place)
                return self._moved()
        raise NoWayBack()

    def followed(self, process: str, element: str, may_pass: MayPass = nothing) -> Earlier | None:
        """Return what followed from a user task since it was last done, whatever waits now.

        None where it was not done, its process is over, or something there cannot be passed.
        """
        rewinder = self._rewinder(may_pass)
        place = rewinder.done_last(process, element)
        return rewinder.returned(place) if place else None

    def undo(self, process: str, element: str, may_pass: MayPass = nothing) -> Report:
        """Open a user task anew that :meth:`followed` found, and call off what waits behind it.

        :raises NoWayBack: it found none
        """
        rewinder = self._rewinder(may_pass)
        place = rewinder.done_last(process, element)
        if place is None or rewinder.returned(place) is None:
            raise NoWayBack()
        rewinder.restart(place)
        return self._moved()

    def cancel(self) -> Report:
        """Stop everything that is under way."""
        self._workflow.cancel()
        return self._report()

    def waiting_messages(self) -> tuple[str, ...]:
        """Return the names of the outside events that would be heard now."""
        names = {
            each.name
            for task in catching(self._workflow)
            for each in definitions_of(task)
            if isinstance(each, MessageEventDefinition)
        }
        return tuple(sorted(names))

    def waiting(self) -> tuple[OpenTask, ...]:
        """Return all that wait now: user tasks, operations and timers."""
        return tuple(told for _, told in self._told.values())

    def operations(self) -> tuple[OpenTask, ...]:
        """Return the service and business-rule tasks that wait for the caller to run their step."""
        return tuple(told for task, told in self._told.values() if isinstance(task.task_spec, OperationTask))

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
        self._workflow = BpmnWorkflow(spec, called, script_engine=Conditions(self._facts), deserializing=True)
        unpacker = Unpacker(self._workflow, self._codes)
        unpacker.unpack(self._workflow, packed)
        self._workflow = versions.migrated(self._workflow, packed["e"])
        self._past, self._numbers, self._next = unpacker.past, unpacker.numbers, packed["n"]

    def _number(self, task: Task) -> int:
        if task.id not in self._numbers:
            self._numbers[task.id] = self._next
            self._next += 1
        return self._numbers[task.id]

    def _find(self) -> dict[str, tuple[Task, OpenTask]]:
        return Waiting(self.definition, self._workflow, self._number).find()

    def _rewinder(self, may_pass: MayPass) -> Rewinder:
        refs: dict[UUID, list[str]] = {}
        for ref, (task, _) in self._told.items():
            refs.setdefault(task.id, []).append(ref)
        return Rewinder(self.definition, self._workflow, lambda task: tuple(refs.get(task.id, ())), may_pass)

    def _open(self, task_ref: str) -> tuple[Task, OpenTask]:
        if task_ref not in self._told:
            raise NotOpen()
        return self._told[task_ref]

    def _kept(self, answers: Mapping[str, Any]) -> dict[str, Any]:
        names = self.definition.condition_names
        return {name: as_stored(value) for name, value in answers.items() if name in names}

    def _moved(self, *, reached: str | None = None, done: Task | None = None) -> Report:
        ended: list[str] = []
        passed = list(passed_by(done, self.definition)) if done is not None else []
        while ready := self._ready():
            for task in ready:
                if task.state == TaskState.READY and task.id in task.workflow.tasks:
                    task.run()
                    passed += passed_by(task, self.definition)
                    if isinstance(task.task_spec, EndEvent):
                        ended.append(task.task_spec.bpmn_id)
        return self._report(ended, reached, passed)

    def _ready(self) -> list[Task]:
        """What encloses goes first, so that what it cancels does not move any more."""
        return [
            task
            for workflow in active(self._workflow)
            for task in workflow.tasks.values()
            if task.state == TaskState.READY and not task.task_spec.manual
        ]

    def _report(
        self, ended: Sequence[str] = (), reached: str | None = None, passed: Sequence[str] = ()
    ) -> Report:
        before, now = self._told, self._find()
        self._told = now
        gone = [ref for ref in before if ref not in now]
        closed = tuple(ref for ref in gone if was_closed(ref, before[ref][0], reached))
        new = [now[ref] for ref in now if ref not in before]
        return Report(
            opened=tuple(told for task, told in new if isinstance(task.task_spec, UserTask)),
            closed=closed,
            cancelled=tuple(ref for ref in gone if ref not in closed),
            timers=tuple(told for task, told in new if isinstance(task.task_spec, CatchingEvent)),
            operations=self.operations(),
            finished=self.finished,
            ended=tuple(ended),
            passed=tuple(passed),
        )
