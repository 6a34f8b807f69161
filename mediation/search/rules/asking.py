"""What somebody typed, as words to look up; and where a word stands in a text."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from unicodedata import normalize

from mediation.search.rules.units import Run, runs, spelled, tokens_of

LONGEST = 60
WORDS_AT_MOST = 8


@dataclass(frozen=True)
class Word:
    """One word asked for: units that stand side by side, without blank or sign between.

    :ivar text: as typed
    """

    text: str

    @cached_property
    def units(self) -> list[str]:
        """Its characters, and its runs of letters or digits."""
        return [unit.text for run in runs(self.text) for unit in run]

    @cached_property
    def tokens(self) -> tuple[str, ...]:
        """What must be stored of a text that holds the word; none where the word is too short."""
        return tuple(dict.fromkeys(tokens_of(self.units)))

    @property
    def is_too_short(self) -> bool:
        """Whether it is a lone character."""
        return not self.tokens

    def stands_in(self, text: str, plain: str | None = None) -> bool:
        """Say whether the word stands in ``text``.

        :param plain: the text :func:`folded`, where that is known
        """
        if not self.tokens or not self._may_stand_in(folded(text) if plain is None else plain):
            return False
        return self._is_plain or bool(self.spans(list(runs(text))))

    def spans(self, found: Sequence[Run]) -> list[tuple[int, int]]:
        """Return where the word stands in a text, given as its runs."""
        return [span for run in found for span in self._spans_in(run)] if self.tokens else []

    def _may_stand_in(self, plain: str) -> bool:
        return all(probe in plain for probe in self._probes)

    @cached_property
    def _is_plain(self) -> bool:
        """Whether it has neither letters nor digits, so that it stands wherever its characters do."""
        return not any(unit.isascii() for unit in self.units)

    @cached_property
    def _codes(self) -> list[str]:
        return [spelled(unit) for unit in self.units]

    @cached_property
    def _probes(self) -> list[str]:
        """What any text that holds the word must hold as well: quicker to look for."""
        if any(unit.isdigit() for unit in self.units):
            return [unit.lstrip("0") for unit in self.units]
        return ["".join(self.units)]

    def _spans_in(self, run: Run) -> Iterator[tuple[int, int]]:
        have, wanted = [spelled(unit.text) for unit in run], self._codes
        for place in range(len(have) - len(wanted) + 1):
            if have[place : place + len(wanted)] == wanted:
                yield run[place].start, run[place + len(wanted) - 1].end


def folded(text: str) -> str:
    """Return a text with widths and cases made one and without blanks."""
    return normalize("NFKC", text).casefold().replace(" ", "")


def words_of(typed: str) -> list[Word]:
    """Return the words typed, each once, at most eight; blanks and signs part them."""
    typed = typed[:LONGEST]
    found = [word[run[0].start : run[-1].end] for word in typed.split() for run in runs(word)]
    return [Word(text) for text in dict.fromkeys(found)][:WORDS_AT_MOST]


@dataclass(frozen=True)
class Part:
    """A part of a text that was looked through; ``is_hit``: this is what was asked for."""

    text: str
    is_hit: bool = False


Parts = tuple[Part, ...]


def marked(text: str, words: Iterable[Word], *, around: int | None = None) -> Parts:
    """Return ``text`` in parts, those marked that were asked for.

    :param around: give about so many characters around the first one only; None: the whole text
    """
    spans = _merged(_spans_of(text, words))
    first, last = 0, len(text)
    if around is not None:
        begin = spans[0][0] if spans else 0
        first = max(0, min(begin - around // 3, len(text) - around))
        last = min(len(text), first + around)
    parts = [Part("…")] if first else []
    place = first
    for start, end in spans:
        if start >= last:
            break
        parts += [Part(text[place:start]), Part(text[start : min(end, last)], is_hit=True)]
        place = min(end, last)
    parts.append(Part(text[place:last]))
    if last < len(text):
        parts.append(Part("…"))
    return tuple(part for part in parts if part.text)


def _spans_of(text: str, words: Iterable[Word]) -> Iterator[tuple[int, int]]:
    plain = folded(text)
    here = [word for word in words if word.stands_in(text, plain)]
    found = list(runs(text)) if here else []
    for word in here:
        yield from word.spans(found)


def _merged(spans: Iterable[tuple[int, int]]) -> Sequence[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
