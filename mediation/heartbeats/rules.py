"""When a job that runs by itself counts as dead. No database, no clock."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

DEAD_AFTER = timedelta(minutes=5)
"""A job without a sign of life for so long is shown to supervisors (county default)."""
KEPT = timedelta(days=1)
"""Signs of schedulers that died without saying so are thrown away after that."""
NEEDED = ("sweep",)
"""Jobs that some scheduler must run always; without the sweep no deadline is kept."""
JUMP_MINUTES, GRACE_MINUTES = 5, 30
"""A jump of the machine's clock from this size on is one; a time that stood so long after it is believed."""


def silence(every: timedelta) -> timedelta:
    """Return after how long without a sign a job that runs ``every`` so often counts as dead."""
    return DEAD_AFTER if every < DEAD_AFTER else every + DEAD_AFTER


def limits(settings: Mapping[str, Any]) -> tuple[timedelta, timedelta]:
    """Return what counts as a jump, and the grace after one: ``settings.running`` of the locality."""
    chosen = settings.get("running", {})
    return (
        timedelta(minutes=chosen.get("jump_minutes", JUMP_MINUTES)),
        timedelta(minutes=chosen.get("grace_minutes", GRACE_MINUTES)),
    )
