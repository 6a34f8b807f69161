"""What a diagram says about each of its elements and flows."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

ISO_DURATION = re.compile(r"^P(?=.)(\d+[YMWD])*(T(?=.)(\d+[HMS])*)?$")
DEADLINE = re.compile(r"^deadline\(\s*(?:\"([a-z0-9_.]+)\"|'([a-z0-9_.]+)')\s*\)$")


@dataclass(frozen=True)
class Element:
    """One node of a diagram.

    :ivar kind: e.g. user_task, service_task, business_rule_task, call_activity, sub_process,
        exclusive_gateway, start_event, timer_event, message_event, boundary_timer, boundary_message
    :ivar process: id of the process whose diagram shows it, also inside an expanded subprocess
    :ivar inside: id of the expanded subprocess it stands in, or None
    :ivar role: role key (camunda:candidateGroups)
    :ivar due_policy: deadline policy key (camunda:dueDate)
    :ivar called: process id a call activity calls
    :ivar timer: deadline policy key, or a plain ISO duration such as P3D
    :ivar message: name of the outside event it waits for
    :ivar attached_to: element a boundary event sits on; interrupting says whether it cancels it
    :ivar cardinality: condition giving the number of parallel instances, or None
    :ivar loop: what its loop asks for that is not a cardinality, or None
    :ivar file: name of the file it was read from
    """

    id: str
    kind: str
    label: str
    process: str
    label_en: str = ""
    inside: str | None = None
    lane: str | None = None
    role: str | None = None
    form_key: str | None = None
    due_policy: str | None = None
    step: str | None = None
    level: str | None = None
    result: str | None = None
    properties: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    called: str | None = None
    timer: str | None = None
    message: str | None = None
    attached_to: str | None = None
    interrupting: bool = True
    cardinality: str | None = None
    loop: str | None = None
    file: str = ""


@dataclass(frozen=True)
class Flow:
    """A sequence flow; ``condition`` is None on a default flow and on plain ones."""

    id: str
    process: str
    source: str
    target: str
    condition: str | None
    is_default: bool
    label: str = ""
    label_en: str = ""


@dataclass(frozen=True)
class Diagram:
    """One process as its file shows it.

    :ivar ids: element ids in document order, those of expanded subprocesses included
    :ivar lanes: element id -> name of the lane that lists it
    :ivar repeated: ids that several things of the file share
    :ivar drawn: ids of what the layout shows
    :ivar executable: whether the file says that it may run
    """

    file: str
    process: str
    title: str
    elements: Mapping[str, Element]
    flows: tuple[Flow, ...]
    ids: tuple[str, ...]
    lanes: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    repeated: tuple[str, ...] = ()
    drawn: frozenset[str] = frozenset()
    executable: bool = True
    title_en: str = ""


def timer_of(expression: str) -> str | None:
    """Return the policy key or ISO duration a timer expression names, or None where it names none."""
    expression = expression.strip()
    named = DEADLINE.match(expression)
    if named:
        return named.group(1) or named.group(2)
    return expression if ISO_DURATION.match(expression) else None


def is_duration(timer: str) -> bool:
    """Return whether a timer is a plain ISO duration, not a policy key."""
    return ISO_DURATION.match(timer) is not None
