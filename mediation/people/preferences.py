"""How somebody wants pages to be, on whatever device they sign in."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mediation.kernel.errors import Refused
from mediation.kernel.text import N_
from mediation.kernel.unit_of_work import UnitOfWork
from mediation.people.model import Person

AFTER_TASK = ("list", "next")


class BadPreference(Refused):
    """A choice nobody offered."""

    message = N_("没有这样的选项，请从页面上列出的里面选。")


@dataclass(frozen=True)
class Preferences:
    """What somebody chose, with the county's defaults for the rest.

    :ivar large: large type; None: never chosen, so the device's own switch counts
    :ivar after_task: "list": back to the list, "next": on to the next task
    :ivar shortcuts: whether single keys do something at the desk
    """

    large: bool | None = None
    after_task: str = "list"
    shortcuts: bool = True


def read(stored: Mapping[str, Any]) -> Preferences:
    """Return the stored choices; what cannot be read counts as never chosen."""
    large, after_task, shortcuts = (stored.get(name) for name in ("large", "after_task", "shortcuts"))
    return Preferences(
        large=large if isinstance(large, bool) else None,
        after_task=after_task if after_task in AFTER_TASK else "list",
        shortcuts=shortcuts if isinstance(shortcuts, bool) else True,
    )


def prefer(
    uow: UnitOfWork,
    *,
    person_id: int,
    large: bool | None = None,
    after_task: str | None = None,
    shortcuts: bool | None = None,
) -> None:
    """Keep one's own choices; None leaves one as it is. It is nobody's news and leaves no fact.

    :raises BadPreference: nobody offered that
    """
    if after_task is not None and after_task not in AFTER_TASK:
        raise BadPreference(fields={"after_task": BadPreference.message})
    person = uow.get(Person, person_id, what="这个账号")
    chosen = {"large": large, "after_task": after_task, "shortcuts": shortcuts}
    person.preferences = {
        **person.preferences,
        **{name: value for name, value in chosen.items() if value is not None},
    }
