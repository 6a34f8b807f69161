"""What the ledger itself records."""

from dataclasses import dataclass
from typing import ClassVar

from mediation.kernel.facts import CaseFact
from mediation.kernel.text import N_


@dataclass(frozen=True, kw_only=True)
class ActRefused(CaseFact):
    """Somebody tried what the rules do not allow; nothing was done, and this says so.

    :ivar refusal: name of the refusal's class, for those who have to do something about it
    """

    act: str
    reason: str
    refusal: str = ""

    sentence: ClassVar[str] = N_("{by}办理“{act}”未被准许，没有任何改动：{reason}")
