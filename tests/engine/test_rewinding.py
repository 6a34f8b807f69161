"""Going back to an earlier user task: from where to where, what falls away, what is left to read."""

from collections.abc import Callable
from typing import Any

import pytest

from mediation.engine.instance import NotOpen, NoWayBack
from tests.engine import drawing as d

Play = Callable[..., Any]


def any_element(element: Any) -> bool:
    return True


def back(played: Any, element: str, **options: Any) -> list[str]:
    """Return what lies behind an open task, nearest first, asked after a reload."""
    played.reload()
    return [each.element.id for each in played.instance.earlier(played.ref(element), **options)]


def rewind(played: Any, element: str, to: str, **options: Any) -> Any:
    return played._move(lambda: played.instance.rewind(played.ref(element), to, **options))


def three(play: Play) -> Any:
    played = play(d.line("three", d.user("draft"), d.user("sign"), d.user("seal")))
    played.do("draft")
    played.do("sign")
    return played


def test_names_the_tasks_done_before_the_nearest_first(play):
    played = three(play)

    assert back(played, "seal") == ["sign", "draft"]


def test_the_first_task_has_nothing_behind_it(play):
    played = play(d.line("one", d.user("draft")))

    assert back(played, "draft") == []


def test_goes_back_over_several_tasks_and_forward_again(play):
    played = three(play)

    report = rewind(played, "seal", "draft")

    assert [task.element.id for task in report.opened] == ["draft"]
    assert len(report.cancelled) == 1
    assert report.closed == ()
    assert played.open() == ["draft"]
    played.do("draft")
    played.do("sign")
    played.do("seal")
    assert played.instance.finished


def test_the_way_gone_stays_readable(play):
    played = three(play)

    rewind(played, "seal", "sign")

    assert played.states("draft") == ["done"]
    assert played.states("sign") == ["done", "open"]
    assert played.states("seal") == ["cancelled"]
    into_sign = [each.flow for each in played.instance.walk() if each.step.element == "sign"]
    assert into_sign == ["three_flow_1", "three_flow_1"]


def test_says_what_will_be_done_anew_the_last_first(play):
    played = three(play)

    nearest, furthest = played.instance.earlier(played.ref("seal"))

    assert [each.id for each in nearest.undone] == ["sign"]
    assert [each.id for each in furthest.undone] == ["sign", "draft"]
    assert furthest.falls == (played.ref("seal"),)


def test_goes_back_and_forth_three_times(play):
    played = three(play)

    for _ in range(3):
        rewind(played, "seal", "sign")
        assert back(played, "sign") == ["draft"]
        played.do("sign")
        assert back(played, "seal") == ["sign", "draft"]

    assert played.states("sign") == ["done", "done", "done", "done"]
    assert played.states("seal") == ["cancelled", "cancelled", "cancelled", "open"]
    furthest = played.instance.earlier(played.ref("seal"))[-1]
    assert [each.id for each in furthest.undone] == ["sign", "draft"]


def test_answers_given_since_are_forgotten_by_gateways(play):
    ways = d.draw(
        "ways",
        [d.start(), d.user("ask"), d.user("talk"), d.choice("how"), d.user("good"), d.end(), d.end("bad")],
        [
            "begun -> ask",
            "ask -> talk",
            "talk -> how",
            'how -> good: mood == "good"',
            "how => bad",
            "good -> over",
        ],
    )
    played = play(ways)
    played.do("ask")
    played.do("talk", mood="good")

    rewind(played, "good", "talk")

    played.do("talk")

    assert played.instance.finished


def test_a_loop_leads_back_through_its_rounds(play):
    loop = d.draw(
        "loop",
        [d.start(), d.user("call"), d.user("meet"), d.choice("again"), d.end()],
        ["begun -> call", "call -> meet", "meet -> again", "again -> call: more", "again => over"],
    )
    played = play(loop)
    played.do("call")
    played.do("meet", more=True)
    played.do("call")

    assert back(played, "meet") == ["call", "meet", "call"]
    rewind(played, "meet", "call")
    assert played.states("call") == ["done", "done", "open"]


def test_a_service_task_ends_the_way_back_unless_it_may_be_passed(play):
    played = play(d.line("close", d.user("talk"), d.service("mark_it"), d.user("tell")))
    played.do("talk")
    played.do("mark_it")

    assert back(played, "tell") == []
    with pytest.raises(NoWayBack):
        rewind(played, "tell", "talk")
    assert back(played, "tell", may_pass=any_element) == ["talk"]
    report = rewind(played, "tell", "talk", may_pass=any_element)
    assert [each.element.id for each in report.opened] == ["talk"]
    played.do("talk")
    assert played.open() == ["mark_it"]


def test_a_timer_ends_the_way_back_unless_it_may_be_passed(play):
    played = play(d.line("wait", d.user("draft"), d.timer("cooling", "PT72H"), d.user("sign")))
    played.do("draft")
    played.reach("cooling")

    assert back(played, "sign") == []
    rewind(played, "sign", "draft", may_pass=any_element)
    played.do("draft")
    assert played.open() == ["cooling"]


def test_a_timer_that_waits_falls_with_the_task_before_it(play):
    played = play(d.line("wait", d.user("draft"), d.timer("cooling", "PT72H"), d.user("sign")))
    played.do("draft")

    timer = played.ref("cooling")
    report = rewind(played, "cooling", "draft")

    assert report.cancelled == (timer,)
    assert played.open() == ["draft"]


def test_a_finished_call_and_a_finished_subprocess_end_the_way_back(play):
    called = d.line("called", d.user("inside"))
    outer = d.line("outer", d.user("before"), d.call("calls", "called"), d.user("after"))
    played = play(outer, called, process="outer")
    played.do("before")
    played.do("inside")
    assert back(played, "after", may_pass=any_element) == []

    within = d.sub(
        "within", [d.start("in"), d.user("inside"), d.end("out")], ["in -> inside", "inside -> out"]
    )
    played = play(d.line("outer", d.user("before"), within, d.user("after")))
    played.do("before")
    played.do("inside")
    assert back(played, "after", may_pass=any_element) == []


def test_the_first_task_of_a_called_process_has_nothing_behind_it_there(play):
    called = d.line("called", d.user("first"), d.user("second"))
    outer = d.line("outer", d.user("before"), d.call("calls", "called"), d.user("after"))
    played = play(outer, called, process="outer")
    played.do("before")
    assert back(played, "first") == []

    played.do("first")

    assert back(played, "second") == ["first"]
    rewind(played, "second", "first")
    played.do("first")
    played.do("second")
    assert played.open() == ["after"]


def test_a_multi_instance_ends_the_way_back(play):
    many = d.line("many", d.user("call"), d.user("say", many="3"), d.user("sum_up"))
    played = play(many)
    played.do("call")
    assert back(played, "say") == []
    for turn in range(3):
        played.do("say", turn)

    assert back(played, "sum_up", may_pass=any_element) == []


def test_a_boundary_event_that_fired_ends_the_way_back(play):
    edge = d.draw(
        "edge",
        [d.start(), d.user("apply"), d.user("file"), d.on_timer("late", "file", "P30D"), d.user("mend"),
         d.user("lapse"), d.end(), d.end("gone")],
        ["begun -> apply", "apply -> file", "file -> mend", "mend -> over", "late -> lapse", "lapse -> gone"],
    )  # fmt: skip
    played = play(edge)
    played.do("apply")
    played.reach("late")

    assert back(played, "lapse", may_pass=any_element) == []


def test_a_task_opens_anew_with_its_boundary_events(play):
    edge = d.draw(
        "edge",
        [d.start(), d.user("apply"), d.user("file"), d.on_timer("late", "file", "P30D"), d.user("mend"),
         d.user("lapse"), d.end(), d.end("gone")],
        ["begun -> apply", "apply -> file", "file -> mend", "mend -> over", "late -> lapse", "lapse -> gone"],
    )  # fmt: skip
    played = play(edge)
    played.do("apply")

    report = rewind(played, "file", "apply")
    assert len(report.cancelled) == 2
    played.do("apply")
    assert played.open() == ["file", "late"]
    played.do("file")
    assert back(played, "mend") == ["file", "apply"]
    rewind(played, "mend", "file")
    assert played.open() == ["file", "late"]
    played.reach("late")
    assert played.open() == ["lapse"]


def _parallel() -> bytes:
    return d.draw(
        "both",
        [d.start(), d.user("begin"), d.parallel("split"), d.user("left"), d.user("left_more"),
         d.user("right"), d.parallel("join"), d.user("finish"), d.end()],
        ["begun -> begin", "begin -> split", "split -> left", "left -> left_more", "left_more -> join",
         "split -> right", "right -> join", "join -> finish", "finish -> over"],
    )  # fmt: skip


def test_what_waits_in_a_branch_beside_falls_too(play):
    played = play(_parallel())
    played.do("begin")

    (earlier,) = played.instance.earlier(played.ref("left"))
    assert set(earlier.falls) == {played.ref("left"), played.ref("right")}
    rewind(played, "left", "begin")

    assert played.open() == ["begin"]
    played.do("begin")
    assert played.open() == ["left", "right"]


def test_what_was_done_in_a_branch_beside_is_named(play):
    played = play(_parallel())
    played.do("begin")
    played.do("right")

    (earlier,) = played.instance.earlier(played.ref("left"))

    assert [each.id for each in earlier.undone] == ["right", "begin"]


def test_going_back_within_a_branch_leaves_the_other_alone(play):
    played = play(_parallel())
    played.do("begin")
    played.do("left")

    rewind(played, "left_more", "left")

    assert played.open() == ["left", "right"]
    played.do("left")
    played.do("left_more")
    played.do("right")
    assert played.open() == ["finish"]


def test_a_join_ends_the_way_back(play):
    played = play(_parallel())
    played.do("begin")
    for each in ("left", "left_more", "right"):
        played.do(each)

    assert back(played, "finish", may_pass=any_element) == []


@pytest.mark.parametrize("first", ["left", "right"])
def test_a_branch_that_was_undone_while_it_waited_at_the_join_is_waited_for(play, first):
    played = play(_parallel())
    played.do("begin")
    if first == "right":
        played.do("right")
    played.do("left")
    played.do("left_more", word="old")

    followed = played.instance.followed("both", "left_more")
    if first == "right":
        assert followed is None
        return
    assert [each.id for each in followed.undone] == ["left_more"]
    played._move(lambda: played.instance.undo("both", "left_more"))

    played.do("right")
    assert played.open() == ["left_more"]
    played.do("left_more")
    assert played.open() == ["finish"]


def test_says_what_followed_from_a_task_also_inside_a_call(play):
    called = d.line("called", d.user("first"), d.user("second"))
    outer = d.line("outer", d.user("before"), d.call("calls", "called"), d.user("after"))
    played = play(outer, called, process="outer")
    played.do("before")

    played.reload()
    followed = played.instance.followed("outer", "before")
    assert [each.id for each in followed.undone] == ["before"]
    assert followed.falls == (played.ref("first"),)
    report = played._move(lambda: played.instance.undo("outer", "before"))

    assert len(report.cancelled) == 1
    assert played.open() == ["before"]
    assert played.states("calls") == ["cancelled"]
    played.do("before")
    played.do("first")
    assert [each.id for each in played.instance.followed("outer", "before").undone] == ["first", "before"]


def test_nothing_follows_from_what_was_not_done_or_is_over(play):
    played = three(play)
    assert played.instance.followed("three", "seal") is None
    played.do("seal")

    assert played.instance.followed("three", "seal") is None
    with pytest.raises(NoWayBack):
        played.instance.undo("three", "seal")


def test_what_was_called_off_with_another_cannot_be_sent_back(play):
    played = three(play)
    ref = played.ref("seal")
    rewind(played, "seal", "sign")

    with pytest.raises(NotOpen):
        played.instance.rewind(ref, "sign")


def test_going_back_costs_few_bytes(play):
    played = three(play)
    before = len(played.instance.dump())

    for _ in range(10):
        rewind(played, "seal", "sign")
        played.do("sign")

    assert len(played.instance.dump()) < before + 100
