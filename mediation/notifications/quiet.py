"""When nothing leaves the house, and what is put together into one message. No database, no clock.

County default: from 21:00 to 7:30 messages wait for the morning, danger excepted; everybody may choose
other hours, or none. In the app nothing waits.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from mediation.kernel.clock import SHANGHAI, local
from mediation.kernel.locality import Locality
from mediation.people.preferences import NEVER, read, read_hours

COUNTY = (time(21), time(7, 30))
AT_ONCE = frozenset({"RiskRaised"})
"""What wakes people up: somebody may be hurt."""

GATHERED = frozenset(
    {
        "YellowCardGiven",
        "RedCardGiven",
        "ClockAlert",
        "RiskSoonLate",
        "LimitSoonOver",
        "LatenessUnexplained",
        "RankUnreached",
        "RankWithoutChannel",
        "LateWorkListed",
        "InstructionGiven",
        "InstructionSentBack",
        "InstructionOverdue",
    }
)
"""What may come by the hundred on one morning, and is told in one message."""

BETWEEN_GATHERED = timedelta(minutes=15)
"""How long an address is left alone after a message that put several together (county default)."""


@dataclass(frozen=True)
class Quiet:
    """Hours of the day in which nothing is sent, over midnight or not."""

    begins: time
    ends: time

    def until(self, at: datetime) -> datetime | None:
        """Return when the quiet hours that ``at`` lies in end; None outside them."""
        here = local(at)
        now = here.time().replace(tzinfo=None)
        over_midnight = self.begins > self.ends
        inside = now >= self.begins or now < self.ends if over_midnight else self.begins <= now < self.ends
        if not inside:
            return None
        day = here.date() + timedelta(days=1 if over_midnight and now >= self.begins else 0)
        return datetime.combine(day, self.ends, SHANGHAI)


def of_county(locality: Locality) -> Quiet | None:
    """Return the county's hours: ``notifications.quiet`` of locality.yaml, ``21:00-07:30`` or ``never``."""
    given = locality.settings.get("notifications", {}).get("quiet")
    if given is None:
        return Quiet(*COUNTY)
    return _quiet(str(given))


def of_person(stored: Mapping[str, Any], locality: Locality) -> Quiet | None:
    """Return the hours somebody chose, else the county's.

    :param stored: their preferences as stored
    """
    chosen = read(stored).quiet
    return of_county(locality) if chosen is None else _quiet(chosen)


def not_before(at: datetime, kind: str, quiet: Quiet | None) -> datetime:
    """Return when a message of that kind of fact may leave the house at the earliest."""
    if quiet is None or kind in AT_ONCE:
        return at
    return quiet.until(at) or at


def _quiet(chosen: str) -> Quiet | None:
    hours = read_hours(chosen)
    if chosen == NEVER or hours is None or hours[0] == hours[1]:
        return None
    return Quiet(*hours)
