"""What may stand in a cell of a decision table: plain values and tests on one value. No Python."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

Test = Callable[[Any], bool]

_TOKEN = re.compile(
    r"""\s*(?:
      (?P<text>"(?:[^"\\]|\\.)*")
    | (?P<date>date\(\s*"(?P<day>\d{4}-\d{2}-\d{2})"\s*\))
    | (?P<number>-?\d+(?:\.\d+)?(?!\.\d))
    | (?P<word>true|false|null)\b
    | (?P<not>not)\s*(?=\()
    | (?P<mark>\.\.|<=|>=|!=|[<>=\[\](),])
    )""",
    re.VERBOSE,
)
_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "<": lambda one, two: one < two,
    "<=": lambda one, two: one <= two,
    ">": lambda one, two: one > two,
    ">=": lambda one, two: one >= two,
}


class BadCell(ValueError):
    """A cell that cannot be read; the message is the cell."""


@dataclass(frozen=True)
class Cell:
    """A test on one input value.

    :ivar equals: the values it asks for by name, e.g. the policy keys of a row
    """

    text: str
    test: Test
    equals: tuple[Any, ...] = ()

    @property
    def asks(self) -> bool:
        """Whether the value matters: ``-`` fits any, and the fact need not be looked up."""
        return self.text not in ("", "-")


def read_test(text: str) -> Cell:
    """Return the test a cell states: ``-``, ``"a","b"``, ``not("a")``, ``>= 3``, ``[1..5]``.

    :raises BadCell: it states something else
    """
    stripped = text.strip()
    if stripped in ("", "-"):
        return Cell(stripped, lambda value: True)
    reader = _Reader(stripped)
    negated = reader.take("not")
    if negated:
        reader.need("(")
    tests, equals = reader.tests()
    if negated:
        reader.need(")")
    reader.need_end()
    if negated:
        return Cell(stripped, lambda value: not any(test(value) for test in tests))
    return Cell(stripped, lambda value: any(test(value) for test in tests), tuple(equals))


def read_value(text: str) -> Any:
    """Return the value of an output cell: text, int, Decimal, bool, date, or None where empty.

    :raises BadCell: it is not one plain value
    """
    stripped = text.strip()
    if stripped in ("", "-"):
        return None
    reader = _Reader(stripped)
    value = reader.literal()
    reader.need_end()
    return value


class _Reader:
    def __init__(self, text: str) -> None:
        self._text, self._tokens, position = text, [], 0
        while position < len(text):
            match = _TOKEN.match(text, position)
            if match is None:
                raise BadCell(text)
            self._tokens.append(match)
            position = match.end()
        self._tokens.reverse()

    def tests(self) -> tuple[list[Test], list[Any]]:
        tests: list[Test] = []
        equals: list[Any] = []
        while True:
            tests.append(self._one(equals))
            if not self.take(","):
                return tests, equals

    def _one(self, equals: list[Any]) -> Test:
        for mark, closed in (("[", True), ("(", False), ("]", False)):
            if self.take(mark):
                return self._interval(closed)
        for mark, compare in _COMPARE.items():
            if self.take(mark):
                return _compared(compare, self.literal())
        if self.take("!="):
            unwanted = self.literal()
            return lambda value: not _same(value, unwanted)
        self.take("=")
        wanted = self.literal()
        equals.append(wanted)
        return lambda value: _same(value, wanted)

    def _interval(self, low_closed: bool) -> Test:
        low = self.literal()
        self.need("..")
        high = self.literal()
        high_closed = self.take("]")
        if not high_closed and not self.take(")"):
            self.need("[")
        above = _compared(_COMPARE[">=" if low_closed else ">"], low)
        below = _compared(_COMPARE["<=" if high_closed else "<"], high)
        return lambda value: above(value) and below(value)

    def literal(self) -> Any:
        if not self._tokens:
            raise BadCell(self._text)
        token = self._tokens.pop()
        if token["text"] is not None:
            return re.sub(r"\\(.)", r"\1", token["text"][1:-1])
        if token["number"] is not None:
            return Decimal(token["number"]) if "." in token["number"] else int(token["number"])
        if token["word"] is not None:
            return {"true": True, "false": False, "null": None}[token["word"]]
        if token["date"] is not None:
            try:
                return date.fromisoformat(token["day"])
            except ValueError:
                raise BadCell(self._text) from None
        raise BadCell(self._text)

    def take(self, mark: str) -> bool:
        if self._tokens and mark in (self._tokens[-1]["mark"], self._tokens[-1]["not"]):
            self._tokens.pop()
            return True
        return False

    def need(self, mark: str) -> None:
        if not self.take(mark):
            raise BadCell(self._text)

    def need_end(self) -> None:
        if self._tokens:
            raise BadCell(self._text)


def _kind(value: Any) -> str:
    if isinstance(value, bool):
        return "bool"
    if isinstance(value, (int, Decimal)):
        return "number"
    if isinstance(value, date) and not isinstance(value, datetime):
        return "date"
    return type(value).__name__


def _same(value: Any, wanted: Any) -> bool:
    return _kind(value) == _kind(wanted) and bool(value == wanted)


def _compared(compare: Callable[[Any, Any], bool], limit: Any) -> Test:
    if limit is None or isinstance(limit, bool):
        raise BadCell(str(limit))
    return lambda value: _kind(value) == _kind(limit) and compare(value, limit)
