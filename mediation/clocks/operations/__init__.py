"""Every write on clocks and the work calendar."""

from mediation.clocks.operations.calendar_edits import (
    StillCounting,
    change_calendar,
    count_again,
    take_published,
)
from mediation.clocks.operations.changing import pause, resume
from mediation.clocks.operations.ending import finish_item, stop, stop_attempt, stop_case
from mediation.clocks.operations.extending import Consented, extend
from mediation.clocks.operations.firing import fire
from mediation.clocks.operations.going_on import fire_if_late, go_on, has_run_out, start_again
from mediation.clocks.operations.pausing import look_after_pauses
from mediation.clocks.operations.retrying import try_again
from mediation.clocks.operations.starting import start, start_all

__all__ = [
    "Consented",
    "StillCounting",
    "change_calendar",
    "count_again",
    "extend",
    "finish_item",
    "fire",
    "fire_if_late",
    "go_on",
    "has_run_out",
    "look_after_pauses",
    "pause",
    "resume",
    "start",
    "start_again",
    "start_all",
    "stop",
    "stop_attempt",
    "stop_case",
    "take_published",
    "try_again",
]
