"""Plays a script step by step, keeps going after a failure, and tells what was expected and found."""

import time
import traceback
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from sqlalchemy import func, select

from mediation.clocks.model import Clock
from mediation.clocks.sweep import tick
from mediation.kernel.errors import Refused
from web.scenarios import acts, coverage, expectations
from web.scenarios.given import set_up
from web.scenarios.script import BadScript, Script, Step
from web.scenarios.stage import Stage, fresh_stage

MOST_WAKES = 2000


@dataclass(frozen=True)
class Mismatch:
    """Something that was not as the script says."""

    expected: str
    found: str


@dataclass(frozen=True)
class PlayedStep:
    """A step with what went wrong in it."""

    step: Step
    at: datetime
    mismatches: Sequence[Mismatch] = ()


@dataclass(frozen=True)
class Played:
    """A played scenario."""

    script: Script
    steps: Sequence[PlayedStep]
    reached: frozenset[tuple[str, str]] = frozenset()
    elements: coverage.Elements = field(default_factory=dict)
    seconds: str = ""

    @property
    def ok(self) -> bool:
        """Whether everything was as the script says."""
        return not any(step.mismatches for step in self.steps)


def play(script: Script, home: Path, *, database: str | None = None, trace: bool = False) -> Played:
    """Play ``script`` on a fresh system of the locality in ``home``.

    :param database: URL of an empty database, else a throw-away SQLite file
    :param trace: add where in the code an unforeseen error arose
    :raises BadScript: units or people of the script cannot be made
    """
    began = time.perf_counter_ns()
    first = script.steps[0].at
    assert first is not None
    with fresh_stage(home, first, database=database) as stage:
        try:
            set_up(stage, script)
        except Refused as refusal:
            raise BadScript(f"{script.path}: given: {refusal.sentence()}") from refusal
        seen = coverage.Reached(stage)
        steps = [_play(stage, step, seen, trace) for step in script.steps]
        elements = seen.elements()
    took = (time.perf_counter_ns() - began) // 1_000_000
    return Played(script, steps, frozenset(seen.found), elements, f"{took / 1000:.1f} s")


def _play(stage: Stage, step: Step, seen: coverage.Reached, trace: bool) -> PlayedStep:
    wrong: list[Mismatch] = []
    try:
        if step.at is not None:
            wrong += _move_clock(stage, step.at, seen)
        wrong += _act(stage, step)
        seen.look()
        wrong += [Mismatch(*pair) for pair in expectations.check(stage, step)]
    except BadScript as error:
        wrong.append(Mismatch("a step that can be played", str(error)))
    except Exception as error:  # noqa: BLE001  whatever breaks in one step must not hide the others
        detail = "\n" + traceback.format_exc() if trace else ""
        wrong.append(Mismatch("no error", f"{type(error).__name__}: {error}{detail}"))
    return PlayedStep(step, stage.now, tuple(wrong))


def _act(stage: Stage, step: Step) -> list[Mismatch]:
    """Do the step's act; a refusal is compared with the one expected."""
    perform = acts.PERFORM.get(step.action)
    if perform is None:
        return []
    try:
        perform(stage, step)
    except Refused as refusal:
        sentence = "; ".join([refusal.sentence(), *map(str, refusal.fields.values())])
        acts.keep_refusal(stage, step, refusal)
        if not step.refused:
            return [Mismatch("done", f"refused: {sentence}")]
        return [Mismatch(f"refused with “{part}”", sentence) for part in step.refused if part not in sentence]
    if step.refused:
        return [Mismatch(f"refused with “{'”, “'.join(step.refused)}”", "done")]
    return []


def _move_clock(stage: Stage, to: datetime, seen: coverage.Reached) -> list[Mismatch]:
    """Put the clock at ``to``, sweeping at every moment on the way at which something falls due."""
    if to < stage.now:
        return [Mismatch(f"a moment from {_said(stage.now)} on", _said(to))]
    for _ in range(MOST_WAKES):
        wake = _next_wake(stage)
        if wake is None or wake > to:
            break
        stage.clock.set(max(wake, stage.now))
        swept = tick(stage.system.uow, at=stage.now)
        seen.look()
        if swept.failed:
            return [Mismatch("every deadline to fire", why) for why in _failures(stage)]
        if _next_wake(stage) == wake:
            return [Mismatch("a sweep that moves on", f"the clocks due at {_said(wake)} stay due")]
    stage.clock.set(to)
    return []


def _failures(stage: Stage) -> list[str]:
    with stage.system.session() as session:
        return [
            f"{clock.policy} at {_said(stage.now)}: {clock.failure}"
            for clock in session.scalars(select(Clock).where(Clock.failure.is_not(None)))
        ]


def _next_wake(stage: Stage) -> datetime | None:
    with stage.system.session() as session:
        return session.scalar(select(func.min(Clock.wake_at)))


def _said(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M}"
