"""What is found out about tasks that are far out."""

from collections import Counter
from dataclasses import dataclass, field

OF_TASKS = ("role", "level", "weekday")
OF_CASES = ("kind", "source", "risk", "place")

Tally = Counter[tuple[str, str]]
"""(attribute, value) -> how many tasks have it."""


@dataclass(frozen=True)
class Outlier:
    """One task beyond the limit of its step.

    :ivar hours: calendar hours it took, or has been standing
    :ivar limit: hours beyond which its step is far out
    """

    item_id: int
    case_id: int
    element: str
    hours: float
    limit: float
    is_open: bool


@dataclass(frozen=True)
class Found:
    """The furthest out, and what they and all have.

    :ivar total: how many tasks were looked at
    :ivar by_element: element -> how many of its tasks are far out
    """

    listed: tuple[Outlier, ...]
    total: int
    by_element: Counter[str] = field(default_factory=Counter)
    far: Tally = field(default_factory=Counter)
    all: Tally = field(default_factory=Counter)
