"""Our own kinds of task and timer, and the parser that makes them from a diagram."""

import logging
from typing import Any

from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.parser.event_parsers import (
    BoundaryEventParser,
    EndEventParser,
    EventBasedGatewayParser,
    IntermediateCatchEventParser,
    StartEventParser,
)
from SpiffWorkflow.bpmn.parser.task_parsers import (
    CallActivityParser,
    ConditionalGatewayParser,
    GatewayParser,
    SubWorkflowParser,
)
from SpiffWorkflow.bpmn.parser.TaskParser import TaskParser
from SpiffWorkflow.bpmn.parser.util import full_tag
from SpiffWorkflow.bpmn.specs.defaults import (
    BoundaryEvent,
    CallActivity,
    EndEvent,
    EventBasedGateway,
    ExclusiveGateway,
    IntermediateCatchEvent,
    ParallelGateway,
    ServiceTask,
    StartEvent,
    SubWorkflowTask,
    UserTask,
)
from SpiffWorkflow.bpmn.specs.event_definitions.base import EventDefinition
from SpiffWorkflow.bpmn.specs.event_definitions.timer import TimerEventDefinition
from SpiffWorkflow.task import Task

# The engine's own log lines carry the data of tasks, and building them costs more than the work.
for _name in ("spiff", "spiff.workflow", "spiff.task"):
    logging.getLogger(_name).setLevel(logging.WARNING)


CHILD = " [child]"


class OperationTask(ServiceTask):
    """A service or business-rule task: it waits READY until the caller has run its step."""

    def __init__(self, wf_spec: Any, bpmn_id: str, **kwargs: Any) -> None:
        super().__init__(wf_spec, bpmn_id, **kwargs)
        self.manual = True

    def _run_hook(self, my_task: Task) -> bool:
        return True


class NamedTimer(TimerEventDefinition):
    """A timer that asks nothing of the wall clock.

    The clocks room knows when its moment has come and says so; until then it has not fired.
    Its name is the id of its element, so that two timers are never taken for one another.
    """

    def has_fired(self, my_task: Task) -> bool:
        """Return whether somebody said that the moment has come."""
        return EventDefinition.has_fired(self, my_task)

    def __hash__(self) -> int:
        return hash(self.name)


class _Timers:
    """Parses every timer event into a :class:`NamedTimer`."""

    bpmn_id: str

    def parse_timer_event(self, event: Any) -> NamedTimer:
        expression = "".join(part.text or "" for part in event.iterchildren("{*}*")).strip()
        return NamedTimer(self.bpmn_id, expression)


class _CatchParser(_Timers, IntermediateCatchEventParser):
    pass


class _BoundaryParser(_Timers, BoundaryEventParser):
    pass


class DiagramParser(BpmnParser):
    """Knows the elements a diagram may use, and no others: no scripts, no loops in Python."""

    PARSER_CLASSES = {
        full_tag("startEvent"): (StartEventParser, StartEvent),
        full_tag("endEvent"): (EndEventParser, EndEvent),
        full_tag("userTask"): (TaskParser, UserTask),
        full_tag("serviceTask"): (TaskParser, OperationTask),
        full_tag("businessRuleTask"): (TaskParser, OperationTask),
        full_tag("callActivity"): (CallActivityParser, CallActivity),
        full_tag("subProcess"): (SubWorkflowParser, SubWorkflowTask),
        full_tag("exclusiveGateway"): (ConditionalGatewayParser, ExclusiveGateway),
        full_tag("parallelGateway"): (GatewayParser, ParallelGateway),
        full_tag("eventBasedGateway"): (EventBasedGatewayParser, EventBasedGateway),
        full_tag("intermediateCatchEvent"): (_CatchParser, IntermediateCatchEvent),
        full_tag("boundaryEvent"): (_BoundaryParser, BoundaryEvent),
    }
