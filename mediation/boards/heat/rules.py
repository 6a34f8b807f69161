"""What counts as typical, as far out, and as shared by what is far out. No database, no clock."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

HOURS_A_DAY = 24.0
SHADES = 5
# County defaults: a step says what is usual only once it was done so often, and what is a little
# longer than usual is not far out.
FEWEST_TO_JUDGE = 8
LEAST_BEYOND_MEDIAN = HOURS_A_DAY
TIMES_THE_USUAL = 2
FEWEST_TO_TELL = 5
LEAST_LIFT, LEAST_POINTS = 1.25, 0.05


@dataclass(frozen=True)
class Spread:
    """How long a step took, in calendar hours."""

    times: int
    lower: float
    median: float
    upper: float
    p90: float


@dataclass(frozen=True)
class Shared:
    """Something that is met among what is far out more often than among all.

    :ivar attribute: kind, source, place, level, risk, role or weekday
    """

    attribute: str
    value: str
    outliers: int
    of_outliers: int
    all: int
    of_all: int

    @property
    def share_among_outliers(self) -> float:
        """From 0 to 1."""
        return self.outliers / self.of_outliers

    @property
    def share_among_all(self) -> float:
        """From 0 to 1."""
        return self.all / self.of_all


def percentile(ordered: Sequence[float], part: float) -> float:
    """Return the value ``part`` of the way through ``ordered``, between two where it falls between.

    As ``percentile_cont`` of SQL does, so that both kinds of database answer alike.
    """
    place = part * (len(ordered) - 1)
    first = int(place)
    last = min(first + 1, len(ordered) - 1)
    return ordered[first] + (ordered[last] - ordered[first]) * (place - first)


def spread_of(hours: Iterable[float]) -> Spread:
    """Return how long something took, from how long it took each time; at least once."""
    ordered = sorted(hours)
    lower, median, upper, p90 = (percentile(ordered, part) for part in (0.25, 0.5, 0.75, 0.9))
    return Spread(len(ordered), lower, median, upper, p90)


def far_out(spread: Spread) -> float | None:
    """Return the hours beyond which a step is far out; None where it was done too seldom to say.

    Twice the 90th percentile, but never less than a day above the median (county default). A fence
    drawn from the quartiles would call a whole sort of planned work far out where a step has two
    sorts, as visits after a fortnight and after two months: beyond the 90th percentile never lies
    more than a tenth, and beyond twice that only what no sort explains.
    """
    if spread.times < FEWEST_TO_JUDGE:
        return None
    return max(TIMES_THE_USUAL * spread.p90, spread.median + LEAST_BEYOND_MEDIAN)


def shared_by(
    outliers: Mapping[tuple[str, str], int],
    everything: Mapping[tuple[str, str], int],
    *,
    of_outliers: int,
    of_all: int,
) -> tuple[Shared, ...]:
    """Return what is over-represented among outliers, the most striking first.

    Left out is what fewer than five of them have: it would point at somebody (county default).

    :param outliers: (attribute, value) -> how many outliers have it; ``everything``: how many of all
    """
    found = [
        Shared(attribute, value, count, of_outliers, everything.get((attribute, value), count), of_all)
        for (attribute, value), count in outliers.items()
        if value and count >= FEWEST_TO_TELL
    ]
    striking = [each for each in found if _stands_out(each)]
    return tuple(
        sorted(striking, key=lambda each: (each.share_among_all - each.share_among_outliers, each.value))
    )


def _stands_out(each: Shared) -> bool:
    more = each.share_among_outliers - each.share_among_all
    return more >= LEAST_POINTS and each.share_among_outliers >= LEAST_LIFT * each.share_among_all


def bands(values: Iterable[float]) -> tuple[tuple[float, float], ...]:
    """Return at most five ranges, from pale to dark, that hold about as many of ``values`` each.

    What is zero has no colour. Equal values always fall into one range.
    """
    known = sorted({value for value in values if value > 0})
    count = min(SHADES, len(known))
    cuts = [round(turn * len(known) / count) for turn in range(count + 1)] if count else []
    return tuple((known[start], known[end - 1]) for start, end in pairwise(cuts))


def shade(value: float | None, ranges: Sequence[tuple[float, float]]) -> int:
    """Return 1 (pale) to 5 (dark) for a value within ``ranges``, 0 for none; few ranges use the dark end."""
    if not value or value <= 0:
        return 0
    below = sum(value > top for _, top in ranges)
    return min(below, len(ranges) - 1) + 1 + (SHADES - len(ranges)) // 2
