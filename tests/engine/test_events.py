"""Messages at the edge of what is at work: what they cancel, and what may be entered again."""

import pytest

from mediation.engine.instance import NotWaiting
from tests.engine import drawing as d
from tests.engine.conftest import Play


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
