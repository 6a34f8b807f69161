"""What the ledger itself records."""

from dataclasses import dataclass
from typing import ClassVar

from mediation.kernel.facts import CaseFact
from mediation.kernel.text import N_


@dataclass(frozen=True, kw_only=True)
class ActRefused(CaseFact):
    """Somebody tried what the rules do not allow; nothing was done, and this says so."""

    act: str
    reason: str

    sentence: ClassVar[str] = N_("{by}办理“{act}”未被准许，没有任何改动：{reason}")
