"""Past-tense facts that operations record; listeners turn them into sentences and messages."""

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, ClassVar

from mediation.kernel.actor import Actor


@dataclass(frozen=True, kw_only=True)
class Fact:
    """Something that happened."""

    at: datetime
    by: Actor


@dataclass(frozen=True, kw_only=True)
class CaseFact(Fact):
    """Something that happened in one case; each becomes one ledger line.

    :cvar sentence: Chinese template over the fact's fields and ``{by}``, marked by ``N_``;
        a template never names a party, only their alias
    :cvar beside: fields that are kept beside the sentence though it does not say them
    """

    sentence: ClassVar[str]
    beside: ClassVar[tuple[str, ...]] = ()

    case_id: int

    def params(self) -> dict[str, Any]:
        """Return what fills the template; override to say a value in better words."""
        return {
            each.name: getattr(self, each.name) for each in fields(self) if each.name not in _OF_EVERY_FACT
        }


_OF_EVERY_FACT = frozenset({"at", "by", "case_id"})
