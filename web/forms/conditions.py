"""When a field is hidden: equality over other answers, joined by and / or. Never evaluated as code.

The subset of FEEL that form-js writes for ``conditional.hide``::

    =decision != "up"
    =decision = "accept" or not(urgent = true)
"""

import re
from collections.abc import Mapping
from typing import Any

TOKEN = re.compile(
    r"""\s*(?:(?P<string>"[^"]*")|(?P<number>-?\d+(?:\.\d+)?)|(?P<sign>!=|=|\(|\))|(?P<word>[A-Za-z_]\w*))"""
)
CONSTANTS = {"true": True, "false": False, "null": None}


class BadCondition(Exception):
    """A condition outside the subset; the message says where it stopped."""


def read_condition(text: str) -> dict[str, Any]:
    """Return the condition as a tree, the same that the browser evaluates.

    ``{"is": key, "value": v}``, ``{"not": tree}``, ``{"all": [...]}``, ``{"any": [...]}``.

    :raises BadCondition: anything but equality, and, or, not
    """
    reader = _Reader(text.strip().removeprefix("="))
    tree = reader.alternatives()
    if reader.peek() is not None:
        raise BadCondition(f"{text!r} is not understood from {reader.peek()!r} on")
    return tree


def holds(tree: Mapping[str, Any], answers: Mapping[str, Any]) -> bool:
    """Say whether the condition holds for ``answers``; a missing answer is null."""
    if "all" in tree:
        return all(holds(part, answers) for part in tree["all"])
    if "any" in tree:
        return any(holds(part, answers) for part in tree["any"])
    if "not" in tree:
        return not holds(tree["not"], answers)
    return _plain(answers.get(tree["is"])) == _plain(tree["value"])


def _plain(value: Any) -> str:
    """Bring answers and literals to one spelling: a blank, an unticked box and null are the same."""
    if value is None or value is False or value == "":
        return ""
    return "true" if value is True else str(value)


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens: list[tuple[str, str]] = []
        at = 0
        while text[at:].strip():
            match = TOKEN.match(text, at)
            if match is None:
                raise BadCondition(f"{text!r} is not understood from {text[at:].strip()!r} on")
            self.tokens.append((match.lastgroup or "", match.group().strip()))
            at = match.end()

    def peek(self) -> str | None:
        return self.tokens[0][1] if self.tokens else None

    def take(self, *expected: str) -> tuple[str, str]:
        if not self.tokens or (expected and self.tokens[0][1] not in expected):
            raise BadCondition(f"{self.text!r} wants {' or '.join(expected) or 'more'}")
        return self.tokens.pop(0)

    def alternatives(self) -> dict[str, Any]:
        parts = [self.conjunction()]
        while self.peek() == "or":
            self.take("or")
            parts.append(self.conjunction())
        return parts[0] if len(parts) == 1 else {"any": parts}

    def conjunction(self) -> dict[str, Any]:
        parts = [self.term()]
        while self.peek() == "and":
            self.take("and")
            parts.append(self.term())
        return parts[0] if len(parts) == 1 else {"all": parts}

    def term(self) -> dict[str, Any]:
        if self.peek() in ("not", "("):
            negated = self.peek() == "not"
            if negated:
                self.take("not")
            self.take("(")
            inner = self.alternatives()
            self.take(")")
            return {"not": inner} if negated else inner
        return self.comparison()

    def comparison(self) -> dict[str, Any]:
        kind, key = self.take()
        if kind != "word":
            raise BadCondition(f"{self.text!r} wants a field's key, not {key!r}")
        if self.peek() not in ("=", "!="):
            return {"is": key, "value": True}
        sign = self.take("=", "!=")[1]
        tree = {"is": key, "value": _literal(self.text, *self.take())}
        return {"not": tree} if sign == "!=" else tree


def _literal(text: str, kind: str, token: str) -> Any:
    if kind == "string":
        return token[1:-1]
    if kind == "number":
        return token
    if token in CONSTANTS:
        return CONSTANTS[token]
    raise BadCondition(f"{text!r} compares with {token!r}, which is no literal")
