"""Past-tense facts that operations record; listeners turn them into sentences and messages."""

from dataclasses import dataclass
from datetime import datetime

from mediation.kernel.actor import Actor


@dataclass(frozen=True, kw_only=True)
class Fact:
    """Something that happened."""

    at: datetime
    by: Actor


@dataclass(frozen=True, kw_only=True)
class CaseFact(Fact):
    """Something that happened in one case; each becomes one ledger line."""

    case_id: int
