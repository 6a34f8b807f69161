"""What ends the way back, what may be passed on it, and what opens anew with a task."""

import pytest

from mediation.engine.instance import NoWayBack
from tests.engine import drawing as d
from tests.engine.going_back import any_element, back, rewind


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
