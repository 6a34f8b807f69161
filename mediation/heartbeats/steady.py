"""Whether the machine's clock can be believed. No database, no clock.

Two clocks are read together: the one on the wall, which people and time servers set, and a steady
one that only counts seconds of this process. Where they part by more than a little, the wall clock
was set (or the machine slept, which looks the same): nothing is fired until somebody confirms the
time, the jump is undone, or the new time stood long enough. A process that starts knows no steady
time; it compares with the last sign of life, and only going back counts, since being down for long
is no jump.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta


@dataclass(frozen=True)
class Look:
    """Both clocks at one moment; ``steady`` in seconds from anywhere."""

    wall: datetime
    steady: float


@dataclass(frozen=True)
class Held:
    """A jump that nobody confirmed.

    :ivar jump: how far the wall clock is ahead of where it should be; negative: behind
    :ivar since: what the wall clock should have shown when this was noticed
    :ivar noticed: steady seconds then
    """

    jump: timedelta
    since: datetime
    noticed: float


@dataclass(frozen=True)
class Watch:
    """What a process knows of its clocks.

    :ivar trusted: the last look at which they agreed
    :ivar behind_until: the wall clock went back from here, and was believed only because it stayed so
    """

    trusted: Look
    held: Held | None = None
    behind_until: datetime | None = None


@dataclass(frozen=True)
class Limits:
    """From which size on a jump is one, and how long a new time must stand until it is believed."""

    jump: timedelta
    grace: timedelta


@dataclass(frozen=True)
class Left:
    """What earlier processes left in writing.

    :ivar seen_at: their last sign of life by a clock that was believed
    :ivar held_at: last look of one that was held when it ended
    :ivar jump: what that one was held for
    """

    seen_at: datetime | None = None
    held_at: datetime | None = None
    jump: timedelta = timedelta(0)


def starting(now: Look, left: Left, limits: Limits) -> Watch:
    """Return what a process knows when it starts: starting again neither confirms a jump nor is one."""
    if left.held_at is not None and abs(now.wall - left.held_at) <= limits.grace:
        should = now.wall - left.jump
        return Watch(Look(should, now.steady), Held(left.jump, should, now.steady))
    if left.seen_at is not None and left.seen_at - now.wall > limits.jump:
        return Watch(Look(left.seen_at, now.steady), Held(now.wall - left.seen_at, left.seen_at, now.steady))
    return Watch(now)


def look(watch: Watch, now: Look, limits: Limits) -> Watch:
    """Return what is known after one more look at both clocks; ``held`` says whether to wait."""
    should = _expected(watch, now)
    jump = now.wall - should
    if abs(jump) <= limits.jump:
        return Watch(now, behind_until=watch.behind_until)
    if watch.held is None or abs(jump - watch.held.jump) > limits.jump:
        return replace(watch, held=Held(jump, should, now.steady))
    if now.steady - watch.held.noticed < limits.grace.total_seconds():
        return watch
    return Watch(now, behind_until=should if jump < timedelta(0) else None)


def confirmed(now: Look) -> Watch:
    """Return what is known once somebody said that the wall clock is right."""
    return Watch(now)


def _expected(watch: Watch, now: Look) -> datetime:
    return watch.trusted.wall + timedelta(seconds=now.steady - watch.trusted.steady)
