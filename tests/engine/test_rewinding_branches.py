"""Going back beside parallel branches and joins, and undoing what followed from a task."""

import pytest

from tests.engine import drawing as d
from tests.engine.going_back import any_element, back, rewind


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
