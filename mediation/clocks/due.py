"""When a clock runs out, recomputed from what happened to it. A pure function of its ledger."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from mediation.clocks.rules import Calendar, Count, Pause, Unit, count
from mediation.kernel.clock import start_of


@dataclass(frozen=True)
class Change:
    """One entry of a clock's ledger that moves its end.

    :ivar kind: paused, resumed, extended
    :ivar amount: how much was added, for an extension
    """

    kind: str
    at: datetime
    amount: Decimal | None = None
    unit: str | None = None


def pauses(changes: Sequence[Change]) -> tuple[tuple[Pause, ...], bool]:
    """Return the ended pauses, and whether one is still open."""
    ended: list[Pause] = []
    since: datetime | None = None
    for change in changes:
        if change.kind == "paused":
            since = change.at
        elif change.kind == "resumed" and since is not None:
            ended.append(Pause(since, change.at))
            since = None
    return tuple(ended), since is not None


def due(
    start: datetime, amount: Decimal, unit: str, changes: Sequence[Change], calendar: Calendar
) -> Count | None:
    """Return the end of a clock, or None while it is paused.

    Each extension is counted on from the end before it, as a time limit of its own.
    """
    left_out, is_paused = pauses(changes)
    if is_paused:
        return None
    counted = count(start, amount, unit, calendar, pauses=left_out)
    for change in changes:
        if change.kind == "extended":
            assert change.amount is not None
            assert change.unit is not None
            more = count(_end(counted), change.amount, change.unit, calendar, pauses=left_out)
            counted = replace(
                more,
                start=start,
                provisional=more.provisional or counted.provisional,
                steps=counted.steps + more.steps[1:],
            )
    return counted


def _end(counted: Count) -> datetime:
    return counted.due_at if counted.unit is Unit.HOUR else start_of(counted.due_on)
