"""Checks of single elements: ids, kinds, labels, layout, roles, forms, steps, policies."""

import re

from mediation.engine import conditions
from mediation.engine.elements import Diagram, Element, is_duration
from mediation.kernel.text import N_
from mediation.processes.rules.problem import Problem, Surroundings, about, about_diagram

RESERVED = ("Start", "End")
GOOD_ID = re.compile(r"^[A-Za-z_][A-Za-z0-9_-]*$")
WORK = ("service_task", "business_rule_task")
KNOWN_KINDS = frozenset(
    {
        *("user_task", *WORK, "call_activity", "sub_process", "start_event", "end_event"),
        *("exclusive_gateway", "parallel_gateway", "event_based_gateway"),
        *("timer_event", "message_event", "boundary_timer", "boundary_message"),
    }
)
MAY_BE_NAMELESS = ("exclusive_gateway", "parallel_gateway", "event_based_gateway")


def check_ids(diagram: Diagram, around: Surroundings) -> list[Problem]:
    """Ids name tasks in the engine and in every stored state."""
    problems = [
        Problem(diagram.file, key, "", N_("编号“{id}”在文件里重复。"), {"id": key})
        for key in diagram.repeated
    ]
    for element in diagram.elements.values():
        if element.id in RESERVED:
            problems.append(about(element, N_("编号不能用“{id}”，引擎自己要用，请换一个。"), id=element.id))
        elif not GOOD_ID.match(element.id):
            message = N_("编号“{id}”只能用英文字母、数字、下划线和连字符，并以字母开头。")
            problems.append(about(element, message, id=element.id))
    if not diagram.executable:
        problems.append(about_diagram(diagram, N_("流程没有标为可执行（isExecutable）。")))
    return problems


def check_kinds(diagram: Diagram, around: Surroundings) -> list[Problem]:
    """Only what the engine runs without running anything of the diagram's own."""
    problems = []
    for element in diagram.elements.values():
        if element.kind == "script_task":
            problems.append(about(element, N_("不能用脚本任务，请改用服务任务并填写步骤。")))
        elif element.kind not in KNOWN_KINDS:
            problems.append(about(element, N_("不能用这种图形（{kind}）。"), kind=element.kind))
        if element.loop is not None:
            problems.append(
                about(element, N_("循环只能写人数（loopCardinality），不能用“{what}”。"), what=element.loop)
            )
        elif element.cardinality is not None and element.kind != "user_task":
            problems.append(about(element, N_("只有人工任务可以由多人同时办理。")))
    return problems


def check_labels(diagram: Diagram, around: Surroundings) -> list[Problem]:
    """What people read in their inbox and on the diagram."""
    outgoing = [flow.source for flow in diagram.flows]
    return [
        about(element, N_("没有写名称。"))
        for element in diagram.elements.values()
        if not element.label
        and not (element.kind in MAY_BE_NAMELESS and outgoing.count(element.id) < 2)
        and element.kind != "parallel_gateway"
    ]


def check_layout(diagram: Diagram, around: Surroundings) -> list[Problem]:
    """Everything can be seen on the diagram."""
    problems = [
        about(element, N_("图上没有画出来（缺少图形位置信息）。"))
        for element in diagram.elements.values()
        if element.id not in diagram.drawn
    ]
    return problems + [
        Problem(diagram.file, flow.id, flow.label, N_("连线在图上没有画出来（缺少图形位置信息）。"))
        for flow in diagram.flows
        if flow.id not in diagram.drawn
    ]


def check_work(diagram: Diagram, around: Surroundings) -> list[Problem]:
    """Who does it, with which form, by when, and what the system does then."""
    problems: list[Problem] = []
    for element in diagram.elements.values():
        if element.kind == "user_task":
            problems += _user_task(element, around)
        if element.kind in WORK and element.step is None:
            problems.append(about(element, N_("没有写步骤（step），系统不知道该做什么。")))
        if element.step is not None and element.step not in around.known.steps:
            problems.append(about(element, N_("没有名为“{step}”的步骤。"), step=element.step))
        if element.due_policy is not None and not _is_deadline(element.due_policy, around):
            problems.append(about(element, N_("期限表里没有“{policy}”。"), policy=element.due_policy))
        if element.kind == "business_rule_task":
            problems += _rule_task(element, around)
        if element.level is not None and element.level not in around.locality.levels:
            problems.append(about(element, N_("没有“{level}”这一层级。"), level=element.level))
        rank = element.properties.get("rank")
        if rank is not None and rank not in around.known.roles | around.locality.roles.keys():
            problems.append(about(element, N_("没有名为“{role}”的角色。"), role=rank))
    return problems


def _user_task(element: Element, around: Surroundings) -> list[Problem]:
    problems = []
    if element.role is None:
        problems.append(about(element, N_("没有写由什么角色办理（candidateGroups）。")))
    elif element.role not in around.known.roles | around.locality.roles.keys():
        problems.append(about(element, N_("没有名为“{role}”的角色。"), role=element.role))
    if element.form_key is None:
        problems.append(about(element, N_("没有写表单（formKey）。")))
    elif element.form_key not in around.forms:
        problems.append(about(element, N_("没有名为“{form}”的表单。"), form=element.form_key))
    return problems


def _rule_task(element: Element, around: Surroundings) -> list[Problem]:
    decision = element.properties.get("decisionRef")
    if decision is None:
        return [about(element, N_("没有写用哪张决策表（decisionRef）。"))]
    if decision not in around.decisions:
        return [about(element, N_("没有名为“{decision}”的决策表。"), decision=decision)]
    return []


def _is_deadline(policy: str, around: Surroundings) -> bool:
    return is_duration(policy) or policy in around.policies


def check_lanes(diagram: Diagram, around: Surroundings) -> list[Problem]:
    """A lane is a role, and a task stands in the lane of who does it.

    Tasks of an expanded subprocess stand in no lane of their own and are not compared.
    """
    problems, complained = [], set()
    for element in diagram.elements.values():
        lane = diagram.lanes.get(element.id)
        if lane is None:
            if diagram.lanes and element.inside is None and element.kind == "user_task":
                problems.append(about(element, N_("不在任何泳道里。")))
            continue
        role = around.locality.role_titled(lane)
        if role is None:
            if lane not in complained:
                problems.append(about(element, N_("所在泳道“{lane}”不是角色名称。"), lane=lane))
            complained.add(lane)
        elif element.kind == "user_task" and element.role not in (None, role.key):
            asked = around.locality.roles.get(element.role or "")
            if asked is not None:
                message = N_("由“{role}”办理，却画在泳道“{lane}”里。")
                problems.append(about(element, message, role=asked.title, lane=lane))
    return problems


def check_events(diagram: Diagram, around: Surroundings) -> list[Problem]:
    """A timer names a deadline, a message its name, a boundary event what it sits on."""
    problems = []
    for element in diagram.elements.values():
        if element.kind in ("timer_event", "boundary_timer"):
            if element.timer is None:
                message = N_('定时要写成 deadline("期限名") 或 P3D 这样的时长。')
                problems.append(about(element, message))
            elif not _is_deadline(element.timer, around):
                problems.append(about(element, N_("期限表里没有“{policy}”。"), policy=element.timer))
        if element.kind in ("message_event", "boundary_message") and not element.message:
            problems.append(about(element, N_("没有写等的是什么消息。")))
        if element.kind.startswith("boundary_") and element.attached_to not in diagram.elements:
            problems.append(about(element, N_("没有附在任何任务上。")))
    return problems


def check_names(diagram: Diagram, around: Surroundings) -> list[Problem]:
    """The number of people of a parallel task is a condition like any other."""
    problems = []
    for element in diagram.elements.values():
        if element.cardinality is None:
            continue
        try:
            unknown = conditions.names_in(element.cardinality) - around.names
        except conditions.UnsafeCondition as error:
            problems.append(about(element, error.message, **error.params))
            continue
        if unknown:
            problems.append(
                about(
                    element, N_("人数里的“{name}”既不是事实也不是表单字段。"), name="、".join(sorted(unknown))
                )
            )
    return problems
