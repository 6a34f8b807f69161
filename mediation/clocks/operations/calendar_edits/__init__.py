"""Editing the work calendar, and counting anew what that touches."""

from mediation.clocks.operations.calendar_edits.batches import Batch, count_batch, park
from mediation.clocks.operations.calendar_edits.editing import (
    change_calendar,
    count_again,
    take_published,
)
from mediation.clocks.operations.calendar_edits.finishing import finish
from mediation.clocks.operations.calendar_edits.righting import make_late_again, right
from mediation.clocks.operations.calendar_edits.waiting import StillCounting, being_counted

__all__ = [
    "Batch",
    "StillCounting",
    "being_counted",
    "change_calendar",
    "count_again",
    "count_batch",
    "finish",
    "make_late_again",
    "park",
    "right",
    "take_published",
]
