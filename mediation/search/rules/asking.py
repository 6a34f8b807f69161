"""What somebody typed, as words to look up; and where a word stands in a text."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from unicodedata import normalize

from mediation.search.rules.units import Run, runs, spelled, tokens_of

LONGEST = 60
WORDS_AT_MOST = 8


@dataclass(frozen=True)
class Word:
    """One word asked for: its runs must each stand somewhere in one and the same field.

    :ivar text: as typed
    """

    text: str

    @cached_property
    def pieces(self) -> list[list[str]]:
        """The runs of the word that can be looked up, each as its units."""
        found = [[unit.text for unit in run] for run in runs(self.text)]
        return [units for units in found if any(tokens_of(units))]

    @cached_property
    def tokens(self) -> tuple[str, ...]:
        """What must be stored of a text that holds the word; none where the word is too short."""
        return tuple(dict.fromkeys(token for units in self.pieces for token in tokens_of(units)))

    @property
    def is_too_short(self) -> bool:
        """Whether it is a lone character, or signs alone."""
        return not self.tokens

    @property
    def length(self) -> int:
        """How many units it has."""
        return sum(map(len, self.pieces))

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Return where the word stands in ``text``; none unless each of its runs does."""
        if not self._may_stand_in(text):
            return []
        found, places = list(runs(text)), []
        for units in self.pieces:
            codes = [spelled(unit) for unit in units]
            here = [span for run in found for span in _spans(run, codes)]
            if not here:
                return []
            places += here
        return places

    def _may_stand_in(self, text: str) -> bool:
        plain = normalize("NFKC", text).casefold()
        return all(probe in plain for probe in self._probes)

    @cached_property
    def _probes(self) -> list[str]:
        probes = []
        for units in self.pieces:
            whole = not any(unit.isdigit() for unit in units)
            probes += ["".join(units)] if whole else [unit.lstrip("0") for unit in units]
        return probes


def _spans(run: Run, codes: list[str]) -> Iterator[tuple[int, int]]:
    have = [spelled(unit.text) for unit in run]
    for place in range(len(have) - len(codes) + 1):
        if have[place : place + len(codes)] == codes:
            yield run[place].start, run[place + len(codes) - 1].end


def words_of(typed: str) -> list[Word]:
    """Return the words typed, each once, at most eight of them."""
    return [Word(text) for text in dict.fromkeys(typed[:LONGEST].split())][:WORDS_AT_MOST]


@dataclass(frozen=True)
class Part:
    """A part of a text that was looked through; ``is_hit``: this is what was asked for."""

    text: str
    is_hit: bool = False


def marked(text: str, words: Iterable[Word], *, around: int | None = None) -> tuple[Part, ...]:
    """Return ``text`` in parts, those marked that were asked for.

    :param around: give so many characters around the first one only; None: the whole text
    """
    spans = _merged(span for word in words for span in word.spans(text))
    first, last = (0, len(text))
    if around is not None:
        begin = spans[0][0] if spans else 0
        first, last = max(0, begin - around // 3), min(len(text), begin + around)
    parts = [Part("…")] if first else []
    place = first
    for start, end in spans:
        if start >= last:
            break
        parts += [Part(text[place:start]), Part(text[start : min(end, last)], is_hit=True)]
        place = end
    parts.append(Part(text[place:last]))
    if last < len(text):
        parts.append(Part("…"))
    return tuple(part for part in parts if part.text)


def _merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
