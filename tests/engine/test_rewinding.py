"""Going back to an earlier user task: from where to where, what falls away, what is left to read."""

import pytest

from mediation.engine.instance import NotOpen, NoWayBack
from tests.engine import drawing as d
from tests.engine.going_back import back, rewind, three


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
