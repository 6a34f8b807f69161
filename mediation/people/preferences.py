"""How somebody wants pages to be, on whatever device they sign in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from typing import Any

from mediation.kernel.errors import Refused
from mediation.kernel.text import N_
from mediation.kernel.unit_of_work import UnitOfWork
from mediation.people.model import Person

AFTER_TASK = ("list", "next")
NEVER, AS_COUNTY = "never", "county"


class BadPreference(Refused):
    """A choice nobody offered."""

    message = N_("没有这样的选项，请从页面上列出的里面选。")


class BadHours(Refused):
    """Hours that nobody can read."""

    message = N_("时间请照“21:00”这样填写，起止不能相同。")
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
    :raises BadHours: the hours cannot be read
    """
    if after_task is not None and after_task not in AFTER_TASK:
        raise BadPreference(fields={"after_task": BadPreference.message})
    if quiet not in (None, NEVER, AS_COUNTY):
        hours = read_hours(quiet)
        if hours is None or hours[0] == hours[1]:
            raise BadHours(fields={"quiet": BadHours.message})
    person = uow.get(Person, person_id, what="这个账号")
    chosen = {"large": large, "after_task": after_task, "shortcuts": shortcuts, "quiet": quiet}
    person.preferences = {
        **person.preferences,
        **{name: value for name, value in chosen.items() if value is not None},
    }
