"""In which order a case's time limits are shown: what is the visitor's to do, then the law's, 督办 last."""

from collections.abc import Sequence

from mediation.clocks.queries import ClockView
from mediation.inbox.own_clocks import own_clocks
from mediation.inbox.queries import ItemView
from web import asking


def in_order(clocks: Sequence[ClockView], items: Sequence[ItemView]) -> list[ClockView]:
    """Return the clocks: the visitor's own, those of the attempt or case, other tasks', those of 督办.

    Within each as they came, the soonest first.
    """
    own = own_clocks(asking.reading(), items)
    return sorted(clocks, key=lambda clock: _place(clock, own))


def _place(clock: ClockView, own: frozenset[int]) -> tuple[bool, bool, bool]:
    return clock.is_of_oversight, clock.id not in own, clock.scope == "item"
