"""三零: 零上访, 零事故, 零案 of a village or micro-grid in a quarter (county default)."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from mediation.kernel.text import N_

BADGES = {"petition": N_("零上访"), "accident": N_("零事故"), "crime": N_("零案")}

Cause = tuple[str, str]
"""What of a dispute broke a badge: a group of the taxonomy (sources, traits, outcomes) and its entry."""


class Breaking(Protocol):
    """What breaks a badge."""

    @property
    def sources(self) -> Collection[str]: ...

    @property
    def outcomes(self) -> Collection[str]: ...

    @property
    def traits(self) -> Collection[str]: ...


@dataclass(frozen=True)
class Seen:
    """What of a dispute badges look at.

    :ivar reported_on: day it was reported; ``closed_on``: day it ended, None while it is open
    """

    source: str
    traits: frozenset[str]
    outcome: str | None
    reported_on: date
    closed_on: date | None


def broken_by(
    seen: Seen, breaks: Mapping[str, Breaking], *, first: date, last: date
) -> Mapping[str, tuple[Cause, ...]]:
    """Return the badges that a dispute breaks in the days from ``first`` to ``last``, and by what each."""
    reported = first <= seen.reported_on <= last
    closed = seen.closed_on is not None and first <= seen.closed_on <= last
    found = {}
    for badge, what in breaks.items():
        causes = tuple(_causes(seen, what, reported=reported, closed=closed))
        if causes:
            found[badge] = causes
    return found


def _causes(seen: Seen, what: Breaking, *, reported: bool, closed: bool) -> Iterator[Cause]:
    if reported and seen.source in what.sources:
        yield "sources", seen.source
    if reported:
        yield from (("traits", trait) for trait in sorted(seen.traits.intersection(what.traits)))
    if closed and seen.outcome is not None and seen.outcome in what.outcomes:
        yield "outcomes", seen.outcome
