"""Outside events and timers: what they interrupt, what they start, and coming back afterwards."""

from collections.abc import Callable
from typing import Any

import pytest

from mediation.engine.instance import NotWaiting
from tests.engine import drawing as d

Play = Callable[..., Any]


def _ladder() -> tuple[bytes, ...]:
    ladder = d.sub(
        "ladder",
        [
            d.start("in"),
            d.choice("entry"),
            d.call("climb_grid", "grid_level", level="grid"),
            d.call("climb_town", "town_level", level="town"),
            d.end("out"),
        ],
        [
            "in -> entry",
            'entry -> climb_town: entry_level == "town"',
            "entry => climb_grid",
            "climb_grid -> climb_town",
            "climb_town -> out",
        ],
    )
    dispute = d.draw(
        "dispute",
        [
            d.start(),
            ladder,
            d.on_message("withdrawn", "ladder", "withdrawal"),
            d.on_message("red", "ladder", "risk_red"),
            d.service("close_withdrawn"),
            d.call("alert", "red_alert"),
            d.choice("reopened"),
            d.user("rate"),
            d.end("closed"),
            d.end("gone"),
        ],
        [
            "begun -> ladder",
            "ladder -> reopened",
            "reopened -> ladder: reopen",
            "reopened => rate",
            "rate -> closed",
            "withdrawn -> close_withdrawn",
            "close_withdrawn -> gone",
            "red -> alert",
            "alert -> ladder",
        ],
        messages=["withdrawal", "risk_red"],
    )
    grid = d.line("grid_level", d.user("grid_accept"), d.user("grid_talk"))
    town = d.line("town_level", d.call("town_signing", "signing"))
    signing = d.line(
        "signing", d.user("draft"), d.timer("cooling_off_over", 'deadline("signing.cooling_off")')
    )
    alert = d.line("red_alert", d.user("police_receipt"))
    return dispute, grid, town, signing, alert


def test_an_interrupting_message_cancels_everything_inside(play: Play) -> None:
    played = play(*_ladder(), entry_level="town", reopen=False)
    played.do("draft")
    assert played.open() == ["cooling_off_over"]
    ref = played.ref("cooling_off_over")

    report = played.hear("withdrawal")

    assert report.cancelled == (ref,)
    assert [task.element.id for task in report.operations] == ["close_withdrawn"]
    assert played.states("ladder") == ["cancelled"]
    assert played.states("town_signing") == ["cancelled"]
    report = played.do("close_withdrawn")
    assert report.finished
    assert report.ended == ("gone",)


def test_the_same_subprocess_is_entered_again_after_an_interruption(play: Play) -> None:
    played = play(*_ladder(), entry_level="grid", reopen=False)
    played.do("grid_accept")
    for _ in range(3):
        played.hear("risk_red")
        assert played.open() == ["police_receipt"]
        played.facts["entry_level"] = "town"
        played.do("police_receipt")
        assert played.open() == ["draft"]

    played.do("draft")
    played.reach("cooling_off_over")
    assert played.open() == ["rate"]
    assert played.do("rate").finished
    assert played.states("ladder") == ["cancelled"] * 3 + ["done"]
    assert played.states("red") == ["done"] * 3


def test_the_same_subprocess_is_entered_again_after_it_completed(play: Play) -> None:
    played = play(*_ladder(), entry_level="town", reopen=True)
    for _ in range(3):
        played.do("draft")
        played.reach("cooling_off_over")
        assert played.open() == ["draft"]

    played.hear("risk_red")
    played.do("police_receipt")
    played.facts["reopen"] = False
    played.do("draft")
    played.reach("cooling_off_over")
    assert played.open() == ["rate"]


def test_names_what_it_listens_for(play: Play) -> None:
    played = play(*_ladder(), entry_level="grid", reopen=False)
    assert played.instance.waiting_messages() == ("risk_red", "withdrawal")

    played.hear("risk_red")

    assert played.instance.waiting_messages() == ()
    with pytest.raises(NotWaiting, match="withdrawal"):
        played.hear("withdrawal")


def test_a_message_on_a_call_activity_cancels_the_called_process(play: Play) -> None:
    outer = d.draw(
        "outer",
        [
            d.start(),
            d.call("climb", "inner"),
            d.on_message("refused", "climb", "refusal"),
            d.end("a"),
            d.end("b"),
        ],
        ["begun -> climb", "climb -> a", "refused -> b"],
        messages=["refusal"],
    )
    played = play(outer, d.line("inner", d.user("talk")))

    report = played.hear("refusal")

    assert report.finished
    assert report.ended == ("b",)
    assert len(report.cancelled) == 1


def test_what_encloses_goes_first_when_both_wait_for_the_same_message(play: Play) -> None:
    def _guarded(process: str, host: str, what: str) -> bytes:
        return d.draw(
            process,
            [
                d.start(),
                what,
                d.on_message("refused", host, "refusal"),
                d.user(f"told_{process}"),
                d.end(),
                d.end("b"),
            ],
            [f"begun -> {host}", f"{host} -> over", f"refused -> told_{process}", f"told_{process} -> b"],
            messages=["refusal"],
        )

    played = play(
        _guarded("outer", "climb", d.call("climb", "inner")), _guarded("inner", "talk", d.user("talk"))
    )

    played.hear("refusal")

    assert played.open() == ["told_outer"]


def test_a_message_that_does_not_interrupt_starts_a_branch_each_time(play: Play) -> None:
    played = play(
        d.draw(
            "watch",
            [
                d.start(),
                d.call("work", "inner"),
                d.on_message("asked", "work", "question", interrupting=False),
                d.user("answer"),
                d.end(),
                d.end("answered"),
            ],
            ["begun -> work", "work -> over", "asked -> answer", "answer -> answered"],
            messages=["question"],
        ),
        d.line("inner", d.user("talk")),
    )

    played.hear("question")
    assert played.open() == ["answer", "talk"]
    played.do("talk")
    assert played.open() == ["answer"]
    assert played.do("answer").finished


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
