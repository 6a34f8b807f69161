"""Every look-up: by words, and by what disputes have in common."""

from mediation.search.queries.candidates import Narrowed
from mediation.search.queries.finding import Found, exactly, find
from mediation.search.queries.related import WHY, Related, RelatedCases, related
from mediation.search.queries.showing import FIELDS, Hit

__all__ = [
    "FIELDS",
    "WHY",
    "Found",
    "Hit",
    "Narrowed",
    "Related",
    "RelatedCases",
    "exactly",
    "find",
    "related",
]
