"""Reads the elements and flows of a diagram from its XML, once."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from lxml import etree

from mediation.engine.elements import Diagram, Element, Flow, timer_of

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
CAMUNDA = "http://camunda.org/schema/1.0/bpmn"
BPMNDI = "http://www.omg.org/spec/BPMN/20100524/DI"

_EVENTS = {
    "intermediateCatchEvent": "{}_event",
    "boundaryEvent": "boundary_{}",
    "intermediateThrowEvent": "throw_event",
}
_NOT_NODES = frozenset(
    {
        *("incoming", "outgoing", "sequenceFlow", "laneSet", "extensionElements", "documentation"),
        *("textAnnotation", "association", "group", "dataObject", "dataObjectReference"),
        *("dataStoreReference", "ioSpecification", "property"),
        *("multiInstanceLoopCharacteristics", "standardLoopCharacteristics"),
    }
)


def tag(name: str) -> str:
    """Return the full BPMN tag of ``name``."""
    return f"{{{BPMN}}}{name}"


def read_diagrams(file: str, root: etree._Element) -> list[Diagram]:
    """Return one diagram per process in ``root``."""
    messages = {node.get("id", ""): node.get("name") for node in root.iter(tag("message"))}
    ids = Counter(node.get("id") for node in root.iter(f"{{{BPMN}}}*") if node.get("id"))
    whole = _Whole(
        file=file,
        messages=messages,
        lanes=MappingProxyType(_lanes(root)),
        repeated=tuple(key for key, times in ids.items() if key and times > 1),
        drawn=frozenset(
            node.get("bpmnElement", "")
            for kind in ("BPMNShape", "BPMNEdge")
            for node in root.iter(f"{{{BPMNDI}}}{kind}")
        ),
    )
    return [_diagram(whole, node) for node in root.iter(tag("process"))]


@dataclass(frozen=True)
class _Whole:
    """What all processes of a file share."""

    file: str
    messages: Mapping[str, str | None]
    lanes: Mapping[str, str]
    repeated: tuple[str, ...]
    drawn: frozenset[str]


def _lanes(root: etree._Element) -> dict[str, str]:
    """Return the lane of each element; of lanes within lanes, the innermost."""
    lanes: dict[str, str] = {}
    for reference in root.iter(tag("flowNodeRef")):
        lane = reference.getparent()
        if lane is not None and reference.text:
            lanes[reference.text.strip()] = (lane.get("name") or "").strip()
    return lanes


def _diagram(whole: _Whole, process: etree._Element) -> Diagram:
    name = process.get("id", "")
    elements, defaults = {}, set()
    for node, inside in _nodes(process, None):
        element = _element(whole, name, node, inside)
        elements[element.id] = element
        if node.get("default"):
            defaults.add(node.get("default"))
    return Diagram(
        file=whole.file,
        process=name,
        title=process.get("name", ""),
        title_en=_properties(process).get("label_en", ""),
        elements=elements,
        flows=tuple(_flow(name, node, defaults) for node in process.iter(tag("sequenceFlow"))),
        ids=tuple(elements),
        lanes=whole.lanes,
        repeated=whole.repeated,
        drawn=whole.drawn,
        executable=process.get("isExecutable", "true") == "true",
    )


def _nodes(parent: etree._Element, inside: str | None) -> Iterator[tuple[etree._Element, str | None]]:
    for node in parent.iterchildren(f"{{{BPMN}}}*"):
        if etree.QName(node).localname in _NOT_NODES:
            continue
        yield node, inside
        if node.tag in (tag("subProcess"), tag("adHocSubProcess"), tag("transaction")):
            yield from _nodes(node, node.get("id"))


def _element(whole: _Whole, process: str, node: etree._Element, inside: str | None) -> Element:
    properties = _properties(node)
    event, timer, message = _event(node, whole.messages)
    cardinality = node.findtext(f"{tag('multiInstanceLoopCharacteristics')}/{tag('loopCardinality')}")
    return Element(
        id=node.get("id", ""),
        kind=_kind(node, event),
        label=(node.get("name") or "").strip(),
        process=process,
        label_en=properties.get("label_en", ""),
        inside=inside,
        lane=whole.lanes.get(node.get("id", "")) or (whole.lanes.get(inside) if inside else None),
        role=_camunda(node, "candidateGroups"),
        form_key=_camunda(node, "formKey"),
        due_policy=_camunda(node, "dueDate"),
        step=properties.get("step"),
        level=properties.get("level"),
        result=properties.get("result"),
        properties=MappingProxyType(properties),
        called=node.get("calledElement"),
        timer=timer,
        message=message,
        attached_to=node.get("attachedToRef"),
        interrupting=node.get("cancelActivity", "true") == "true",
        cardinality=cardinality.strip() if cardinality else None,
        loop=_loop(node),
        file=whole.file,
    )


def _loop(node: etree._Element) -> str | None:
    if node.find(tag("standardLoopCharacteristics")) is not None:
        return "standardLoopCharacteristics"
    many = node.find(tag("multiInstanceLoopCharacteristics"))
    if many is None:
        return None
    other = [etree.QName(each).localname for each in many.iterchildren(f"{{{BPMN}}}*")]
    wrong = [name for name in other if name not in ("loopCardinality", "extensionElements", "documentation")]
    return wrong[0] if wrong else None if "loopCardinality" in other else "loopCardinality"


def _properties(node: etree._Element) -> dict[str, str]:
    found = node.findall(
        f"{tag('extensionElements')}/{{{CAMUNDA}}}properties/{{{CAMUNDA}}}property",
    )
    properties = {each.get("name", ""): each.get("value", "") for each in found}
    decision = _camunda(node, "decisionRef")
    if decision:
        properties["decisionRef"] = decision
    return properties


def _camunda(node: etree._Element, name: str) -> str | None:
    return (node.get(f"{{{CAMUNDA}}}{name}") or "").strip() or None


def _event(
    node: etree._Element, messages: Mapping[str, str | None]
) -> tuple[str | None, str | None, str | None]:
    """Return what kind of event it waits for or throws, its timer and its message."""
    for child in node.iterchildren(f"{{{BPMN}}}*"):
        kind = etree.QName(child).localname.removesuffix("EventDefinition")
        if kind == "timer":
            spoken = "".join(
                part.text or ""
                for part in child.iterchildren(f"{{{BPMN}}}*")
                if part.tag != tag("documentation")
            )
            return kind, timer_of(spoken), None
        if kind == "message":
            return kind, None, messages.get(child.get("messageRef") or "") or None
        if child.tag.endswith("EventDefinition"):
            return kind, None, None
    return None, None, None


def _kind(node: etree._Element, event: str | None) -> str:
    name = etree.QName(node).localname
    if name in _EVENTS:
        return _EVENTS[name].format(event or "none")
    kind = re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()
    if name in ("startEvent", "endEvent") and event is not None:
        return f"{event}_{kind}"
    if node.get("triggeredByEvent") == "true":
        return f"event_{kind}"
    return kind


def _flow(process: str, node: etree._Element, defaults: set[str | None]) -> Flow:
    condition = node.findtext(tag("conditionExpression"))
    return Flow(
        id=node.get("id", ""),
        process=process,
        source=node.get("sourceRef", ""),
        target=node.get("targetRef", ""),
        condition=condition.strip() if condition and condition.strip() else None,
        is_default=node.get("id") in defaults,
        label=(node.get("name") or "").strip(),
        label_en=_properties(node).get("label_en", ""),
    )
