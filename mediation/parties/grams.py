"""Finds a party by a part of the name or nickname, though names lie under seal.

Each two neighbouring characters are kept as a keyed hash of 64 bits; single characters are not,
since how often they occur would tell common surnames. Minors have none (未成年人保护法 103).
"""

from collections.abc import Iterable

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from mediation.kernel.columns import keyed_hash
from mediation.kernel.database import upsert
from mediation.parties.model import NameGram, Party
from mediation.parties.rules import name_pairs

LENGTH = 16


def gram_rows(party: Party) -> list[dict[str, object]]:
    """Return the rows by which ``party`` is found; none for a minor."""
    if party.is_minor:
        return []
    names = [name for name in (party.name, party.nickname) if name]
    grams = dict.fromkeys(gram for name in names for gram in sealed_pairs(name))
    return [{"gram": gram, "case_id": party.case_id, "party_id": party.id} for gram in grams]


def write_grams(session: Session, parties: Iterable[Party]) -> None:
    """Write the grams of stored ``parties`` with one statement; those there already stay."""
    rows = [row for party in parties for row in gram_rows(party)]
    if rows:
        session.execute(upsert(session, NameGram).on_conflict_do_nothing(), rows)


def cases_with_name(words: str) -> Select[tuple[int]] | None:
    """Return a query of the ids of cases in which each of ``words`` is part of some party's name or nickname.

    None where a word is too short to be looked up, or there is none. Whoever asks sees to it that
    the viewer may read the names: see ``cases.queries.knows_names``.

    :param words: separated by blanks, each of two characters or more
    """
    asked = [sorted(set(sealed_pairs(word))) for word in words.split()]
    if not asked or not all(asked):
        return None
    first, *others = [_with_grams(grams) for grams in asked]
    for other in others:
        first = first.where(NameGram.case_id.in_(other))
    return first


def _with_grams(grams: list[str]) -> Select[tuple[int]]:
    query = select(NameGram.case_id)
    if len(grams) == 1:
        return query.where(NameGram.gram == grams[0])
    return (
        query.where(NameGram.gram.in_(grams))
        .group_by(NameGram.case_id, NameGram.party_id)
        .having(func.count() == len(grams))
    )


def sealed_pairs(name: str) -> list[str]:
    """Return each two neighbouring characters of a name as keyed hashes."""
    return [keyed_hash(f"pair:{pair}")[:LENGTH] for pair in name_pairs(name)]
