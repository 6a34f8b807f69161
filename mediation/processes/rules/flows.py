"""Checks of sequence flows, gateways and conditions."""

from mediation.engine import conditions
from mediation.engine.elements import Diagram, Element, Flow
from mediation.kernel.text import N_
from mediation.processes.rules.problem import Problem, Surroundings, about

MAY_SPLIT = ("exclusive_gateway", "parallel_gateway", "event_based_gateway")
AFTER_EVENTS = ("timer_event", "message_event")


def check_flows(diagram: Diagram, around: Surroundings) -> list[Problem]:
    """Flows join elements of the same level; only gateways split."""
    problems = []
    for flow in diagram.flows:
        ends = [diagram.elements.get(key) for key in (flow.source, flow.target)]
        if None in ends:
            problems.append(_of(diagram, flow, N_("连线的一端没有接上。")))
        elif ends[0] is not None and ends[1] is not None and ends[0].inside != ends[1].inside:
            problems.append(_of(diagram, flow, N_("连线不能穿过子流程的边框。")))
    for element in diagram.elements.values():
        going = [flow for flow in diagram.flows if flow.source == element.id]
        coming = [flow for flow in diagram.flows if flow.target == element.id]
        if len(going) > 1 and element.kind not in MAY_SPLIT:
            problems.append(about(element, N_("有{count}条出线，请先接网关再分开。"), count=len(going)))
        if not going and element.kind != "end_event":
            problems.append(about(element, N_("没有出线，办完就停住了。")))
        if going and element.kind == "end_event":
            problems.append(about(element, N_("结束之后不能再有出线。")))
        if coming and (element.kind == "start_event" or element.kind.startswith("boundary_")):
            problems.append(about(element, N_("不能有进线。")))
    return problems


def check_gateways(diagram: Diagram, around: Surroundings) -> list[Problem]:
    """A choice always has a way out."""
    problems: list[Problem] = []
    for element in diagram.elements.values():
        going = [flow for flow in diagram.flows if flow.source == element.id]
        if element.kind == "exclusive_gateway":
            problems += _choice(diagram, element, going)
        if element.kind == "event_based_gateway":
            kinds = [diagram.elements[flow.target].kind for flow in going if flow.target in diagram.elements]
            if any(kind not in AFTER_EVENTS for kind in kinds):
                problems.append(about(element, N_("事件网关之后只能接定时或消息事件。")))
    return problems


def _choice(diagram: Diagram, element: Element, going: list[Flow]) -> list[Problem]:
    if len(going) == 1:
        if going[0].condition is not None and not going[0].is_default:
            return [_of(diagram, going[0], N_("网关只有这一条出线，不能带条件，否则条件不成立时无路可走。"))]
        return []
    problems = []
    if going and not any(flow.is_default for flow in going):
        problems.append(
            about(element, N_("有{count}条出线，却没有默认出线，条件都不成立时无路可走。"), count=len(going))
        )
    for flow in going:
        if flow.is_default and flow.condition is not None:
            problems.append(_of(diagram, flow, N_("默认出线不要写条件。")))
        if not flow.is_default and flow.condition is None:
            problems.append(_of(diagram, flow, N_("既没有条件，也不是默认出线。")))
    return problems


def check_conditions(diagram: Diagram, around: Surroundings) -> list[Problem]:
    """Conditions compare what is known, and nothing else."""
    problems = []
    for flow in diagram.flows:
        if flow.condition is None:
            continue
        source = diagram.elements.get(flow.source)
        if source is not None and source.kind != "exclusive_gateway":
            problems.append(_of(diagram, flow, N_("条件只能写在排他网关的出线上。")))
        try:
            unknown = conditions.names_in(flow.condition) - around.names
        except conditions.UnsafeCondition as error:
            problems.append(_of(diagram, flow, error.message, **error.params))
            continue
        for name in sorted(unknown):
            problems.append(_of(diagram, flow, N_("条件里的“{name}”既不是事实也不是表单字段。"), name=name))
    return problems


def _of(diagram: Diagram, flow: Flow, message: str, **params: str) -> Problem:
    """Return a problem with a flow, named by the labels of its ends."""
    ends = [diagram.elements.get(key) for key in (flow.source, flow.target)]
    label = flow.label or " → ".join(end.label or end.id for end in ends if end is not None)
    return Problem(diagram.file, flow.id, label, message, params)
