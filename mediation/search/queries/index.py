"""Asks the full-text index of either database which cases hold words.

The planner is kept from guessing: how common a word is, is asked with a limit, and rows are then
either fetched by the index or walked through from the newest, as :mod:`candidates` decides.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    Boolean,
    ColumnElement,
    CompoundSelect,
    Integer,
    Select,
    any_,
    cast,
    column,
    func,
    literal,
    select,
    table,
    type_coerce,
)
from sqlalchemy.dialects.postgresql import ARRAY, TSQUERY
from sqlalchemy.orm import Session

from mediation.parties.grams import sealed_pairs
from mediation.search.model import SearchText
from mediation.search.rules.asking import Word
from mediation.search.words import NAME, TITLE

_fts = table("search_index", column("rowid"), column("search_index"))


class Index:
    """The index, asked for cases that hold all of some words.

    :param with_names: also look among what only those may find who read names
    """

    def __init__(self, session: Session, words: Sequence[Word], *, with_names: bool) -> None:
        self._session = session
        self._is_sqlite = session.get_bind().dialect.name == "sqlite"
        both, either = (" AND ", " OR ") if self._is_sqlite else (" & ", " | ")
        asked = []
        for word in words:
            ways = [word.tokens]
            if with_names:
                ways.append(tuple(TITLE + token for token in word.tokens))
                ways.append(tuple(NAME + pair for pair in dict.fromkeys(sealed_pairs(word.text))))
            asked.append(either.join(f"({both.join(way)})" for way in ways if way))
        self._asked = both.join(f"({each})" for each in asked)

    def matching(self) -> Select[tuple[int]]:
        """Return the query of the ids of all cases that match."""
        if self._is_sqlite:
            return select(_fts.c.rowid).where(_fts.c.search_index.op("MATCH")(self._asked))
        return select(SearchText.case_id).where(self._holds())

    def some(self, limit: int) -> Sequence[int]:
        """Return the ids of at most so many cases that match, in no order."""
        return together(self._session, self.matching().limit(limit))

    def among(self, case_ids: Sequence[int]) -> list[int]:
        """Return which of these cases match, in their order, looking at each of them."""
        if self._is_sqlite:
            found = self.matching().where(_fts.c.rowid.in_(case_ids))
        else:
            # Not through the index: it would gather every case of the county that matches first.
            looked_at = type_coerce(self._holds(), Boolean).is_(True)
            found = select(SearchText.case_id).where(one_of(SearchText.case_id, case_ids), looked_at)
        matching = set(self._session.scalars(found))
        return [each for each in case_ids if each in matching]

    def _holds(self) -> ColumnElement[bool]:
        # A subquery, so that no plan is made for one word that is slow for another.
        asked = select(cast(literal(self._asked), TSQUERY)).scalar_subquery()
        return SearchText.words.op("@@", is_comparison=True)(asked)


def together(session: Session, ids: Select[tuple[int]] | CompoundSelect[tuple[int]]) -> Sequence[int]:
    """Return what a query of ids finds, as one array: thousands of rows take longer to fetch than to find."""
    if session.get_bind().dialect.name == "sqlite":
        return session.scalars(ids).all()
    return session.scalar(select(func.array_agg(ids.subquery().c[0]))) or ()


def one_of(column: Any, ids: Sequence[int]) -> ColumnElement[bool]:
    """Return the condition, on PostgreSQL, that ``column`` is one of many ids given as one array."""
    return column == any_(literal(list(ids), ARRAY(Integer)))
