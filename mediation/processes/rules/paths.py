"""Checks of whole paths: what no token can come to, and where it could not get out again."""

from collections.abc import Iterable

from mediation.engine.elements import Diagram
from mediation.kernel.text import N_
from mediation.processes.rules.problem import Problem, Surroundings, about, about_diagram


def check_ends(diagram: Diagram, around: Surroundings) -> list[Problem]:
    """A process and each expanded subprocess begin once and end."""
    problems = []
    scopes = [None, *(each.id for each in diagram.elements.values() if each.kind == "sub_process")]
    for scope in scopes:
        kinds = [each.kind for each in diagram.elements.values() if each.inside == scope]
        for kind, none, many in (
            ("start_event", N_("没有开始事件。"), N_("有{count}个开始事件，只能有一个。")),
            ("end_event", N_("没有结束事件。"), None),
        ):
            count = kinds.count(kind)
            message = none if count == 0 else many if count > 1 else None
            if message is None:
                continue
            if scope is None:
                problems.append(about_diagram(diagram, message, count=count))
            else:
                problems.append(about(diagram.elements[scope], message, count=count))
    return problems


def check_reached(diagram: Diagram, around: Surroundings) -> list[Problem]:
    """Every element lies on a way from the start to an end."""
    ahead = _steps(diagram)
    starts = [each.id for each in diagram.elements.values() if each.kind == "start_event" and not each.inside]
    reached = _all_from(starts, ahead)
    behind: dict[str, set[str]] = {}
    for source, targets in ahead.items():
        for target in targets:
            behind.setdefault(target, set()).add(source)
    ends = [each.id for each in diagram.elements.values() if each.kind == "end_event"]
    leaving = _all_from(ends, behind)
    problems = []
    for element in diagram.elements.values():
        if element.id not in reached:
            message = (
                N_("这个结束谁也走不到。") if element.kind == "end_event" else N_("没有一条路走到这里。")
            )
            problems.append(about(element, message))
        elif element.id not in leaving and any(flow.source == element.id for flow in diagram.flows):
            problems.append(about(element, N_("从这里走不到任何结束。")))
    return problems


def _steps(diagram: Diagram) -> dict[str, set[str]]:
    """Return what may come after each element: along flows, out through the boundary, into a subprocess."""
    ahead: dict[str, set[str]] = {}
    for flow in diagram.flows:
        ahead.setdefault(flow.source, set()).add(flow.target)
    for element in diagram.elements.values():
        if element.attached_to:
            ahead.setdefault(element.attached_to, set()).add(element.id)
        if element.inside and element.kind == "start_event":
            ahead.setdefault(element.inside, set()).add(element.id)
    return ahead


def _all_from(first: Iterable[str], ahead: dict[str, set[str]]) -> set[str]:
    found, waiting = set(), list(first)
    while waiting:
        key = waiting.pop()
        if key not in found:
            found.add(key)
            waiting.extend(ahead.get(key, ()))
    return found
