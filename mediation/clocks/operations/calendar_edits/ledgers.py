"""What of the ledgers of many clocks moves their ends, when they reminded and ran out, in one statement."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from mediation.clocks.due import Change
from mediation.clocks.model import Clock, ClockEntry
from mediation.clocks.operations.settling import MOVING, change_of
from mediation.kernel.many import is_among

_LAST = ("reminded", "reached")


@dataclass(frozen=True)
class Ledgers:
    """By clock: its pauses and extensions in order, and when it last reminded and last ran out."""

    _changes: Mapping[int, Sequence[Change]]
    _reminded: Mapping[int, datetime]
    _reached: Mapping[int, datetime]

    @classmethod
    def of(cls, session: Session, clock_ids: Sequence[int]) -> Self:
        """Read those of some clocks."""
        return cls._read(session, is_among(session, ClockEntry.clock_id, clock_ids), (*MOVING, *_LAST))

    @classmethod
    def that_move(cls, session: Session, which: ColumnElement[bool]) -> Self:
        """Read the pauses and extensions of all clocks that fit, of which few have any."""
        return cls._read(session, ClockEntry.clock_id.in_(select(Clock.id).where(which)), MOVING)

    def changes(self, clock_id: int) -> Sequence[Change]:
        """Return what moves the end of a clock, in order."""
        return self._changes.get(clock_id, ())

    def reminded(self, clock_id: int) -> datetime | None:
        """Return when it last reminded; None: never."""
        return self._reminded.get(clock_id)

    def reached(self, clock_id: int) -> datetime | None:
        """Return when it was last found to have run out, by whatever calendar; None: never."""
        return self._reached.get(clock_id)

    @classmethod
    def _read(cls, session: Session, which: ColumnElement[bool], kinds: Sequence[str]) -> Self:
        changes: dict[int, list[Change]] = {}
        last: dict[str, dict[int, datetime]] = {kind: {} for kind in _LAST}
        query = select(
            ClockEntry.clock_id, ClockEntry.kind, ClockEntry.at, ClockEntry.amount, ClockEntry.unit
        )
        query = query.where(which, ClockEntry.kind.in_(kinds)).order_by(ClockEntry.id)
        for clock_id, kind, at, amount, unit in session.execute(query).tuples():
            if kind in MOVING:
                changes.setdefault(clock_id, []).append(change_of(kind, at, amount, unit))
            else:
                last[kind][clock_id] = max(at, last[kind].get(clock_id, at))
        return cls(changes, last["reminded"], last["reached"])
