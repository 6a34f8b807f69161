"""Which sequence flows an act took: each once for each token, and none that no token went."""

from typing import Any

from tests.engine import drawing as d
from tests.engine.conftest import Play


def taken(played: Any) -> list[str]:
    """Return the flows of the last act as "source->target", sorted."""
    ends = {f"{flow.process}/{flow.id}": f"{flow.source}->{flow.target}" for flow in played.definition.flows}
    return sorted(ends[key] for key in played.report.passed)


def test_a_start_takes_the_flows_up_to_the_first_task(play: Play) -> None:
    played = play(d.line("two", d.user("draft"), d.user("sign")))

    assert played.report.passed == ("two/two_flow_0",)


def test_an_exclusive_gateway_takes_one_of_its_exits(play: Play) -> None:
    fork = d.draw(
        "fork",
        [d.start(), d.user("ask"), d.choice("which"), d.user("yes"), d.user("no"), d.end()],
        ["begun -> ask", "ask -> which", "which -> yes: agreed == 'y'", "which => no",
         "yes -> over", "no -> over"],
    )  # fmt: skip
    played = play(fork)

    played.do("ask", agreed="y")

    assert taken(played) == ["ask->which", "which->yes"]


def test_a_parallel_gateway_takes_all_its_exits_and_every_branch_is_counted_to_the_join(play: Play) -> None:
    both = d.draw(
        "both",
        [d.start(), d.parallel("split"), d.user("left"), d.user("right"), d.parallel("join"), d.end()],
        ["begun -> split", "split -> left", "split -> right", "left -> join", "right -> join",
         "join -> over"],
    )  # fmt: skip
    played = play(both)
    assert taken(played) == ["begun->split", "split->left", "split->right"]

    played.do("left")
    assert taken(played) == ["left->join"]
    played.do("right")

    assert taken(played) == ["join->over", "right->join"]


def edge(interrupting: bool) -> bytes:
    return d.draw(
        "edge",
        [d.start(), d.user("apply"), d.user("file"), d.on_timer("late", "file", "P30D", interrupting),
         d.user("mend"), d.user("lapse"), d.end(), d.end("gone")],
        ["begun -> apply", "apply -> file", "file -> mend", "mend -> over", "late -> lapse", "lapse -> gone"],
    )  # fmt: skip


def test_a_boundary_event_that_fires_takes_its_flow_and_not_that_of_its_host(play: Play) -> None:
    played = play(edge(interrupting=True))
    played.do("apply")
    assert taken(played) == ["apply->file"]

    played.reach("late")
    assert taken(played) == ["late->lapse"]
    played.do("lapse")

    assert taken(played) == ["lapse->gone"]


def test_a_boundary_event_that_does_not_fire_takes_nothing(play: Play) -> None:
    played = play(edge(interrupting=True))
    played.do("apply")

    played.do("file")

    assert taken(played) == ["file->mend"]


def test_a_boundary_event_that_does_not_interrupt_takes_its_flow_beside_the_host(play: Play) -> None:
    played = play(edge(interrupting=False))
    played.do("apply")
    played.reach("late")
    assert taken(played) == ["late->lapse"]

    played.do("file")

    assert taken(played) == ["file->mend"]


def test_flows_inside_a_called_process_bear_its_name(play: Play) -> None:
    called = d.line("called", d.user("first"))
    outer = d.line("outer", d.user("before"), d.call("calls", "called"), d.user("after"))
    played = play(outer, called, process="outer")

    played.do("before")
    assert sorted(played.report.passed) == ["called/called_flow_0", "outer/outer_flow_1"]
    played.do("first")

    assert sorted(played.report.passed) == ["called/called_flow_1", "outer/outer_flow_2"]


def test_flows_inside_a_subprocess_bear_the_name_of_the_diagram_that_shows_it(play: Play) -> None:
    inner = d.sub(
        "ladder", [d.start("in"), d.user("talk"), d.end("out")], ["in -> talk", "talk -> out"], level="grid"
    )
    played = play(d.line("whole", inner))
    assert sorted(played.report.passed) == ["whole/ladder_flow_0", "whole/whole_flow_0"]

    played.do("talk")

    assert sorted(played.report.passed) == ["whole/ladder_flow_1", "whole/whole_flow_1"]


def test_a_multi_instance_takes_its_flows_once_whatever_its_number(play: Play) -> None:
    played = play(d.line("many", d.user("call"), d.user("say", many="members"), d.user("sum_up")), members=3)
    played.do("call")
    assert taken(played) == ["call->say"]

    played.do("say", 0)
    played.do("say", 1)
    assert taken(played) == []
    played.do("say", 2)

    assert taken(played) == ["say->sum_up"]


def test_an_event_gateway_takes_the_exit_that_happened(play: Play) -> None:
    waits = d.draw(
        "waits",
        [d.start(), d.either("which"), d.message("reply", "reply"), d.timer("silence", "P7D"),
         d.user("read"), d.user("go_on"), d.end()],
        ["begun -> which", "which -> reply", "which -> silence", "reply -> read", "silence -> go_on",
         "read -> over", "go_on -> over"],
        messages=["reply"],
    )  # fmt: skip
    played = play(waits)
    assert taken(played) == ["begun->which"]

    played.hear("reply")

    assert taken(played) == ["reply->read", "which->reply"]


def test_a_service_task_takes_its_flow_when_its_step_was_run(play: Play) -> None:
    played = play(d.line("auto", d.user("ask"), d.service("mark"), d.user("tell")))
    played.do("ask")
    assert taken(played) == ["ask->mark"]

    played.do("mark")

    assert taken(played) == ["mark->tell"]


def test_going_back_takes_no_flow_and_doing_it_anew_takes_its_flow_again(play: Play) -> None:
    played = play(d.line("three", d.user("draft"), d.user("sign"), d.user("seal")))
    played.do("draft")
    played.do("sign")

    played._move(lambda: played.instance.rewind(played.ref("seal"), "sign"))
    assert taken(played) == []
    played.do("sign")

    assert taken(played) == ["sign->seal"]


def test_a_loop_counts_each_round(play: Play) -> None:
    loop = d.draw(
        "loop",
        [d.start(), d.user("try_it"), d.choice("done"), d.end()],
        ["begun -> try_it", "try_it -> done", "done -> try_it: again == 'y'", "done => over"],
    )
    played = play(loop)

    played.do("try_it", again="y")
    assert taken(played) == ["done->try_it", "try_it->done"]
    played.do("try_it", again="y")
    assert taken(played) == ["done->try_it", "try_it->done"]
    played.do("try_it", again="n")

    assert taken(played) == ["done->over", "try_it->done"]


def test_a_cancelled_instance_took_nothing_more(play: Play) -> None:
    played = play(d.line("two", d.user("draft"), d.user("sign")))

    assert played.instance.cancel().passed == ()
