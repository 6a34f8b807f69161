"""Checks of forms, tables and of what files say about each other."""

from collections.abc import Sequence

import pytest

from mediation.kernel.locality import Locality
from mediation.processes.rules import Known, check
from tests.engine import drawing as d
from tests.engine.checking import BASE, FORM, KNOWN, ask, problems
from tests.engine.test_decisions import table

OTHER: Sequence[tuple[str, bytes, str]] = [
    ("forms/bad.form", b"{", "forms/bad.form：文件不是可用的表单"),
    ("forms/bad.form", b"[]", "forms/bad.form：文件不是可用的表单"),
    ("forms/bad.form", b'{"components": [1]}', "forms/bad.form：文件不是可用的表单"),
    (
        "forms/bad.form",
        b'{"id": "good", "components": []}',
        "forms/bad.form：表单的 id 是“good”，应与文件名“bad”一致",
    ),
    ("more/ask.form", FORM, "more/ask.form：表单“ask”重复出现"),
    (
        "decisions/bad.dmn",
        table([(["boom("], ["1"])], key="bad"),
        "decisions/bad.dmn：决策表“bad”（文件“decisions/bad.dmn”）",
    ),
    (
        "decisions/z.dmn",
        table([(["-"], ["1"])], key="risk"),
        "decisions/z.dmn risk“期限表”：决策表“risk”重复出现",
    ),
    ("decisions/bad.dmn", b"<!DOCTYPE a><a/>", "decisions/bad.dmn：文件“decisions/bad.dmn”含有 DTD"),
]


@pytest.mark.parametrize(("name", "content", "sentence"), OTHER, ids=[sentence for *_, sentence in OTHER])
def test_names_what_is_wrong_with_a_form_or_table(
    locality: Locality, name: str, content: bytes, sentence: str
) -> None:
    found = check({**BASE, "a.bpmn": d.line("main", ask()), name: content}, locality, KNOWN)

    assert [str(each) for each in found if str(each).startswith(sentence)], list(map(str, found))


UNCOUNTABLE = [
    ("amount", "twenty", "amount写的是“twenty”，既不是数，也不是已知的事实。"),
    ("amount", "panel_size", ""),
    ("unit", "workday", "unit写的是“workday”，只能写 calendar_day、month、working_day 或 hour。"),
    ("scope", "task", "scope写的是“task”，只能写 item、attempt 或 case。"),
    ("anchor", "acepted_at", "anchor写的是“acepted_at”，不是 opened，也不是已知的事实。"),
    ("chain", "supervision", "chain写的是“supervision”，没有这个名称的流程。"),
    ("in_force_to", "2026-13-01", "in_force_to写的是“2026-13-01”，请写成 2026-09-22 这样的日期。"),
]


@pytest.mark.parametrize(("column", "written", "sentence"), UNCOUNTABLE)
def test_a_deadline_that_cannot_be_counted_is_named_by_row_and_column(
    locality: Locality, column: str, written: str, sentence: str
) -> None:
    deadlines = table([(['"grid.accept"'], [f'"{written}"'])], inputs=("policy",), outputs=(column,))

    found = problems(locality, d.line("main", ask()), **{"decisions/deadlines.dmn": deadlines})

    assert [each.sentence for each in found] == [sentence] * bool(sentence)


def test_calls_in_a_circle_are_named_at_every_call(locality: Locality) -> None:
    found = problems(locality, d.line("one", d.call("there", "two")), d.line("two", d.call("back", "one")))

    assert [each.element_id for each in found] == ["there", "back"]


def test_steps_may_say_what_answers_they_return(locality: Locality) -> None:
    diagram = d.draw(
        "main",
        [d.start(), d.service("do"), d.choice("g"), d.end(), d.end("b")],
        ["begun -> do", "do -> g", "g -> b: found", "g => over"],
    )

    assert problems(locality, diagram)
    known = Known(steps=KNOWN.steps, answers=frozenset({"found"}))
    assert problems(locality, diagram, known=known) == []


def test_forms_and_policies_may_be_known_beside_the_files(locality: Locality) -> None:
    diagram = d.line("main", ask(form="built_in", due="built.in"))
    known = Known(forms=frozenset({"built_in"}), policies=frozenset({"built.in"}))

    assert problems(locality, diagram, known=known) == []
