"""Papers that were issued."""

from dataclasses import dataclass
from typing import ClassVar

from mediation.kernel.facts import CaseFact
from mediation.kernel.text import N_


@dataclass(frozen=True, kw_only=True)
class PaperIssued(CaseFact):
    """A paper went into the dossier."""

    paper_id: int
    title: str
    number: str
    sentence: ClassVar[str] = N_("《{title}》入卷，编号{number}。")
