"""What others did on a case in the meantime, as its ledger tells; the ledger stands a floor above."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session


@dataclass(frozen=True)
class Happened:
    """One thing somebody else did."""

    at: datetime
    sentence: str


Reader = Callable[[Session, int, datetime, int], Happened | None]
_readers: list[Reader] = []


def told_by(reader: Reader) -> None:
    """Let the room that keeps the ledger tell: of a case, since a moment, by anybody but one person."""
    _readers[:] = [reader]


def first_by_others(session: Session, *, case_id: int, since: datetime, person_id: int) -> Happened | None:
    """Return the first thing that somebody else did on the case since that moment."""
    for reader in _readers:
        return reader(session, case_id, since, person_id)
    return None
