"""The stored state: how small, how fast, and read again by a later release."""

import time
from collections.abc import Callable
from copy import deepcopy
from itertools import pairwise
from typing import Any

import pytest

from mediation.engine import versions
from mediation.engine.definition import Definition, read_definition
from mediation.engine.instance import Instance, Report
from mediation.engine.state import Packed, squeeze, unsqueeze
from tests.engine import drawing as d
from tests.engine.conftest import Play

LEVELS = ("grid", "branch", "village", "town", "county")


def _level(name: str) -> bytes:
    """Return a level with nine tasks and a way back from its session."""
    tasks = [d.service(f"{name}_open"), *(d.user(f"{name}_task_{number}") for number in range(8))]
    return d.draw(
        f"{name}_level",
        [d.start(f"{name}_begin"), *tasks, d.choice(f"{name}_result"), d.end(f"{name}_end")],
        [
            f"{name}_begin -> {name}_open",
            f"{name}_open -> {name}_task_0",
            *(f"{name}_task_{number} -> {name}_task_{number + 1}" for number in range(7)),
            f"{name}_task_7 -> {name}_result",
            f'{name}_result -> {name}_task_5: decision == "again"',
            f"{name}_result => {name}_end",
        ],
    )


def five_levels() -> Definition:
    """Return a case like the real one: ladder of five calls, signing, performance, rating."""
    calls = [d.call(f"climb_{name}", f"{name}_level", level=name) for name in LEVELS]
    climb = ["in", *(f"climb_{name}" for name in LEVELS), "out"]
    ladder = d.sub(
        "ladder",
        [d.start("in"), *calls, d.end("out")],
        [f"{one} -> {two}" for one, two in pairwise(climb)],
    )
    after = ("signing", "performance", "rating")
    dispute = d.draw(
        "dispute",
        [
            d.start(),
            d.service("register_case"),
            ladder,
            d.on_message("withdrawn", "ladder", "withdrawal"),
            d.on_message("red", "ladder", "risk_red"),
            *(d.call(f"call_{name}", name) for name in after),
            d.end(),
            d.end("gone"),
        ],
        [
            "begun -> register_case",
            "register_case -> ladder",
            "ladder -> call_signing",
            "call_signing -> call_performance",
            "call_performance -> call_rating",
            "call_rating -> over",
            "withdrawn -> gone",
            "red -> ladder",
        ],
        messages=["withdrawal", "risk_red"],
    )
    rest = [d.line(name, *(d.user(f"{name}_{number}") for number in range(6))) for name in after]
    files = [dispute, *map(_level, LEVELS), *rest]
    return read_definition({f"{number}.bpmn": text for number, text in enumerate(files)})


def walk(definition: Definition, seen: Callable[[bytes, float], None]) -> bytes:
    """Play the case to its end, every session twice, and return the last state."""
    instance = Instance.start(definition, "dispute", _no_fact)
    report, state, again = instance.advance(), instance.dump(), set()
    while not report.finished:
        begun = time.process_time()
        instance = Instance.load(definition, "dispute", state, _no_fact)
        report, state = _step(instance, again)
        seen(state, time.process_time() - begun)
    return state


def _step(instance: Instance, again: set[str]) -> tuple[Report, bytes]:
    task = instance.waiting()[0]
    answers = {}
    if task.element.id.endswith("task_7"):
        answers["decision"] = "up" if task.element.id in again else "again"
        again.add(task.element.id)
    report = instance.complete(task.ref, answers)
    return report, instance.dump()


def _no_fact(name: str) -> Any:
    raise KeyError(name)


def test_a_finished_five_level_case_takes_less_than_four_kilobytes() -> None:
    sizes: list[int] = []
    state = walk(five_levels(), lambda state, took: sizes.append(len(state)))

    assert len(sizes) > 75
    assert len(state) < 1024
    assert max(sizes) < 4096


def test_a_step_of_a_five_level_case_takes_a_few_milliseconds() -> None:
    definition, times = five_levels(), []
    walk(definition, lambda state, took: None)

    walk(definition, lambda state, took: times.append(took))

    assert sorted(times)[len(times) // 2] < 0.01


def test_the_state_says_which_format_and_engine_wrote_it() -> None:
    packed = unsqueeze(Instance.start(five_levels(), "dispute", _no_fact).dump())

    assert (packed["v"], packed["e"]) == (versions.FORMAT, versions.RELEASED)


def test_a_state_of_an_older_format_goes_through_every_upgrade() -> None:
    upgrades: dict[int, versions.Upgrade] = {
        1: lambda packed: {**packed, "n": packed["m"]},
        2: lambda packed: {**packed, "n": packed["n"] + 1},
    }

    assert versions.upgraded({"v": 1, "m": 4}, upgrades, to=3) == {"v": 3, "m": 4, "n": 5}


@pytest.mark.parametrize("change", [{"v": versions.FORMAT + 1}, {"e": "9.9"}])
def test_a_state_of_a_newer_release_is_refused(change: Packed) -> None:
    definition = five_levels()
    packed = unsqueeze(Instance.start(definition, "dispute", _no_fact).dump())

    with pytest.raises(versions.StateUnknown):
        Instance.load(definition, "dispute", squeeze({**packed, **change}), _no_fact)


def test_a_state_of_an_older_engine_goes_through_its_released_migrations() -> None:
    """Up to 1.3 a task for several people was WAITING while they worked, since then it is STARTED."""
    files = {"review.bpmn": d.line("review", d.user("opinion", many="panel_size"), d.timer("wait", "P1D"))}
    definition = read_definition(files)
    facts = {"panel_size": 2}.__getitem__
    instance = Instance.start(definition, "review", facts)
    instance.advance()
    packed = unsqueeze(instance.dump())
    assert packed["s"].count("S") == 1
    old = squeeze({**packed, "e": "1.3", "s": packed["s"].replace("S", "W")})

    restored = Instance.load(definition, "review", old, facts)

    assert unsqueeze(restored.dump()) == packed
    for task in restored.waiting():
        report = restored.complete(task.ref, {})
    assert [task.element.id for task in report.timers] == ["wait"]
    assert restored.reach(report.timers[0].ref).finished


def test_a_migration_finds_what_is_inside_calls_too() -> None:
    definition = five_levels()
    instance = Instance.start(definition, "dispute", _no_fact)
    instance.advance()
    instance.complete(instance.waiting()[0].ref)
    seen: list[dict[str, Any]] = []

    restored = versions.migrated(
        instance._workflow, "1.4", {"1.4": lambda written: seen.append(deepcopy(written))}
    )

    assert set(seen[0]["subprocess_specs"]) >= {"ladder", "grid_level", "signing"}
    assert len(seen[0]["subprocesses"]) == 2
    assert [each.spec.name for each in restored.subprocesses.values()] == ["ladder", "grid_level"]
    assert restored.spec is instance._workflow.spec


def test_names_of_tasks_survive_any_number_of_reloads(play: Play) -> None:
    played = play(d.line("two", d.user("first"), d.user("second")))
    ref = played.ref("first")

    for _ in range(5):
        played.reload()

    assert played.ref("first") == ref
    played.do("first")
    assert played.ref("second") != ref


def test_branches_merge_their_answers_in_the_order_in_which_they_came(play: Play) -> None:
    played = play(
        d.draw(
            "merge",
            [
                d.start(),
                d.parallel("split"),
                d.user("one"),
                d.user("two"),
                d.parallel("join"),
                d.user("pause"),
                d.choice("which"),
                d.end("a"),
                d.end("b"),
            ],
            [
                "begun -> split",
                "split -> one",
                "split -> two",
                "one -> join",
                "two -> join",
                "join -> pause",
                "pause -> which",
                'which -> a: decision == "one"',
                "which => b",
            ],
        )
    )

    played.do("two", decision="two")
    played.do("one", decision="one")

    assert played.do("pause").ended == ("a",)


def test_lists_dates_and_exact_numbers_read_back_as_they_were_compared(play: Play) -> None:
    from datetime import date
    from decimal import Decimal

    played = play(
        d.draw(
            "kinds",
            [d.start(), d.user("ask"), d.user("pause"), d.choice("which"), d.end("a"), d.end("b")],
            [
                "begun -> ask",
                "ask -> pause",
                "pause -> which",
                'which -> a: len(who) == 2 and on == "2026-09-18" and amount == "1.50"',
                "which => b",
            ],
        )
    )
    played.do("ask", who=(3, 4), on=date(2026, 9, 18), amount=Decimal("1.50"))

    assert played.do("pause").ended == ("a",)
