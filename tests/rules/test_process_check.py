"""Checks of single elements at publication: file, element id and label, and what is wrong."""

from collections.abc import Sequence

import pytest

from mediation.kernel.locality import Locality
from tests.engine import drawing as d
from tests.engine.checking import ask, problems


def test_a_good_set_has_no_problem(locality: Locality) -> None:
    inner = d.sub("part", [d.start("in"), ask("inside"), d.end("out")], ["in -> inside", "inside -> out"])
    main = d.draw(
        "main",
        [
            d.start(),
            ask(due="grid.accept", step="mark", level="grid"),
            d.rule("assess", "risk"),
            d.choice("which"),
            d.parallel("split"),
            d.call("signing", "signing"),
            d.timer("wait", 'deadline("grid.accept")'),
            d.parallel("join"),
            inner,
            d.on_message("gone", "part", "withdrawal"),
            d.on_timer("late", "part", "P3D", interrupting=False),
            ask("opinion", many="panel_size"),
            d.end(),
            d.end("stopped"),
        ],
        [
            "begun -> ask",
            "ask -> assess",
            "assess -> which",
            'which -> split: decision == "go" and risk != "red"',
            "which => part",
            "split -> signing",
            "split -> wait",
            "signing -> join",
            "wait -> join",
            "join -> part",
            "part -> opinion",
            "gone -> stopped",
            "late -> stopped",
            "opinion -> over",
        ],
        messages=["withdrawal"],
        lanes={"微网格长": ["begun", "ask", "opinion"]},
    )

    assert problems(locality, main, d.line("signing", ask("sign"))) == []


SINGLE: Sequence[tuple[str, str]] = [
    (d.node("scriptTask", "run", "算", "<bpmn:script>1</bpmn:script>"), "a.bpmn run“算”：不能用脚本任务"),
    (d.node("task", "plain", "办"), "a.bpmn plain“办”：不能用这种图形（task）"),
    (d.node("inclusiveGateway", "some", "选"), "a.bpmn some“选”：不能用这种图形（inclusive_gateway）"),
    (ask("End", label="办"), "a.bpmn End“办”：编号不能用“End”"),
    (ask("Start", label="办"), "a.bpmn Start“办”：编号不能用“Start”"),
    (ask("a.b", label="办"), "a.bpmn a.b“办”：编号“a.b”只能用英文字母"),
    (ask(label=""), "a.bpmn ask：没有写名称"),
    (d.user("ask", role=None, form="ask", label="办"), "a.bpmn ask“办”：没有写由什么角色办理"),
    (ask(role="emperor", label="办"), "a.bpmn ask“办”：没有名为“emperor”的角色"),
    (d.user("ask", label="办"), "a.bpmn ask“办”：没有写表单"),
    (ask(form="nothing", label="办"), "a.bpmn ask“办”：没有名为“nothing”的表单"),
    (ask(step="nothing", label="办"), "a.bpmn ask“办”：没有名为“nothing”的步骤"),
    (ask(due="nothing", label="办"), "a.bpmn ask“办”：期限表里没有“nothing”"),
    (ask(level="moon", label="办"), "a.bpmn ask“办”：没有“moon”这一层级"),
    (d.node("serviceTask", "do", "做"), "a.bpmn do“做”：没有写步骤"),
    (d.service("do", step="nothing"), "a.bpmn do“do标签”：没有名为“nothing”的步骤"),
    (
        d.node("serviceTask", "do", "做", d.properties(step="mark", rank="emperor")),
        "a.bpmn do“做”：没有名为“emperor”的角色",
    ),
    (
        d.node("businessRuleTask", "assess", "判", d.properties(step="mark")),
        "a.bpmn assess“判”：没有写用哪张决策表",
    ),
    (d.rule("assess", "nothing"), "a.bpmn assess“assess标签”：没有名为“nothing”的决策表"),
    (d.call("go", "nothing"), "a.bpmn go“go标签”：没有名为“nothing”的流程"),
    (d.node("callActivity", "go", "去"), "a.bpmn go“去”：没有写调用哪个流程"),
    (d.call("go", "main"), "a.bpmn go“go标签”：流程“main”又调用回自己"),
    (d.timer("wait", "datetime.now()"), "a.bpmn wait“wait标签”：定时要写成"),
    (d.timer("wait", "3 days"), "a.bpmn wait“wait标签”：定时要写成"),
    (d.timer("wait", 'deadline("nothing")'), "a.bpmn wait“wait标签”：期限表里没有“nothing”"),
    (d.message("wait", "nobody"), "a.bpmn wait“wait标签”：没有写等的是什么消息"),
    (ask(many="open('x')", label="办"), "a.bpmn ask“办”：条件“open('x')”里的“open('x')”不能使用"),
    (ask(many="crowd", label="办"), "a.bpmn ask“办”：人数里的“crowd”既不是事实也不是表单字段"),
    (
        d.node(
            "userTask",
            "ask",
            "办",
            "<bpmn:standardLoopCharacteristics/>",
            **{"camunda:candidateGroups": "grid_leader", "camunda:formKey": "ask"},
        ),
        "a.bpmn ask“办”：循环只能写人数",
    ),
    (
        d.node(
            "callActivity",
            "go",
            "去",
            "<bpmn:multiInstanceLoopCharacteristics><bpmn:loopCardinality>2</bpmn:loopCardinality>"
            "</bpmn:multiInstanceLoopCharacteristics>",
            calledElement="other",
        ),
        "a.bpmn go“去”：只有人工任务可以由多人同时办理",
    ),
    (
        d.node("subProcess", "part", "段", triggeredByEvent="true"),
        "a.bpmn part“段”：不能用这种图形（event_sub_process）",
    ),
    (d.sub("part", [d.end("out")], []), "a.bpmn part“part标签”：没有开始事件"),
    (d.sub("part", [d.start("in")], []), "a.bpmn part“part标签”：没有结束事件"),
    (
        d.sub("other", [d.start("in"), d.end("out")], ["in -> out"]),
        "a.bpmn other“other标签”：子流程的编号“other”",
    ),
]


@pytest.mark.parametrize(("element", "sentence"), SINGLE, ids=[sentence for _, sentence in SINGLE])
def test_names_what_is_wrong_with_one_element(locality: Locality, element: str, sentence: str) -> None:
    found = problems(locality, d.line("main", element), d.line("other", ask("sign")))

    assert [str(each) for each in found if str(each).startswith(sentence)], list(map(str, found))


def test_a_boundary_event_has_to_sit_on_something(locality: Locality) -> None:
    diagram = d.draw(
        "main", [d.start(), d.on_timer("late", "nothing", "P1D"), d.end()], ["begun -> over", "late -> over"]
    )

    assert "a.bpmn late“late标签”：没有附在任何任务上。" in map(str, problems(locality, diagram))


def test_a_problem_keeps_its_sentence_and_what_fills_it_apart(locality: Locality) -> None:
    problem = problems(locality, d.line("main", ask(form="nothing")))[0]

    assert problem.message == "没有名为“{form}”的表单。"
    assert problem.params == {"form": "nothing"}
    assert problem.sentence == "没有名为“nothing”的表单。"
