"""Cuts text into units and pairs of them, the same for what is stored and what is asked.

A unit is one Chinese character, one run of Latin letters or one run of digits; signs and line ends
part runs of units, blanks do not: ``3 组`` is ``3组``. Widths and cases are made one (NFKC), and
leading zeros of a number do not count.
"""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

LONGEST = 60
"""Characters of a run of letters or digits that count."""


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit of a text.

    :ivar text: as it is compared
    :ivar start: where it begins in the text
    :ivar end: where it ends
    """

    text: str
    start: int
    end: int


Run = list[Unit]


def runs(text: str) -> Iterator[Run]:
    """Yield the runs of units between signs."""
    run: Run = []
    last = ""
    for place, given in enumerate(text):
        for char in _plain(given):
            kind = _kind(char)
            if kind == "sign":
                if run:
                    yield run
                run = []
            elif run and kind == last and kind in ("letters", "digits"):
                before = run[-1]
                run[-1] = Unit(before.text + char, before.start, place + 1)
            elif kind != "blank":
                run.append(Unit(char, place, place + 1))
            last = kind
    if run:
        yield run


@lru_cache(maxsize=8192)
def _plain(char: str) -> str:
    return char if "一" <= char <= "鿿" else unicodedata.normalize("NFKC", char).casefold()


def _kind(char: str) -> str:
    if char.isascii():
        if char.isdigit():
            return "digits"
        if char in " \t":
            return "blank"
        return "letters" if char.isalpha() else "sign"
    return "sole" if char.isalnum() else "sign"


def spelled(unit: str) -> str:
    """Return the unit as it is compared and stored in ASCII: hex for a character, w… for a word."""
    if not unit.isascii():
        return f"{ord(unit):04x}"
    return "w" + (unit.lstrip("0")[:LONGEST] or "0" if unit.isdigit() else unit[:LONGEST])


def tokens(texts: Iterable[str], *, mark: str = "") -> dict[str, None]:
    """Return every word and every pair of neighbouring units of ``texts``, each once, in order.

    :param mark: letter put before each, for what not everybody may search
    """
    found: dict[str, None] = {}
    for text in texts:
        for run in runs(text):
            for token in tokens_of([unit.text for unit in run]):
                found[mark + token] = None
    return found


def tokens_of(units: list[str]) -> Iterator[str]:
    """Yield the words and the pairs of one run; a lone character gives none."""
    before = ""
    for unit in units:
        code = spelled(unit)
        if code[0] == "w":
            yield code
        if before:
            yield f"{before}{code}"
        before = code
