"""The kinds of papers, read from kinds.yaml."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml


@dataclass(frozen=True)
class PaperKind:
    """One kind of paper.

    :ivar order: place in the dossier
    :ivar on_paper: may lie in the file on paper, without the system having made it
    :ivar template: name of its template; None for papers that come from outside
    """

    key: str
    title: str
    order: int
    template: str | None = None
    on_paper: bool = False


@cache
def paper_kinds() -> Mapping[str, PaperKind]:
    """Return every kind by key."""
    rows = yaml.safe_load((Path(__file__).parent / "kinds.yaml").read_text(encoding="utf-8"))
    return {row["key"]: PaperKind(**row) for row in rows}
