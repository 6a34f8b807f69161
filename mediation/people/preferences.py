"""How somebody wants pages to be, on whatever device they sign in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time, timedelta
from typing import Any

from mediation.kernel.errors import Refused
from mediation.kernel.text import N_
from mediation.kernel.unit_of_work import UnitOfWork
from mediation.people.model import Person

AFTER_TASK = ("list", "next")
OPEN_AT_LEAST = timedelta(hours=8)
"""So much of a day must stay outside one's quiet hours (county default)."""
NEVER, AS_COUNTY = "never", "county"


class BadPreference(Refused):
    """A choice nobody offered."""

    message = N_("没有这样的选项，请从页面上列出的里面选。")


class BadHours(Refused):
    """Hours that are missing, or that nobody can read."""

    message = N_("请选好从几点到几点，两个时间都要选。")
    is_slip = True


class SameHours(Refused):
    """Hours that end when they begin."""

    message = N_("开始和结束的时间不能一样，请改其中一个。")
    is_slip = True


class TooQuiet(Refused):
    """Hours that leave hardly any time of the day in which something is sent."""

    message = N_(
        "一天里至少要留{least}个小时能收到通知，这样填只剩{hours}小时{minutes}分。请把免打扰的时间改短。"
    )
    is_slip = True


@dataclass(frozen=True)
class Preferences:
    """What somebody chose, with the county's defaults for the rest.

    :ivar large: large type; None: never chosen, so the device's own switch counts
    :ivar after_task: "list": back to the list, "next": on to the next task
    :ivar shortcuts: whether single keys do something at the desk
    :ivar quiet: hours in which nothing is sent outside, ``22:00-06:00`` or ``never``; None: the county's
    """

    large: bool | None = None
    after_task: str = "list"
    shortcuts: bool = True
    quiet: str | None = None


def read(stored: Mapping[str, Any]) -> Preferences:
    """Return the stored choices; what cannot be read counts as never chosen."""
    large, after_task, shortcuts = (stored.get(name) for name in ("large", "after_task", "shortcuts"))
    quiet = stored.get("quiet")
    known = isinstance(quiet, str) and (quiet == NEVER or read_hours(quiet) is not None)
    return Preferences(
        large=large if isinstance(large, bool) else None,
        after_task=after_task if after_task in AFTER_TASK else "list",
        shortcuts=shortcuts if isinstance(shortcuts, bool) else True,
        quiet=quiet if known else None,
    )


def read_hours(text: str) -> tuple[time, time] | None:
    """Return the hours ``22:00-06:00`` says; None where it says none."""
    begins, sign, ends = text.partition("-")
    try:
        return (time.fromisoformat(begins), time.fromisoformat(ends)) if sign else None
    except ValueError:
        return None


def check_hours(text: str) -> None:
    """Check quiet hours ``22:00-06:00`` somebody wants.

    :raises BadHours: one is missing or cannot be read
    :raises SameHours: they end when they begin
    :raises TooQuiet: they leave less than ``OPEN_AT_LEAST`` of a day
    """
    hours = read_hours(text)
    if hours is None:
        raise BadHours(fields={"quiet": BadHours.message})
    if hours[0] == hours[1]:
        raise SameHours(fields={"quiet": SameHours.message})
    begins, ends = (timedelta(hours=each.hour, minutes=each.minute) for each in hours)
    left = (begins - ends) % timedelta(days=1)
    if left < OPEN_AT_LEAST:
        hour = timedelta(hours=1)
        raise TooQuiet(
            least=OPEN_AT_LEAST // hour,
            hours=left // hour,
            minutes=left % hour // timedelta(minutes=1),
            fields={"quiet": TooQuiet.message},
        )


def prefer(
    uow: UnitOfWork,
    *,
    person_id: int,
    large: bool | None = None,
    after_task: str | None = None,
    shortcuts: bool | None = None,
    quiet: str | None = None,
) -> None:
    """Keep one's own choices; None leaves one as it is. It is nobody's news and leaves no fact.

    :param quiet: hours in which nothing is sent outside, "never", or "county": the county's
    :raises BadPreference: nobody offered that
    :raises BadHours: one of the hours is missing or cannot be read
    :raises SameHours: they end when they begin
    :raises TooQuiet: they leave hardly any time of the day
    """
    if after_task is not None and after_task not in AFTER_TASK:
        raise BadPreference(fields={"after_task": BadPreference.message})
    if quiet not in (None, NEVER, AS_COUNTY):
        check_hours(quiet)
    person = uow.get(Person, person_id, what="这个账号")
    chosen = {"large": large, "after_task": after_task, "shortcuts": shortcuts, "quiet": quiet}
    person.preferences = {
        **person.preferences,
        **{name: value for name, value in chosen.items() if value is not None},
    }
