"""Which cases may be shown for some words, the newest first, for somebody who may see some or all.

The newest cases one may see are walked through first: for a common word they fill a page, and the
index need not gather a hundred thousand others. Where they do not, the index gives the cases there
are. Only for a word that is common, but not of late, is walked on, and then gathered after all.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, select, union
from sqlalchemy.orm import Session

from mediation.cases.model import Case
from mediation.cases.queries.visibility import not_recused, ways_to_see
from mediation.people.identity import Identity
from mediation.search.queries.index import Index, together
from mediation.units.model import Unit
from mediation.units.paths import below

FEW = 8_000
STEP = 300
WALKED_AT_MOST = 1_500


@dataclass(frozen=True)
class Narrowed:
    """What else a case must be.

    :ivar is_closed: closed, open, or None: either
    :ivar unit_path: path of the unit in or below which it happened
    """

    kind: str | None = None
    level: str | None = None
    is_closed: bool | None = None
    unit_path: str | None = None

    def conditions(self) -> list[ColumnElement[bool]]:
        """Return the conditions on cases."""
        found: list[ColumnElement[bool]] = []
        if self.kind:
            found.append(Case.kind == self.kind)
        if self.level:
            found.append(Case.level == self.level)
        if self.is_closed is not None:
            found.append(Case.closed_at.is_not(None) if self.is_closed else Case.closed_at.is_(None))
        if self.unit_path:
            found.append(Case.unit_id.in_(select(Unit.id).where(below(Unit.path, self.unit_path))))
        return found


class Sight:
    """The cases somebody may see, narrowed down, the newest first."""

    def __init__(
        self, session: Session, identity: Identity, narrowed: Narrowed, *, after: int | None = None
    ) -> None:
        self._session = session
        self._conditions = [not_recused(identity), *narrowed.conditions()]
        if after is not None:
            self._conditions.append(Case.id < after)
        ways = ways_to_see(identity)
        self._own = None if ways is None else self._every_one(ways)

    def _every_one(self, ways: Sequence[ColumnElement[bool]]) -> list[int]:
        """All of them: a town's are some thousands, found way by way through indexes."""
        each = [select(Case.id).where(way, *self._conditions) for way in ways]
        return sorted(together(self._session, union(*each)), reverse=True) if each else []

    def kept(self, case_ids: Sequence[int]) -> Iterator[int]:
        """Yield those of ``case_ids`` that are in sight, in their order, looked up as they are asked for."""
        if self._own is not None:
            own = set(self._own)
            yield from (each for each in case_ids if each in own)
            return
        for place in range(0, len(case_ids), STEP):
            step = case_ids[place : place + STEP]
            seen = set(self._session.scalars(select(Case.id).where(Case.id.in_(step), *self._conditions)))
            yield from (each for each in step if each in seen)

    def steps(self) -> Iterator[Sequence[int]]:
        """Yield all in sight, some at a time."""
        if self._own is not None:
            yield from (self._own[place : place + STEP] for place in range(0, len(self._own), STEP))
            return
        query = select(Case.id).where(*self._conditions).order_by(Case.id.desc()).limit(STEP)
        found = self._session.scalars(query).all()
        while found:
            yield found
            found = self._session.scalars(query.where(Case.id < found[-1])).all()

    def gathered(self, index: Index, *, before: int) -> Iterator[int]:
        """Yield all in sight with ids below ``before`` that match, gathered by the database."""
        matching = index.matching().cte("matching")
        if self._own is not None:
            ids = set(self._session.scalars(select(matching.c[0])))
            yield from (each for each in self._own if each < before and each in ids)
            return
        query = select(Case.id).join(matching, matching.c[0] == Case.id)
        query = query.where(and_(*self._conditions)).order_by(Case.id.desc()).limit(STEP)
        found = self._session.scalars(query.where(Case.id < before)).all()
        while found:
            yield from found
            found = self._session.scalars(query.where(Case.id < found[-1])).all()


def candidates(index: Index, sight: Sight) -> Iterator[int]:
    """Yield the ids of cases in sight that match, the newest first; looked for as they are asked for."""
    walked, steps = 0, sight.steps()
    for step in steps:
        yield from index.among(step)
        walked += len(step)
        if len(step) < STEP:
            return
        if walked == STEP:
            some = index.some(FEW + 1)
            if len(some) <= FEW:
                yield from sight.kept(sorted((each for each in some if each < step[-1]), reverse=True))
                return
        elif walked >= WALKED_AT_MOST:
            yield from sight.gathered(index, before=step[-1])
            return
