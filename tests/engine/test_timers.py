"""Timers, and the first of several events: what is reached, cancelled, or waits for itself."""

import pytest

from mediation.engine.instance import NotWaiting
from tests.engine import drawing as d
from tests.engine.conftest import Play


def test_a_timer_waits_until_it_is_told(play: Play) -> None:
    played = play(
        d.line("calm", d.timer("cooling_off_over", 'deadline("signing.cooling_off")'), d.user("sign"))
    )

    assert [task.element.timer for task in played.report.timers] == ["signing.cooling_off"]
    assert played.instance.advance().opened == ()

    ref = played.ref("cooling_off_over")
    report = played.reach("cooling_off_over")

    assert report.closed == (ref,)
    assert played.open() == ["sign"]
    with pytest.raises(NotWaiting):
        played.instance.reach(ref)


def test_a_plain_duration_is_handed_on_as_it_is(play: Play) -> None:
    played = play(d.line("calm", d.timer("wait", "P3D")))

    assert played.report.timers[0].element.timer == "P3D"


def _file_or_lapse() -> bytes:
    return d.draw(
        "confirm",
        [
            d.start(),
            d.user("file_confirmation"),
            d.on_timer("lapsed", "file_confirmation", 'deadline("confirmation.application")'),
            d.service("lapse"),
            d.end(),
            d.end("late"),
        ],
        ["begun -> file_confirmation", "file_confirmation -> over", "lapsed -> lapse", "lapse -> late"],
    )


def test_an_interrupting_timer_cancels_the_task_it_sits_on(play: Play) -> None:
    played = play(_file_or_lapse())
    task, timer = played.ref("file_confirmation"), played.ref("lapsed")

    report = played.reach("lapsed")

    assert (report.closed, report.cancelled) == ((timer,), (task,))
    assert played.do("lapse").ended == ("late",)


def test_a_task_done_in_time_cancels_its_timer(play: Play) -> None:
    played = play(_file_or_lapse())
    task, timer = played.ref("file_confirmation"), played.ref("lapsed")

    report = played.do("file_confirmation")

    assert (report.closed, report.cancelled, report.finished) == ((task,), (timer,), True)


def test_the_timers_of_three_branches_fire_each_for_itself(play: Play) -> None:
    chain = d.sub(
        "chain",
        [
            d.start("in"),
            d.parallel("fork"),
            d.user("explain"),
            d.timer("until_town", 'deadline("oversight.town")'),
            d.user("instruct"),
            d.timer("until_county", 'deadline("oversight.county")'),
            d.service("list"),
            d.end("out"),
        ],
        [
            "in -> fork",
            "fork -> explain",
            "fork -> until_town",
            "fork -> until_county",
            "until_town -> instruct",
            "until_county -> list",
            "explain -> out",
            "instruct -> out",
            "list -> out",
        ],
    )
    played = play(
        d.draw(
            "oversight",
            [d.start(), chain, d.on_message("done", "chain", "work_done"), d.service("close"), d.end()],
            ["begun -> chain", "chain -> close", "done -> close", "close -> over"],
            messages=["work_done"],
        )
    )

    played.reach("until_county")
    assert played.open() == ["explain", "list", "until_town"]
    played.do("list")
    played.reach("until_town")
    played.do("explain")
    assert played.open() == ["instruct"]
    played.hear("work_done")
    assert played.open() == ["close"]
    assert played.do("close").finished


def _first_of() -> bytes:
    return d.draw(
        "race",
        [
            d.start(),
            d.either("first_of"),
            d.timer("short", "P1D"),
            d.timer("long", "P9D"),
            d.message("heard", "answer"),
            d.user("late"),
            d.user("in_time"),
            d.end(),
        ],
        [
            "begun -> first_of",
            "first_of -> short",
            "first_of -> long",
            "first_of -> heard",
            "short -> late",
            "long -> late",
            "heard -> in_time",
            "late -> over",
            "in_time -> over",
        ],
        messages=["answer"],
    )


def test_the_first_of_several_events_cancels_the_others(play: Play) -> None:
    played = play(_first_of())
    assert played.open() == ["long", "short"]
    short, long = played.ref("short"), played.ref("long")

    report = played.reach("long")

    assert (report.closed, report.cancelled) == ((long,), (short,))
    assert played.open() == ["late"]


def test_a_message_may_be_the_first_of_several_events(play: Play) -> None:
    played = play(_first_of())

    report = played.hear("answer")

    assert len(report.cancelled) == 2
    assert played.open() == ["in_time"]
    assert played.states("short") == []
