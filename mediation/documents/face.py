"""A case as templates see it: words for keys; units are looked up only where a template names them."""

from collections.abc import Callable
from typing import Any

from mediation.cases.model import Case
from mediation.cases.taxonomy import DIFFICULTIES, KINDS, OUTCOMES, RISKS, SOURCES

WORDS = {
    "kind": KINDS,
    "source": SOURCES,
    "difficulty": DIFFICULTIES,
    "risk": RISKS,
    "outcome": OUTCOMES,
}
UNITS = {"unit": "held_by_id", "place_unit": "unit_id"}
PLAIN = frozenset(
    {
        "number",
        "title",
        "story",
        "place",
        "reported_at",
        "limitation_interrupted_on",
        "settled_on",
        "closed_at",
    }
)


class Face:
    """What a template may read of a case, and nothing else.

    :param unit_name: unit id -> full name
    """

    def __init__(self, case: Case, paper_title: str, unit_name: Callable[[int], str]) -> None:
        self._case, self._unit_name = case, unit_name
        self.paper_title = paper_title

    def __getattr__(self, name: str) -> Any:
        if name in PLAIN:
            return getattr(self._case, name)
        if name in WORDS:
            key = getattr(self._case, name) or ""
            return WORDS[name].get(key, key)
        if name in UNITS:
            return self._unit_name(getattr(self._case, UNITS[name]))
        raise AttributeError(name)
