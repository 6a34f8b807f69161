"""What one dispute counts as in a period, and what disputes count as together.

A dispute counts once a figure and period. One that was reopened counts as ended only when it ends
again, in the period and with the outcome of that last ending (county default).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

NOT_COUNTED = frozenset({"merged"})
PATROL = "patrol"
"""The source of what was found by patrolling."""
DIMENSIONS = ("kind", "source", "level")
RATES: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "success_rate": ("settled", ("settled", "failed")),
    "performance_rate": ("promises_kept", ("promises_due",)),
    "visit_rate": ("visits_made", ("visits_due",)),
    "satisfaction_rate": ("satisfied", ("rated",)),
    "late_rate": ("late", ("closed",)),
}
"""Rate -> what stands above the line, and what is added up below it."""
PEOPLE_COUNTED = frozenset({"crime"})
_AT_ENTRY = frozenset({"accepted", "hard"})


@dataclass(frozen=True)
class Ending:
    """How a dispute ended in the period.

    :ivar amount_fen: of its oral or written agreement in force
    :ivar was_late: it had a red card, not voided, before it ended
    :ivar was_rated: some party had rated it by the end of the period
    """

    outcome: str
    people: int = 2
    traits: frozenset[str] = frozenset()
    amount_fen: int = 0
    was_late: bool = False
    was_rated: bool = False


@dataclass
class Counted:
    """What one dispute counts as in one period.

    :ivar level_in: level that first took it up; ``level_out``: level at which it ended
    """

    kind: str
    source: str
    level_in: str | None = None
    level_out: str | None = None
    figures: dict[str, int] = field(default_factory=dict)

    def add(self, figure: str, number: int = 1) -> None:
        """Count ``number`` more; nothing is kept of zero."""
        if number:
            self.figures[figure] = self.figures.get(figure, 0) + number

    def kept(self) -> dict[str, Any]:
        """Return it as it is kept with a submitted return."""
        groups = {"kind": self.kind, "source": self.source, "in": self.level_in, "out": self.level_out}
        return {**self.figures, "groups": {key: value for key, value in groups.items() if value}}


@dataclass(frozen=True)
class Sums:
    """Disputes counted together.

    :ivar totals: figure -> number
    :ivar by: dimension -> entry -> figure -> number
    """

    totals: Mapping[str, int]
    by: Mapping[str, Mapping[str, Mapping[str, int]]]

    def total(self, figure: str) -> int:
        """Return how many, 0 where none."""
        return self.totals.get(figure, 0)

    def rate(self, rate: str) -> tuple[int, int]:
        """Return numerator and denominator of a rate."""
        return rate_of(self.totals, rate)

    def kept(self) -> dict[str, Any]:
        """Return it as it is kept with a submitted return."""
        return {"totals": dict(self.totals), "by": {key: dict(rows) for key, rows in self.by.items()}}


def rate_of(figures: Mapping[str, int], rate: str) -> tuple[int, int]:
    """Return numerator and denominator of a rate among figures."""
    above, below = RATES[rate]
    return figures.get(above, 0), sum(figures.get(each, 0) for each in below)


def count_ending(
    counted: Counted, ending: Ending, *, counts: Mapping[str, str], prevented: Mapping[str, Sequence[str]]
) -> None:
    """Count how a dispute ended. One merged into another counts there alone.

    :param counts: outcome -> success, failure, neutral
    :param prevented: what a settlement prevented -> the traits that say so
    """
    if ending.outcome in NOT_COUNTED:
        return
    counted.add("closed")
    counted.add("late", int(ending.was_late))
    how = counts.get(ending.outcome, "neutral")
    if how == "success":
        _count_settled(counted, ending, prevented)
    elif how == "failure":
        counted.add("failed")
    elif ending.outcome == "not_accepted":
        counted.add("declined")
    else:
        counted.add("transferred" if ending.outcome.startswith("transferred") else "ended_otherwise")


def _count_settled(counted: Counted, ending: Ending, prevented: Mapping[str, Sequence[str]]) -> None:
    counted.add("settled")
    counted.add(ending.outcome)
    counted.add("unrated", int(not ending.was_rated))
    counted.add("amount_fen", ending.amount_fen)
    for what, traits in prevented.items():
        if not ending.traits.isdisjoint(traits):
            counted.add(f"prevented_{what}")
            if what in PEOPLE_COUNTED:
                counted.add(f"prevented_{what}_people", ending.people)


def add_up(disputes: Iterable[Counted]) -> Sums:
    """Count disputes together, in all and by kind, source and level."""
    whole: dict[str, int] = defaultdict(int)
    by: dict[str, dict[str, dict[str, int]]] = {each: {} for each in DIMENSIONS}
    for counted in disputes:
        kinds = by["kind"].setdefault(counted.kind, defaultdict(int))
        sources = by["source"].setdefault(counted.source, defaultdict(int))
        for figure, number in counted.figures.items():
            whole[figure] += number
            kinds[figure] += number
            sources[figure] += number
            level = counted.level_in if figure in _AT_ENTRY else counted.level_out
            if level is not None:
                by["level"].setdefault(level, defaultdict(int))[figure] += number
    return Sums(
        dict(whole), {each: {key: dict(row) for key, row in rows.items()} for each, rows in by.items()}
    )


def totals(disputes: Iterable[Counted]) -> dict[str, int]:
    """Count disputes together in all alone."""
    whole: dict[str, int] = defaultdict(int)
    for counted in disputes:
        for figure, number in counted.figures.items():
            whole[figure] += number
    return dict(whole)
