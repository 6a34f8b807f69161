"""What one case is found by, as words to store.

Names of parties are replaced before anything is stored, and stored apart as keyed hashes; minors'
are not stored at all (未成年人保护法 103). What only those may find who read names (the title, and
names themselves) carries a mark of its own.
"""

from collections.abc import Iterable, Sequence

from mediation.cases.model import Case
from mediation.cases.rules import plain_number
from mediation.cases.taxonomy import KINDS
from mediation.parties.grams import sealed_pairs
from mediation.parties.queries import NamedParty, mask_minors, mask_names
from mediation.search.rules.units import tokens

TITLE, NAME = "t", "n"
BETWEEN = "\n|\n"
MOST = 60_000
"""Words of one case at most: PostgreSQL takes a megabyte."""


def words_of(case: Case, *, unit: str, parties: Sequence[NamedParty], said: Iterable[str] = ()) -> str:
    """Return the words of ``case``.

    :param unit: full name of the unit it happened in
    :param said: what was told of it, the latest first
    """
    found = tokens([case.number, plain_number(case.number), KINDS.get(case.kind, ""), unit])
    found |= tokens([mask_minors(case.title, parties)], mark=TITLE)
    found |= dict.fromkeys(hashed for party in parties for hashed in name_tokens(party))
    if not case.traits.get("violence"):
        found |= tokens([mask_names(case.place, parties), case.plot or ""])
    found |= tokens([mask_names(BETWEEN.join(said), parties)])
    return " ".join(list(found)[:MOST])


def name_tokens(party: NamedParty) -> Iterable[str]:
    """Yield what a party is found by; nothing of a minor."""
    if not party.is_minor:
        for name in filter(None, (party.name, party.nickname)):
            yield from (NAME + pair for pair in sealed_pairs(name))
