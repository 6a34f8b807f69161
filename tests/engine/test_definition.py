"""What a definition says about its elements, and what it refuses to run."""

import threading

import pytest

from mediation.engine.conditions import UnsafeCondition
from mediation.engine.definition import BadDiagram, Definition, ProcessUnknown, read_definition
from mediation.engine.instance import Instance
from tests.engine import drawing as d


def read(*files: bytes) -> Definition:
    return read_definition({f"{number}.bpmn": text for number, text in enumerate(files)})


def test_reads_every_attribute_of_a_task() -> None:
    task = d.user(
        "grid_accept",
        role="grid_leader",
        form="grid_accept",
        due="grid.accept",
        label="接单",
        step="attempt.accept",
        level="grid",
        label_en="Accept",
        result="up",
        other="x",
    )
    definition = read(d.line("grid_level", task, lanes={"微网格长": ["grid_accept"]}))

    element = definition.elements[("grid_level", "grid_accept")]

    assert (element.kind, element.label, element.label_en) == ("user_task", "接单", "Accept")
    assert (element.lane, element.role, element.form_key) == ("微网格长", "grid_leader", "grid_accept")
    assert (element.due_policy, element.step, element.level, element.result) == (
        "grid.accept",
        "attempt.accept",
        "grid",
        "up",
    )
    assert element.properties["other"] == "x"
    assert element.file == "0.bpmn"


def test_knows_the_kind_of_every_element() -> None:
    definition = read(
        d.draw(
            "kinds",
            [
                d.start(),
                d.service("a"),
                d.rule("b", "risk"),
                d.call("c", "other"),
                d.sub("e", [], []),
                d.choice("f"),
                d.parallel("g"),
                d.either("h"),
                d.timer("i", 'deadline("a.b")'),
                d.message("j", "asked"),
                d.on_timer("k", "a", "PT30M", interrupting=False),
                d.on_message("l", "e", "asked"),
                d.end(),
            ],
            [],
            messages=["asked"],
        )
    )

    kinds = {key: element.kind for (_, key), element in definition.elements.items()}

    assert kinds == {
        "begun": "start_event",
        "a": "service_task",
        "b": "business_rule_task",
        "c": "call_activity",
        "e": "sub_process",
        "f": "exclusive_gateway",
        "g": "parallel_gateway",
        "h": "event_based_gateway",
        "i": "timer_event",
        "j": "message_event",
        "k": "boundary_timer",
        "l": "boundary_message",
        "over": "end_event",
    }
    assert definition.elements[("kinds", "k")].timer == "PT30M"
    assert definition.elements[("kinds", "k")].attached_to == "a"
    assert not definition.elements[("kinds", "k")].interrupting
    assert definition.elements[("kinds", "l")].message == "asked"
    assert definition.elements[("kinds", "c")].called == "other"


def test_collects_the_names_that_conditions_read() -> None:
    definition = read(
        d.draw(
            "names",
            [d.start(), d.user("a", many="panel_size"), d.choice("b"), d.end(), d.end("c")],
            ["begun -> a", "a -> b", 'b -> c: risk == "red" and decision', "b => over"],
        )
    )

    assert definition.condition_names == {"panel_size", "risk", "decision"}


def test_the_same_contents_are_read_once() -> None:
    assert read(d.line("same", d.user("a"))) is read(d.line("same", d.user("a")))
    assert read(d.line("same", d.user("a"))) is not read(d.line("same", d.user("b")))


def test_other_files_do_not_change_the_digest() -> None:
    files = {"a.bpmn": d.line("same", d.user("a"))}

    assert read_definition(files).digest == read_definition({**files, "a.dmn": b"", "x.form": b""}).digest


def test_unsafe_conditions_are_not_even_read() -> None:
    with pytest.raises(UnsafeCondition):
        read(d.draw("bad", [d.start(), d.end()], ["begun -> over: open('x')"]))


def test_an_unknown_process_is_not_found() -> None:
    with pytest.raises(ProcessUnknown, match="nothing"):
        Instance.start(read(d.line("some")), "nothing", {}.__getitem__)


@pytest.mark.parametrize(
    "text",
    [
        d.line("bad", d.node("scriptTask", "run", body="<bpmn:script>import os</bpmn:script>")),
        d.line("bad", d.node("task", "plain")),
        d.line("bad", d.node("inclusiveGateway", "some")),
        d.line("bad", d.node("sendTask", "send")),
        d.draw("bad", [d.start(), d.choice("g"), d.end()], ["begun -> g", "g -> over", "g -> over"]),
        d.draw("bad", [d.end()], []),
    ],
)
def test_what_is_no_part_of_a_diagram_does_not_run(text: bytes) -> None:
    with pytest.raises(BadDiagram, match=r"0\.bpmn"):
        Instance.start(read(text), "bad", {}.__getitem__)


def test_a_diagram_that_failed_once_fails_again() -> None:
    bad = d.line("bad", d.user("a"), d.node("task", "plain"))
    definition = read(bad, d.line("calls_it", d.call("go", "bad")), d.line("fine"))

    for process in ("bad", "calls_it", "bad", "calls_it"):
        with pytest.raises(BadDiagram):
            definition.specs(process)
    assert definition.specs("fine")[0].name == "fine"


def test_two_threads_parse_a_definition_once() -> None:
    definition = read(
        *(d.line(f"p{number}", *(d.user(f"t{each}") for each in range(9))) for number in range(9))
    )
    found: list[object] = []
    threads = [threading.Thread(target=lambda: found.append(definition.specs("p3")[0])) for _ in range(8)]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(set(map(id, found))) == 1


def test_instances_of_one_definition_do_not_disturb_each_other() -> None:
    files = {"review.bpmn": d.line("review", d.user("opinion", many="panel_size"))}
    one = Instance.start(read_definition(files), "review", {"panel_size": 2}.__getitem__)
    two = Instance.start(read_definition(files), "review", {"panel_size": 3}.__getitem__)
    one.advance()
    two.advance()

    for task in one.waiting():
        one.complete(task.ref)

    assert one.finished
    assert len(two.waiting()) == 3
