"""Where "now" comes from. Nothing in the domain asks the machine for the time."""

from datetime import UTC, date, datetime, time
from typing import Protocol
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


class Clock(Protocol):
    """Anything that can say what time it is."""

    def now(self) -> datetime:
        """Return the aware present moment."""
        ...


class SystemClock:
    """The clock of the machine."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class SetClock:
    """A clock that stands where it was put; for tests, scenarios and what-ifs."""

    def __init__(self, moment: datetime) -> None:
        self.set(moment)

    def now(self) -> datetime:
        return self._moment

    def set(self, moment: datetime) -> None:
        """Put the clock at ``moment``, which must be aware."""
        if moment.tzinfo is None:
            raise ValueError(f"a clock needs an aware moment, not {moment!r}")
        self._moment = moment


def local(moment: datetime) -> datetime:
    """Return ``moment`` as people in the county read it."""
    return moment.astimezone(SHANGHAI)


def day_of(moment: datetime) -> date:
    """Return the county's calendar day of ``moment``."""
    return local(moment).date()


def start_of(day: date) -> datetime:
    """Return the first moment of ``day`` in the county."""
    return datetime.combine(day, time.min, SHANGHAI)
