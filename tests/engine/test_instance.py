"""User tasks, operations, gateways, calls: one tiny diagram each."""

from typing import Any

import pytest

from mediation.engine.definition import read_definition
from mediation.engine.instance import Instance, NoCount, NotOpen
from tests.engine import drawing as d
from tests.engine.conftest import Play


def test_a_user_task_waits_and_its_completion_ends_the_process(play: Play) -> None:
    played = play(d.line("talk", d.user("grid_talk", due="grid.talk")))

    assert [task.element.id for task in played.report.opened] == ["grid_talk"]
    assert played.report.opened[0].element.due_policy == "grid.talk"

    report = played.do("grid_talk")

    assert report.finished
    assert report.ended == ("over",)
    assert report.closed == ("1",)
    assert report.opened == ()


def test_a_service_and_a_rule_task_wait_for_the_caller(play: Play) -> None:
    played = play(
        d.line("intake", d.service("register_case", step="intake.register"), d.rule("assess", "risk"))
    )

    assert [task.element.step for task in played.report.operations] == ["intake.register"]
    assert played.report.opened == ()

    report = played.do("register_case")

    assert [task.element.properties["decisionRef"] for task in report.operations] == ["risk"]
    assert played.do("assess").finished


def test_operations_names_all_that_wait_not_only_the_new_ones(play: Play) -> None:
    played = play(
        d.draw(
            "two",
            [
                d.start(),
                d.parallel("split"),
                d.service("one"),
                d.service("other"),
                d.parallel("join"),
                d.end(),
            ],
            [
                "begun -> split",
                "split -> one",
                "split -> other",
                "one -> join",
                "other -> join",
                "join -> over",
            ],
        )
    )

    assert len(played.report.operations) == 2
    assert [task.element.id for task in played.do("one").operations] == ["other"]
    assert played.do("other").finished


def _choice() -> bytes:
    return d.draw(
        "choose",
        [d.start(), d.user("ask"), d.choice("which"), d.user("left"), d.user("right"), d.end()],
        [
            "begun -> ask",
            "ask -> which",
            'which -> left: decision == "left" and risk != "red"',
            "which => right",
            "left -> over",
            "right -> over",
        ],
    )


@pytest.mark.parametrize(
    ("decision", "risk", "taken"),
    [
        ("left", "yellow", "left"),
        ("left", "red", "right"),
        ("right", "yellow", "right"),
        (None, "yellow", "right"),
    ],
)
def test_a_gateway_reads_answers_and_facts(play: Play, decision: str, risk: str, taken: str) -> None:
    played = play(_choice(), risk=risk)

    played.do("ask", decision=decision, story="不会进入引擎的长篇陈述")

    assert played.open() == [taken]


def test_a_fact_goes_before_an_answer_of_the_same_name(play: Play) -> None:
    played = play(_choice(), risk="yellow", decision="right")

    played.do("ask", decision="left")

    assert played.open() == ["right"]


def test_answers_that_no_gateway_reads_are_not_kept(play: Play) -> None:
    played = play(_choice(), risk="yellow")
    played.do("ask", decision="left", story="陈述" * 500)

    assert len(played.instance.dump()) < 200


def test_a_loop_comes_back_as_often_as_asked(play: Play) -> None:
    played = play(
        d.draw(
            "loop",
            [d.start(), d.user("session"), d.choice("again"), d.end()],
            [
                "begun -> session",
                "session -> again",
                'again -> session: decision == "again"',
                "again => over",
            ],
        )
    )

    refs = [played.ref("session")]
    for _ in range(30):
        played.do("session", decision="again")
        refs.append(played.ref("session"))

    assert len(set(refs)) == 31
    assert played.do("session", decision="agreed").finished
    assert played.states("session") == ["done"] * 31


def test_a_call_activity_gives_its_level_and_scope_to_what_is_inside(play: Play) -> None:
    outer = d.line("dispute", d.call("climb_village", "village_level", level="village"))
    inner = d.line("village_level", d.call("village_signing", "signing"))
    signing = d.line("signing", d.user("draft_agreement"))
    played = play(outer, inner, signing)

    task = played.report.opened[0]

    assert task.level == "village"
    assert task.scope == (("dispute", "climb_village"), ("village_level", "village_signing"))
    assert (task.element.process, task.element.id) == ("signing", "draft_agreement")
    assert played.do("draft_agreement").ended == ("over", "over", "over")


def test_an_element_in_an_expanded_subprocess_belongs_to_the_diagram_that_shows_it(play: Play) -> None:
    inside = d.sub("ladder", [d.start("in"), d.user("climb"), d.end("out")], ["in -> climb", "climb -> out"])
    played = play(d.line("dispute", inside, d.user("rate")))

    task = played.report.opened[0]

    assert (task.element.process, task.element.inside, task.scope) == (
        "dispute",
        "ladder",
        (("dispute", "ladder"),),
    )
    played.do("climb")
    assert played.open() == ["rate"]


def test_answers_given_inside_a_call_are_read_outside(play: Play) -> None:
    outer = d.draw(
        "dispute",
        [d.start(), d.call("climb", "level"), d.choice("how"), d.user("settled"), d.user("up"), d.end()],
        [
            "begun -> climb",
            "climb -> how",
            'how -> settled: result == "settled"',
            "how => up",
            "settled -> over",
            "up -> over",
        ],
    )
    played = play(outer, d.line("level", d.service("close")))

    played.do("close", result="settled")

    assert played.open() == ["settled"]


def test_parallel_branches_all_have_to_come_in(play: Play) -> None:
    played = play(
        d.draw(
            "alarm",
            [
                d.start(),
                d.parallel("split"),
                d.user("police"),
                d.user("town"),
                d.parallel("join"),
                d.user("next"),
                d.end(),
            ],
            [
                "begun -> split",
                "split -> police",
                "split -> town",
                "police -> join",
                "town -> join",
                "join -> next",
                "next -> over",
            ],
        )
    )

    assert played.open() == ["police", "town"]
    assert played.do("town").opened == ()
    played.do("police")
    assert played.open() == ["next"]
    assert played.do("next").finished


def test_each_member_gets_a_task_with_a_turn(play: Play) -> None:
    played = play(
        d.line("review", d.user("review_opinion", many="panel_size"), d.user("sum_up")), panel_size=3
    )

    assert [(task.element.id, task.turn) for task in played.report.opened] == [
        ("review_opinion", 0),
        ("review_opinion", 1),
        ("review_opinion", 2),
    ]

    played.do("review_opinion", turn=1)
    played.do("review_opinion", turn=0)
    assert played.open() == ["review_opinion"]
    played.do("review_opinion", turn=2)
    assert played.open() == ["sum_up"]
    assert played.states("review_opinion") == ["done"]


def test_members_in_sequence_come_one_after_the_other(play: Play) -> None:
    played = play(d.line("review", d.user("opinion", many="panel_size", sequential=True)), panel_size=2)

    assert [task.turn for task in played.report.opened] == [0]
    assert [task.turn for task in played.do("opinion").opened] == [1]
    assert played.do("opinion").finished


@pytest.mark.parametrize("size", [None, "三", True, -1])
def test_refuses_a_parallel_task_for_nobody_knows_how_many(size: Any) -> None:
    files = {"review.bpmn": d.line("review", d.user("opinion", many="panel_size"))}
    instance = Instance.start(read_definition(files), "review", {"panel_size": size}.__getitem__)

    with pytest.raises(NoCount, match="opinion标签"):
        instance.advance()


def test_refuses_to_complete_a_task_twice(play: Play) -> None:
    played = play(d.line("two", d.user("first"), d.user("second")))
    ref = played.ref("first")
    played.do("first")

    with pytest.raises(NotOpen):
        played.instance.complete(ref, {})


def test_cancelling_closes_everything_at_every_depth(play: Play) -> None:
    outer = d.draw(
        "outer",
        [d.start(), d.parallel("split"), d.user("here"), d.call("there", "inner"), d.end()],
        ["begun -> split", "split -> here", "split -> there", "here -> over", "there -> over"],
    )
    played = play(outer, d.line("inner", d.user("deep"), d.timer("wait", "P3D")))
    refs = set(played.waiting)

    report = played.instance.cancel()

    assert set(report.cancelled) == refs
    assert report.finished
    assert played.instance.waiting() == ()
    assert played.states("deep") == ["cancelled"]


def test_the_path_names_the_flows_taken(play: Play) -> None:
    played = play(_choice(), risk="yellow")
    played.do("ask", decision="left")

    walked = [(each.step.element, each.step.state, each.flow) for each in played.instance.walk()]

    assert walked == [
        ("begun", "done", None),
        ("ask", "done", "choose_flow_0"),
        ("which", "done", "choose_flow_1"),
        ("left", "open", "choose_flow_2"),
    ]
