"""What happened to returns."""

from dataclasses import dataclass

from mediation.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class ReturnSubmitted(Fact):
    """A unit told its figures; they stay as they were told.

    :ivar period: key of the period, e.g. 2026-08 or 2026-Q3
    :ivar corrections: disputes of earlier returns told anew
    """

    return_id: int
    unit_id: int
    period: str
    corrections: int
