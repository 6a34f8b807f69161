"""How a figure compares with that of another period."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

_TENTH = Decimal("0.1")


@dataclass(frozen=True)
class Change:
    """What changed from one period to another.

    :ivar by: how much more, or less
    :ivar percent: the same in percent of what it was; None where the base is too small to say
    """

    before: int
    by: int
    percent: Decimal | None = None


def change(now: int, before: int, *, percent_from: int) -> Change:
    """Compare two counts; a base below ``percent_from`` gives no percentage (county default)."""
    percent = None
    if before >= max(percent_from, 1):
        percent = _tenths(Decimal(now - before) * 100 / before)
    return Change(before, now - before, percent)


def percentage(above: int, below: int) -> Decimal | None:
    """Return a rate in percent, with one decimal; None where there is nothing to divide by."""
    return _tenths(Decimal(above) * 100 / below) if below else None


def points(now: tuple[int, int], before: tuple[int, int], *, percent_from: int) -> Decimal | None:
    """Return by how many percentage points a rate changed; None where either base is too small."""
    if min(now[1], before[1]) < max(percent_from, 1):
        return None
    return _tenths(Decimal(now[0]) * 100 / now[1] - Decimal(before[0]) * 100 / before[1])


def _tenths(value: Decimal) -> Decimal:
    return value.quantize(_TENTH, rounding=ROUND_HALF_UP)
