"""Cases that were found, as their finder may read them, and where the words stand.

The index offers cases; here each is read as the viewer may read it and kept only if every word
really stands where the viewer may look. So nobody learns from a search what the case page hides.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from mediation.cases.model import Case
from mediation.cases.queries import viewer
from mediation.cases.rules import plain_number
from mediation.cases.taxonomy import KINDS
from mediation.kernel.text import N_
from mediation.ledger.model import LedgerLine
from mediation.parties.queries import NamedParty, Standing, mask_minors, mask_names, names_in
from mediation.parties.rules import normal_name
from mediation.people.identity import Identity
from mediation.search.rules.asking import Parts, Word, folded, marked
from mediation.units.model import Unit

AROUND = 64
FIELDS = {
    "number": N_("编号"),
    "title": N_("标题"),
    "party": N_("当事人"),
    "phone": N_("电话"),
    "place": N_("地点"),
    "kind": N_("类型"),
    "told": N_("办理经过"),
}


@dataclass(frozen=True, kw_only=True)
class Hit:
    """A case that was found.

    :ivar where: keys of FIELDS: where words stand
    :ivar count: how many of the words stand somewhere
    :ivar parties: names, where one was asked for
    :ivar place: place and plot, where they were asked for
    :ivar unit: full name of the unit it happened in
    :ivar told: the sentence of the ledger or the story, where words stand there alone
    """

    case_id: int
    number: Parts
    title: Parts
    where: tuple[str, ...]
    count: int
    parties: tuple[Parts, ...]
    place: Parts
    told: Parts
    kind: str
    risk: str
    level: str
    unit: Parts
    reported_at: datetime
    outcome: str | None

    @property
    def is_closed(self) -> bool:
        """Whether it has an outcome."""
        return self.outcome is not None


@dataclass
class _Read:
    """One case as the viewer may read it, and where each word stands."""

    case: Case
    unit: str
    names: tuple[NamedParty, ...]
    is_outside: bool
    where: dict[Word, list[str]] = field(default_factory=dict)
    told: str = ""

    def plain(self, text: str) -> str:
        """Return a text with the names the viewer may not read replaced."""
        return mask_names(text, self.names) if self.is_outside else mask_minors(text, self.names)

    @property
    def place(self) -> str:
        """Place and plot; sealed under violence."""
        if self.case.traits.get("violence"):
            return ""
        return " · ".join(filter(None, (self.plain(self.case.place), self.case.plot)))

    def stands(self, word: Word) -> list[str]:
        """Return where ``word`` stands but for the ledger."""
        texts = {
            "number": f"{self.case.number} {plain_number(self.case.number)}",
            "place": f"{self.unit}\n{self.place}",
            "kind": KINDS.get(self.case.kind, ""),
        }
        if not self.is_outside:
            texts["title"] = self.plain(self.case.title)
        found = [name for name, text in texts.items() if word.stands_in(text)]
        if self.called(word):
            found.append("party")
        return found

    def called(self, word: Word) -> list[str]:
        """Return the names the viewer may read that hold ``word``."""
        wanted = normal_name(word.text)
        if self.is_outside or len(wanted) < 2:
            return []
        named = [name for party in self.names if not party.is_minor for name in (party.name, party.nickname)]
        return [name for name in named if name and wanted in normal_name(name)]


def shown(
    session: Session, identity: Identity, case_ids: Sequence[int], words: Sequence[Word], *, at_least: int
) -> list[Hit]:
    """Return the cases in which at least so many of ``words`` stand, in the order of ``case_ids``."""
    read = _read(session, identity, case_ids)
    for each in read.values():
        each.where = {word: each.stands(word) for word in words}
    wanting = [each for each in read.values() if not all(each.where.values())]
    _look_into_the_ledger(session, wanting, words)
    found = [read[case_id] for case_id in case_ids if case_id in read]
    return [_hit(each, words) for each in found if sum(map(bool, each.where.values())) >= at_least]


def _read(session: Session, identity: Identity, case_ids: Sequence[int]) -> dict[int, _Read]:
    query = select(Case, Unit.full_name).join(Unit, Unit.id == Case.unit_id).where(Case.id.in_(case_ids))
    names = names_in(session, case_ids)
    return {
        case.id: _Read(
            case=case,
            unit=unit,
            names=names.get(case.id, ()),
            is_outside=viewer(identity, case).standing is Standing.OUTSIDE,
        )
        for case, unit in session.execute(query).tuples()
    }


def _look_into_the_ledger(session: Session, read: Iterable[_Read], words: Sequence[Word]) -> None:
    """Find the words that stand nowhere else in what was told, and the sentence that holds most of them."""
    cases = {each.case.id: each for each in read}
    query = (
        select(LedgerLine.case_id, LedgerLine.sentence)
        .where(LedgerLine.case_id.in_(cases))
        .order_by(LedgerLine.case_id, LedgerLine.seq.desc())
    )
    told: dict[int, list[str]] = defaultdict(list)
    for case_id, sentence in session.execute(query).tuples() if cases else ():
        told[case_id].append(sentence)
    for case_id, each in cases.items():
        _look_into(each, (each.case.story, *told[case_id]), words)


def _look_into(read: _Read, told: Iterable[str], words: Sequence[Word]) -> None:
    """Note which of the words not found yet stand in what was told, until all are found in one sentence."""
    sought = [word for word in words if not read.where[word]]
    best = 0
    for text in told:
        plain = folded(text)
        if not any(word.stands_in(text, plain) for word in sought):
            continue
        readable = read.plain(text)
        plain = folded(readable)
        here = [word for word in sought if word.stands_in(readable, plain)]
        read.where.update({word: ["told"] for word in here})
        if len(here) > best:
            best, read.told = len(here), readable
        if best == len(sought):
            return


def _hit(read: _Read, words: Sequence[Word]) -> Hit:
    case = read.case
    where = {name for found in read.where.values() for name in found}
    called = dict.fromkeys(name for word in words for name in read.called(word))
    return Hit(
        case_id=case.id,
        number=marked(case.number, words),
        title=marked(read.plain(case.title), () if read.is_outside else words),
        where=tuple(name for name in FIELDS if name in where),
        count=sum(map(bool, read.where.values())),
        parties=tuple(marked(name, words) for name in called),
        place=marked(read.place, words) if any(word.stands_in(read.place) for word in words) else (),
        told=marked(read.told, words, around=AROUND) if read.told else (),
        kind=case.kind,
        risk=case.risk,
        level=case.level,
        unit=marked(read.unit, words),
        reported_at=case.reported_at,
        outcome=case.outcome,
    )
