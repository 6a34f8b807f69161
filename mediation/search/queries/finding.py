"""Finding disputes by words, within what somebody may see."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from sqlalchemy.orm import Session

from mediation.cases.model import Case
from mediation.cases.queries import case_numbered, may_see
from mediation.cases.rules import number_meant
from mediation.people.identity import Identity
from mediation.search.queries.candidates import FEW, Narrowed, Sight, candidates
from mediation.search.queries.index import Index
from mediation.search.queries.showing import Hit, shown
from mediation.search.queries.telephones import telephone_meant, with_telephone
from mediation.search.rules.asking import Word, words_of
from mediation.search.segments import segments

PAGE = 20
SEGMENTS_AT_MOST = 6
PARTED = "s"


@dataclass(frozen=True)
class Found:
    """A page of what was found, the newest first.

    :ivar next: key to go on after, None at the end
    :ivar how: "whole": all words as typed; "parted": all words within them; "some": some of these,
        the most first; "" where nothing was looked for or found
    :ivar words: what was looked for in the end
    :ivar left_out: lone characters, which cannot be looked for
    """

    items: tuple[Hit, ...] = ()
    next: str | None = None
    how: str = ""
    words: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()


def find(
    session: Session,
    *,
    identity: Identity,
    typed: str,
    narrowed: Narrowed | None = None,
    after: str | None = None,
    size: int = PAGE,
) -> Found:
    """Return a page of the cases in which all words of ``typed`` stand.

    Where there are none, long words are parted as people read them, and cases with all of these are
    returned; where one long word alone was typed, else those with some of them. A whole telephone
    number finds the cases of its owner.

    :param after: ``next`` of the page before
    """
    digits = telephone_meant(typed)
    if digits and after is None:
        sight = Sight(session, identity, narrowed or Narrowed())
        called = with_telephone(session, identity, digits, sight, size=size)
        if called:
            return Found(tuple(called), how="whole", words=(typed,))
    asked = words_of(typed)
    words = [word for word in asked if not word.is_too_short]
    left_out = tuple(word.text for word in asked if word.is_too_short)
    if not words:
        return Found(left_out=left_out)
    search = _Search(session, identity, narrowed or Narrowed(), size)
    key = (after or "").removeprefix(PARTED)
    last = int(key) if key.isdigit() else None
    if not (after or "").startswith(PARTED):
        hits = search.all_of(words, after=last)
        if hits or last is not None:
            return _page(hits, size, how="whole", words=words, left_out=left_out)
    parted = _parted(words)
    if not parted:
        return Found(words=_texts(words), left_out=left_out)
    hits = search.all_of(parted, after=last)
    if hits or last is not None:
        return _page(hits, size, how="parted", words=parted, left_out=left_out)
    some = search.some_of(parted) if len(words) == 1 else []
    return Found(tuple(some), None, "some" if some else "", _texts(parted), left_out)


def exactly(session: Session, *, identity: Identity, typed: str, prefix: str) -> int | None:
    """Return the id of the case whose number was typed in full, if ``identity`` may see it."""
    number = number_meant(typed, prefix=prefix)
    case_id = case_numbered(session, number) if number else None
    case = session.get(Case, case_id) if case_id else None
    return case.id if case is not None and may_see(session, identity, case) else None


class _Search:
    """One search of one person."""

    def __init__(self, session: Session, identity: Identity, narrowed: Narrowed, size: int) -> None:
        self._session, self._identity = session, identity
        self._narrowed, self._size = narrowed, size
        self._with_names = identity.may("act_on_case") or identity.may("report_case")

    def all_of(self, words: Sequence[Word], *, after: int | None) -> list[Hit]:
        """Return one more than a page of the cases with all words."""
        sight = Sight(self._session, self._identity, self._narrowed, after=after)
        offered = candidates(self._index(words), sight)
        found: list[Hit] = []
        while len(found) <= self._size and (some := list(islice(offered, self._size + 1))):
            found += self._shown(some, words, at_least=len(words))
        return found[: self._size + 1]

    def some_of(self, words: Sequence[Word]) -> list[Hit]:
        """Return a page of the cases with the most of the words; none counts that stands in very many."""
        times = Counter(case_id for word in words for case_id in self._rare(word))
        likely = sorted(times, key=lambda case_id: (-times[case_id], -case_id))
        sight = Sight(self._session, self._identity, self._narrowed)
        best = list(islice(sight.kept(likely), 2 * self._size))
        hits = self._shown(best, words, at_least=1)
        return sorted(hits, key=lambda hit: (-hit.count, -hit.case_id))[: self._size]

    def _rare(self, word: Word) -> Sequence[int]:
        found = self._index([word]).some(FEW + 1)
        return found if len(found) <= FEW else ()

    def _index(self, words: Sequence[Word]) -> Index:
        return Index(self._session, words, with_names=self._with_names)

    def _shown(self, case_ids: Sequence[int], words: Sequence[Word], *, at_least: int) -> list[Hit]:
        return shown(self._session, self._identity, case_ids, words, at_least=at_least)


def _parted(words: Sequence[Word]) -> list[Word]:
    """Return the words within ``words``, each once; none where nothing could be parted."""
    found: Iterator[Word] = (part for word in words for part in segments(word) or [word])
    parted = list(dict.fromkeys(found))[:SEGMENTS_AT_MOST]
    return parted if parted != list(words) else []


def _page(
    hits: Sequence[Hit], size: int, *, how: str, words: Sequence[Word], left_out: tuple[str, ...]
) -> Found:
    mark = PARTED if how == "parted" else ""
    after = f"{mark}{hits[size - 1].case_id}" if len(hits) > size else None
    return Found(tuple(hits[:size]), after, how, _texts(words), left_out)


def _texts(words: Sequence[Word]) -> tuple[str, ...]:
    return tuple(word.text for word in words)
