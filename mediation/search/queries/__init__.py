"""Every look-up: by words, and by what disputes have in common."""

from mediation.search.queries.related import WHY, Related, RelatedCases, related

__all__ = ["WHY", "Related", "RelatedCases", "related"]
