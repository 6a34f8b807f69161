"""Draws tiny diagrams for tests: nodes in order, flows as "a -> b", "g -> b: x == 1", "g => c"."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any
from xml.sax.saxutils import escape, quoteattr

HEAD = (
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"'
    ' xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI"'
    ' xmlns:dc="http://www.omg.org/spec/DD/20100524/DC"'
    ' xmlns:di="http://www.omg.org/spec/DD/20100524/DI"'
    ' xmlns:camunda="http://camunda.org/schema/1.0/bpmn"'
    ' id="definitions" targetNamespace="http://example.org/mediation">'
)


def node(tag: str, key: str, label: str | None = None, body: str = "", **attributes: str | None) -> str:
    """Return one element; ``label`` defaults to its id."""
    given = {"id": key, "name": label if label is not None else f"{key}标签", **attributes}
    text = "".join(f" {name}={quoteattr(value)}" for name, value in given.items() if value is not None)
    return f"<bpmn:{tag}{text}>{body}</bpmn:{tag}>"


def properties(**values: str) -> str:
    """Return the extension element that carries ``values``."""
    inner = "".join(
        f"<camunda:property name={quoteattr(k)} value={quoteattr(v)}/>" for k, v in values.items()
    )
    return (
        f"<bpmn:extensionElements><camunda:properties>{inner}</camunda:properties></bpmn:extensionElements>"
    )


def start(key: str = "begun") -> str:
    """A plain start event."""
    return node("startEvent", key)


def end(key: str = "over", body: str = "") -> str:
    """An end event."""
    return node("endEvent", key, body=body)


def user(
    key: str,
    role: str | None = "grid_leader",
    form: str | None = None,
    due: str | None = None,
    many: str | None = None,
    sequential: bool = False,
    label: str | None = None,
    **values: str,
) -> str:
    """A user task; ``many`` is the cardinality of a multi-instance."""
    body = properties(**values) if values else ""
    if many is not None:
        order = ' isSequential="true"' if sequential else ""
        body += (
            f"<bpmn:multiInstanceLoopCharacteristics{order}>"
            f"<bpmn:loopCardinality>{escape(many)}</bpmn:loopCardinality>"
            "</bpmn:multiInstanceLoopCharacteristics>"
        )
    camunda = {"camunda:candidateGroups": role, "camunda:formKey": form, "camunda:dueDate": due}
    return node("userTask", key, label, body, **camunda)


def service(key: str, step: str = "mark", **values: str) -> str:
    """A service task with its step."""
    return node("serviceTask", key, body=properties(step=step, **values))


def rule(key: str, decision: str, step: str = "mark") -> str:
    """A business-rule task."""
    return node("businessRuleTask", key, body=properties(step=step), **{"camunda:decisionRef": decision})


def choice(key: str, default: str | None = None) -> str:
    """An exclusive gateway; the default flow may also be drawn with ``=>``."""
    return node("exclusiveGateway", key, default=default)


def parallel(key: str) -> str:
    """A parallel gateway."""
    return node("parallelGateway", key)


def either(key: str) -> str:
    """An event-based gateway."""
    return node("eventBasedGateway", key)


def call(key: str, process: str, **values: str) -> str:
    """A call activity."""
    return node("callActivity", key, body=properties(**values) if values else "", calledElement=process)


def sub(key: str, nodes: Sequence[str], flows: Sequence[str], **values: str) -> str:
    """An expanded subprocess."""
    body = properties(**values) if values else ""
    return node("subProcess", key, body=body + _content(nodes, flows, key))


def timer(key: str, expression: str) -> str:
    """An intermediate timer."""
    return node("intermediateCatchEvent", key, body=_timer(expression))


def message(key: str, name: str) -> str:
    """An intermediate message event."""
    return node("intermediateCatchEvent", key, body=f'<bpmn:messageEventDefinition messageRef="m_{name}"/>')


def on_message(key: str, host: str, name: str, interrupting: bool = True) -> str:
    """A boundary event for an outside event."""
    body = f'<bpmn:messageEventDefinition messageRef="m_{name}"/>'
    cancels = "true" if interrupting else "false"
    return node("boundaryEvent", key, body=body, attachedToRef=host, cancelActivity=cancels)


def on_timer(key: str, host: str, expression: str, interrupting: bool = True) -> str:
    """A boundary timer."""
    cancels = "true" if interrupting else "false"
    return node("boundaryEvent", key, body=_timer(expression), attachedToRef=host, cancelActivity=cancels)


def draw(
    process: str,
    nodes: Sequence[str],
    flows: Sequence[str],
    *,
    messages: Sequence[str] = (),
    lanes: Mapping[str, Sequence[str]] | None = None,
    layout: bool = True,
) -> bytes:
    """Return a .bpmn file with one process; ``lanes`` maps lane names to element ids."""
    lane_set = ""
    if lanes:
        inner = "".join(
            f'<bpmn:lane id="lane_{number}" name={quoteattr(name)}>'
            + "".join(f"<bpmn:flowNodeRef>{key}</bpmn:flowNodeRef>" for key in keys)
            + "</bpmn:lane>"
            for number, (name, keys) in enumerate(lanes.items())
        )
        lane_set = f'<bpmn:laneSet id="lanes">{inner}</bpmn:laneSet>'
    body = f'<bpmn:process id="{process}" name="{process}流程" isExecutable="true">{lane_set}'
    body += _content(nodes, flows, process) + "</bpmn:process>"
    said = "".join(f'<bpmn:message id="m_{name}" name="{name}"/>' for name in messages)
    text = HEAD + said + body
    return (text + (_layout(process, text) if layout else "") + "</bpmn:definitions>").encode()


def line(process: str, *middle: str, **options: Any) -> bytes:
    """Return a process that goes from start through ``middle``, one after the other, to its end."""
    keys = ["begun", *(_key(each) for each in middle), "over"]
    flows = [f"{one} -> {two}" for one, two in pairwise(keys)]
    return draw(process, [start(), *middle, end()], flows, **options)


def _key(text: str) -> str:
    return text.split('id="', 1)[1].split('"', 1)[0]


def _timer(expression: str) -> str:
    return (
        "<bpmn:timerEventDefinition><bpmn:timeDuration>"
        f"{escape(expression)}</bpmn:timeDuration></bpmn:timerEventDefinition>"
    )


def _content(nodes: Sequence[str], flows: Sequence[str], prefix: str) -> str:
    drawn, defaults = [], {}
    for number, flow in enumerate(flows):
        key = f"{prefix}_flow_{number}"
        path, _, condition = flow.partition(":")
        source, target = (part.strip() for part in path.replace("=>", "->").split("->"))
        if "=>" in path:
            defaults[source] = key
        inner = ""
        if condition.strip():
            inner = f"<bpmn:conditionExpression>{escape(condition.strip())}</bpmn:conditionExpression>"
        ends = f'sourceRef="{source}" targetRef="{target}"'
        drawn.append(f'<bpmn:sequenceFlow id="{key}" {ends}>{inner}</bpmn:sequenceFlow>')
    made = list(nodes)
    for source, key in defaults.items():
        made = [
            each.replace(f'id="{source}"', f'id="{source}" default="{key}"', 1)
            if _key(each) == source
            else each
            for each in made
        ]
    return "".join(made) + "".join(drawn)


def _layout(process: str, text: str) -> str:
    keys = [part.split('"', 1)[0] for part in text.split(' id="')[1:]]
    bounds = '<dc:Bounds x="0" y="0" width="100" height="80"/>'
    shapes = ""
    for key in keys:
        if "_flow_" in key:
            points = '<di:waypoint x="0" y="0"/><di:waypoint x="10" y="0"/>'
            shapes += f'<bpmndi:BPMNEdge id="di_{key}" bpmnElement="{key}">{points}</bpmndi:BPMNEdge>'
        elif key != "definitions":
            shapes += f'<bpmndi:BPMNShape id="di_{key}" bpmnElement="{key}">{bounds}</bpmndi:BPMNShape>'
    return (
        f'<bpmndi:BPMNDiagram id="di"><bpmndi:BPMNPlane id="plane" bpmnElement="{process}">'
        f"{shapes}</bpmndi:BPMNPlane></bpmndi:BPMNDiagram>"
    )
