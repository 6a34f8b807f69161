"""Checks between diagrams: names used once, calls that lead somewhere and never in a circle."""

from collections.abc import Mapping, Sequence

from mediation.engine.elements import Diagram
from mediation.kernel.text import N_
from mediation.processes.rules.problem import Problem, Surroundings, about, about_diagram


def check_names(diagrams: Sequence[Diagram]) -> list[Problem]:
    """Processes and expanded subprocesses share one set of names."""
    problems = []
    seen: dict[str, str] = {}
    for diagram in diagrams:
        if diagram.process in seen:
            message = N_("流程“{id}”在文件“{other}”里已经有了。")
            problems.append(about_diagram(diagram, message, id=diagram.process, other=seen[diagram.process]))
        seen.setdefault(diagram.process, diagram.file)
    for diagram in diagrams:
        for element in diagram.elements.values():
            if element.kind != "sub_process":
                continue
            if element.id in seen:
                message = N_("子流程的编号“{id}”在文件“{other}”里已经用过，请换一个。")
                problems.append(about(element, message, id=element.id, other=seen[element.id]))
            seen.setdefault(element.id, element.file)
    return problems


def check_calls(diagram: Diagram, around: Surroundings) -> list[Problem]:
    """A call activity calls a process of the same set."""
    problems = []
    for element in diagram.elements.values():
        if element.kind != "call_activity":
            continue
        if not element.called:
            problems.append(about(element, N_("没有写调用哪个流程（calledElement）。")))
        elif element.called not in around.processes:
            problems.append(about(element, N_("没有名为“{process}”的流程。"), process=element.called))
    return problems


def check_circles(diagrams: Sequence[Diagram]) -> list[Problem]:
    """No process calls itself, directly or through others."""
    called = {
        diagram.process: {each.called for each in diagram.elements.values() if each.called}
        for diagram in diagrams
    }
    return [
        about(element, N_("流程“{process}”又调用回自己，永远走不完。"), process=diagram.process)
        for diagram in diagrams
        for element in diagram.elements.values()
        if element.called and diagram.process in _all_called(element.called, called)
    ]


def _all_called(first: str, called: Mapping[str, set[str]]) -> set[str]:
    found: set[str] = set()
    waiting = [first]
    while waiting:
        process = waiting.pop()
        if process not in found:
            found.add(process)
            waiting.extend(called.get(process, ()))
    return found
