"""What follows a task, read from its diagram: the next tasks, and the way each of them is reached."""

from dataclasses import dataclass

from flask_babel import gettext as _

from mediation.engine.definition import Definition, Element
from mediation.inbox.queries import ItemView
from mediation.kernel.text import N_
from mediation.processes import queries as processes
from web import asking
from web.language import language

AT_MOST = 8
OVERSIGHT = "oversight"
GOES_ON = N_("逾期的事办完，督办就结束；一直没有办完，由上一级接着督办。")
"""What the ends of a 督办 mean to people; their names in the diagram are for its drawer."""


@dataclass(frozen=True)
class NextStep:
    """Something that may come next.

    :ivar way: label of the branch that leads there; "" where there is only one
    """

    label: str
    way: str
    is_end: bool


def after(item: ItemView) -> list[NextStep]:
    """Return what may come right after ``item``, in the order the diagram draws it."""
    definition = processes.definition(asking.reading(), item.digest)
    found: list[NextStep] = []
    _walk(definition, item.process, item.element, "", {item.element}, found)
    if item.process == OVERSIGHT:
        return [*[step for step in found if not step.is_end][:AT_MOST], NextStep(_(GOES_ON), "", True)]
    return found[:AT_MOST]


def _walk(
    definition: Definition, process: str, element: str, way: str, seen: set[str], found: list[NextStep]
) -> None:
    for flow in definition.diagram(process).flows:
        if flow.source != element or flow.target in seen:
            continue
        target = definition.elements[(process, flow.target)]
        here = _answered(definition.elements[(process, element)], flow.label) or way
        if _is_passed(target):
            seen.add(target.id)
            _walk(definition, process, target.id, here, seen, found)
        elif not any(step.label == _label(target) and step.way == here for step in found):
            found.append(NextStep(_label(target), here, target.kind == "end_event"))


def _answered(origin: Element, answer: str) -> str:
    """Return a branch as its question and answer: 受理吗？受理. An answer alone says too little."""
    question = origin.label if origin.kind.endswith("gateway") else ""
    if not answer or not question or question.rstrip("？吗") in answer:
        return answer
    return _("%(question)s%(answer)s", question=_label(origin), answer=answer)


def _is_passed(element: Element) -> bool:
    """Gateways and what the system does by itself are passed over."""
    return element.kind.endswith("gateway") or element.kind in ("service_task", "business_rule_task")


def _label(element: Element) -> str:
    return (element.label_en if language() == "en" else "") or element.label or element.id
