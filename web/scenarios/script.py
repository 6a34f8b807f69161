"""Reads a scenario's YAML. What is misspelt is named with its place before anything is played."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import yaml

from mediation.kernel.clock import SHANGHAI

OFFICE_OPENS = time(9, 0)
ACTIONS = ("report", "does", "send_back", "take_back", "event", "wait", "expect")
BY_SOMEBODY = frozenset({"report", "does", "send_back", "take_back", "event"})
STEP_KEYS = {"at", "who", "case", "answers", "with", "refused", "as", "turn", "note", *ACTIONS}
GIVEN_KEYS = {"units", "people", "crew", "vacant", "away"}
EXPECT_KEYS = {
    "open", "only_open", "not_open", "nothing_open", "clocks", "case", "outcome", "papers", "no_papers",
    "ledger", "ledger_not", "sees", "sees_not", "inbox", "facts", "running",
}  # fmt: skip


class BadScript(Exception):
    """A script that cannot be played; the message says where and why."""


@dataclass(frozen=True)
class Step:
    """One numbered step.

    :ivar at: when it happens; None: at the moment of the step before
    :ivar action: which of ``ACTIONS``; ``expect`` alone is an action too
    :ivar subject: what stands beside the action's key
    :ivar refused: parts of the sentence with which it must be refused; empty: it must be done
    """

    number: int
    at: datetime | None
    who: str | None
    action: str
    subject: Any
    answers: Mapping[str, Any] = field(default_factory=dict)
    case: str | None = None
    turn: int | None = None
    refused: tuple[str, ...] = ()
    expect: Mapping[str, Any] = field(default_factory=dict)

    def told(self) -> str:
        """Return the step as a line of the report."""
        subject = self.subject if isinstance(self.subject, str) else ""
        if self.action == "report":
            subject = str(self.subject.get("title", ""))
        return " ".join(part for part in (self.who or "", self.action, subject) if part)


@dataclass(frozen=True)
class Script:
    """A whole scenario."""

    path: Path
    title: str
    given: Mapping[str, Any]
    steps: Sequence[Step]


def read_script(path: Path) -> Script:
    """Read the file.

    :raises BadScript: naming the place
    """
    try:
        raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, yaml.YAMLError) as error:
        raise BadScript(f"{path}: {' '.join(str(error).split())}") from error
    if not isinstance(raw, dict):
        raise BadScript(f"{path}: a scenario is a mapping with title, given, case and steps")
    try:
        return _script(path, raw)
    except BadScript as error:
        raise BadScript(f"{path}: {error}") from None


def _script(path: Path, raw: Mapping[str, Any]) -> Script:
    _only(raw, {"title", "about", "given", "case", "steps"}, "the scenario")
    given = raw.get("given") or {}
    _only(given, GIVEN_KEYS, "given")
    listed = list(raw.get("steps") or [])
    if "case" in raw:
        listed.insert(0, _first_report(raw["case"]))
    if not listed:
        raise BadScript("there is neither a case nor a step")
    steps = [_step(number, each) for number, each in enumerate(listed, start=0 if "case" in raw else 1)]
    if steps[0].at is None:
        raise BadScript("the first step needs `at`")
    return Script(path=path, title=str(raw.get("title", path.stem)), given=given, steps=steps)


def _first_report(case: Mapping[str, Any]) -> dict[str, Any]:
    if not isinstance(case, dict):
        raise BadScript("case: give title, kind, source, unit, parties, at and who")
    outer = {"at", "who", "as", "expect", "refused"}
    return {
        **{key: case[key] for key in outer & case.keys()},
        "report": {key: value for key, value in case.items() if key not in outer},
    }


def _step(number: int, raw: Any) -> Step:
    place = f"step {number}"
    if not isinstance(raw, dict):
        raise BadScript(f"{place}: a step is a mapping, not {raw!r}")
    _only(raw, STEP_KEYS, place)
    actions = [action for action in ACTIONS if action in raw and action != "expect"]
    if len(actions) > 1:
        raise BadScript(f"{place}: {' and '.join(actions)} cannot be one step")
    action = actions[0] if actions else "expect"
    if action == "expect" and "expect" not in raw and "at" not in raw:
        raise BadScript(f"{place}: nothing is done; give one of {', '.join(ACTIONS)}")
    if action in BY_SOMEBODY and "who" not in raw:
        raise BadScript(f"{place}: `{action}` needs `who`")
    expect = raw.get("expect") or {}
    _only(expect, EXPECT_KEYS, f"{place}, expect")
    return Step(
        number=number,
        at=_when(place, raw.get("wait", raw.get("at"))),
        who=raw.get("who"),
        action=action,
        subject=_subject(place, action, raw.get(action)),
        answers=raw.get("answers") or raw.get("with") or {},
        case=raw.get("as") if action == "report" else raw.get("case"),
        turn=raw.get("turn"),
        refused=_parts(raw.get("refused")),
        expect=expect,
    )


def _subject(place: str, action: str, subject: Any) -> Any:
    if action == "report" and not isinstance(subject, dict):
        raise BadScript(f"{place}: `report` takes title, kind, source, unit, parties ...")
    if action in BY_SOMEBODY and action != "report" and not isinstance(subject, str):
        raise BadScript(f"{place}: `{action}` takes one word, not {subject!r}")
    return str(subject) if action == "wait" else subject


def _parts(refused: Any) -> tuple[str, ...]:
    if refused is None:
        return ()
    return tuple(str(part) for part in refused) if isinstance(refused, list) else (str(refused),)


def _only(raw: Any, allowed: set[str], place: str) -> None:
    if not isinstance(raw, dict):
        raise BadScript(f"{place}: a mapping is expected, not {raw!r}")
    unknown = sorted(str(key) for key in raw.keys() - allowed)
    if unknown:
        raise BadScript(f"{place}: unknown {', '.join(unknown)}; known are {', '.join(sorted(allowed))}")


def _when(place: str, value: Any) -> datetime | None:
    if value is None:
        return None
    try:
        return moment(value)
    except ValueError as error:
        raise BadScript(f"{place}: {error}") from None


def moment(value: Any) -> datetime:
    """Return a day (09:00) or a moment, in the county's time.

    :raises ValueError: it is neither
    """
    found: Any = value
    if isinstance(value, str):
        try:
            found = datetime.fromisoformat(value) if len(value) > 10 else date.fromisoformat(value)
        except ValueError:
            found = None
    if isinstance(found, datetime):
        return found if found.tzinfo else found.replace(tzinfo=SHANGHAI)
    if isinstance(found, date):
        return datetime.combine(found, OFFICE_OPENS, SHANGHAI)
    raise ValueError(f"{value!r} is neither a day like 2026-09-18 nor a moment like 2026-09-18 20:15")
