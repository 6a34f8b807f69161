"""Checks of whole diagrams at publication: flows, gateways, paths, layout, lanes."""

from collections.abc import Sequence

import pytest

from mediation.kernel.locality import Locality
from tests.engine import drawing as d
from tests.engine.checking import ask, problems

WHOLE: Sequence[tuple[bytes, str]] = [
    (
        d.draw(
            "main",
            [d.start(), d.choice("g"), ask(), d.end()],
            ["begun -> g", "g -> ask: risk", "g -> over: risk", "ask -> over"],
        ),
        "a.bpmn g“g标签”：有2条出线，却没有默认出线",
    ),
    (
        d.draw(
            "main",
            [d.start(), d.choice("g"), ask(), d.end()],
            ["begun -> g", "g -> ask", "g => over", "ask -> over"],
        ),
        "a.bpmn main_flow_1“g标签 → ask标签”：既没有条件，也不是默认出线",
    ),
    (
        d.draw("main", [d.start(), d.choice("g"), d.end()], ["begun -> g", "g -> over: risk"]),
        "a.bpmn main_flow_1“g标签 → over标签”：网关只有这一条出线，不能带条件",
    ),
    (
        d.draw(
            "main",
            [d.start(), d.choice("g"), ask(), d.end()],
            ["begun -> g", "g -> ask: risk", "g => over: risk", "ask -> over"],
        ),
        "a.bpmn main_flow_2“g标签 → over标签”：默认出线不要写条件",
    ),
    (
        d.draw(
            "main",
            [d.start(), d.choice("g"), ask(), d.end()],
            ["begun -> g", "g -> ask: __import__('os')", "g => over", "ask -> over"],
        ),
        "a.bpmn main_flow_1“g标签 → ask标签”：条件“__import__('os')”里的",
    ),
    (
        d.draw(
            "main",
            [d.start(), d.choice("g"), ask(), d.end()],
            ["begun -> g", "g -> ask: rissk", "g => over", "ask -> over"],
        ),
        "a.bpmn main_flow_1“g标签 → ask标签”：条件里的“rissk”既不是事实也不是表单字段",
    ),
    (
        d.draw("main", [d.start(), ask(), d.end()], ["begun -> ask", "ask -> over: risk"]),
        "a.bpmn main_flow_1“ask标签 → over标签”：条件只能写在排他网关的出线上",
    ),
    (
        d.draw("main", [d.start(), ask(), d.end(), d.end("b")], ["begun -> ask", "ask -> over", "ask -> b"]),
        "a.bpmn ask“ask标签”：有2条出线，请先接网关再分开",
    ),
    (
        d.draw("main", [d.start(), d.parallel("g"), ask(), d.end()], ["begun -> g", "g -> ask", "g -> over"]),
        "a.bpmn ask“ask标签”：没有出线",
    ),
    (
        d.draw("main", [d.start(), d.end(), ask()], ["begun -> over", "over -> ask", "ask -> over"]),
        "a.bpmn over“over标签”：结束之后不能再有出线",
    ),
    (
        d.draw("main", [d.start(), ask(), d.end()], ["begun -> ask", "ask -> begun", "ask -> over"]),
        "a.bpmn begun“begun标签”：不能有进线",
    ),
    (d.draw("main", [d.start(), d.end()], ["begun -> over", "begun -> nowhere"]), "：连线的一端没有接上"),
    (
        d.draw(
            "main",
            [
                d.start(),
                d.sub("part", [d.start("in"), ask(), d.end("out")], ["in -> ask", "ask -> out"]),
                d.end(),
            ],
            ["begun -> part", "part -> over", "ask -> over"],
        ),
        "a.bpmn main_flow_2“ask标签 → over标签”：连线不能穿过子流程的边框",
    ),
    (
        d.draw("main", [d.start(), d.either("g"), ask(), d.end()], ["begun -> g", "g -> ask", "ask -> over"]),
        "a.bpmn g“g标签”：事件网关之后只能接定时或消息事件",
    ),
    (
        d.draw("main", [d.start(), d.end(), ask()], ["begun -> over", "ask -> over"]),
        "a.bpmn ask“ask标签”：没有一条路走到这里",
    ),
    (
        d.draw("main", [d.start(), d.end(), d.end("b")], ["begun -> over"]),
        "a.bpmn b“b标签”：这个结束谁也走不到",
    ),
    (
        d.draw(
            "main",
            [d.start(), d.choice("g"), ask(), ask("again"), d.end()],
            ["begun -> g", "g -> ask: risk", "g => over", "ask -> again", "again -> ask"],
        ),
        "a.bpmn ask“ask标签”：从这里走不到任何结束",
    ),
    (d.draw("main", [d.end()], []), "a.bpmn main“main流程”：没有开始事件"),
    (d.draw("main", [d.start()], []), "a.bpmn main“main流程”：没有结束事件"),
    (
        d.draw("main", [d.start(), d.start("b"), d.end()], ["begun -> over", "b -> over"]),
        "a.bpmn main“main流程”：有2个开始事件",
    ),
    (d.line("main", ask(), layout=False), "a.bpmn ask“ask标签”：图上没有画出来"),
    (d.line("main", ask(), layout=False), "a.bpmn main_flow_0：连线在图上没有画出来"),
    (d.line("main", ask(), lanes={"村长": ["ask"]}), "a.bpmn ask“ask标签”：所在泳道“村长”不是角色名称"),
    (
        d.line("main", ask(), lanes={"调委会主任": ["ask"]}),
        "a.bpmn ask“ask标签”：由“微网格长”办理，却画在泳道“调委会主任”里",
    ),
    (d.line("main", ask(), lanes={"微网格长": ["begun"]}), "a.bpmn ask“ask标签”：不在任何泳道里"),
    (d.line("main", ask(), ask()), "a.bpmn ask：编号“ask”在文件里重复"),
    (
        d.line("main", ask()).replace(b'isExecutable="true"', b'isExecutable="false"'),
        "a.bpmn main“main流程”：流程没有标为可执行",
    ),
    (d.line("other", ask()), "b.bpmn other“other流程”：流程“other”在文件“a.bpmn”里已经有了"),
    (b"<a", "a.bpmn：文件“a.bpmn”第1行不是合格的 XML"),
    (b"<!DOCTYPE a><a/>", "a.bpmn：文件“a.bpmn”含有 DTD 或实体声明"),
    (b"<a>" + b" " * (6 * 1024 * 1024) + b"</a>", "a.bpmn：文件“a.bpmn”有7 MB，超过 5 MB 的上限"),
    (b"\xff\xfe<\x00a\x00", "a.bpmn：文件“a.bpmn”不是 UTF-8 编码"),
    (b"<a/>", "a.bpmn：文件里没有流程"),
    (
        d.draw(
            "main",
            [d.start(), d.parallel("split"), ask(), d.choice("g"), ask("maybe"), d.parallel("join"), d.end()],
            [
                "begun -> split",
                "split -> ask",
                "split -> g",
                "g -> maybe: risk",
                "g => join",
                "maybe -> join",
                "ask -> join",
                "join -> over",
            ],
        ),
        "a.bpmn join“join标签”：这个并行网关要等齐所有进线，但有的进线可能永远不来",
    ),
]


@pytest.mark.parametrize(("diagram", "sentence"), WHOLE, ids=[sentence for _, sentence in WHOLE])
def test_names_what_is_wrong_with_a_diagram(locality: Locality, diagram: bytes, sentence: str) -> None:
    found = problems(locality, diagram, d.line("other", ask("sign")))

    assert [str(each) for each in found if sentence in str(each)], list(map(str, found))


def test_joins_in_loops_and_around_optional_branches_pass(locality: Locality) -> None:
    diagram = d.draw(
        "main",
        [
            d.start(),
            d.choice("merge_loop"),
            d.parallel("split"),
            ask("one"),
            d.choice("maybe"),
            ask("two"),
            d.choice("merge"),
            d.parallel("join"),
            d.choice("again"),
            d.end(),
        ],
        [
            "begun -> merge_loop",
            "merge_loop -> split",
            "split -> one",
            "split -> maybe",
            "maybe -> two: risk",
            "maybe => merge",
            "two -> merge",
            "merge -> join",
            "one -> join",
            "join -> again",
            "again -> merge_loop: risk",
            "again => over",
        ],
    )

    assert problems(locality, diagram) == []
