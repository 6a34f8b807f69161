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


@dataclass(frozen=True, kw_only=True)
class PaperVoided(CaseFact):
    """What a paper ordered was taken back; the paper stays in the dossier, marked void."""

    paper_id: int
    title: str
    number: str
    sentence: ClassVar[str] = N_("《{title}》（编号{number}）作废，留卷备查。")
