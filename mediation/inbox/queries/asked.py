"""What list of work somebody asks for, as the address of the page says it. No database, no clock."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, Self

BOXES = ("mine", "unit", "today", "late", "waiting", "followed", "done")
SORTS = ("due", "new", "risk", "kind")
DUES = ("today", "week", "late", "none")
WORDS_AT_MOST = 60
FIRST = {"box": BOXES[0], "sort": SORTS[0]}


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A box of the inbox, its order and what narrows it. The same one always asks for the same list.

    What no list knows (a kind or a risk that does not exist) stays in it and finds nothing, so that
    a filter mistyped or outlived never shows more than was asked for.

    :ivar level: key of the level that holds the case now
    :ivar unit: id of a unit; the dispute is in its area
    :ivar due: "today", "week" (from today to the Sunday of this week), "late" or "none"
    :ivar party: parts of a party's name or nickname, each of two characters or more
    :ivar words: each of them in the task's name, the case's number or its title
    """

    box: str = FIRST["box"]
    sort: str = FIRST["sort"]
    kind: str = ""
    level: str = ""
    unit: int | None = None
    risk: str = ""
    due: str = ""
    party: str = ""
    words: str = ""

    @classmethod
    def read(cls, given: Mapping[str, str]) -> Self:
        """Return what the parameters of an address ask for; an unknown box or order is the first."""
        said = {name: " ".join(given.get(name, "").split())[:WORDS_AT_MOST] for name in NAMES}
        unit = said.pop("unit")
        return cls(
            **{
                **said,
                "box": said["box"] if said["box"] in BOXES else FIRST["box"],
                "sort": said["sort"] if said["sort"] in SORTS else FIRST["sort"],
            },
            unit=_number(unit) if unit else None,
        )

    def written(self) -> dict[str, str]:
        """Return the parameters of the list's address, in one order and without what goes without saying."""
        return {
            name: str(value)
            for name in NAMES
            if (value := getattr(self, name)) not in (None, "") and FIRST.get(name) != value
        }

    @property
    def filters(self) -> tuple[str, ...]:
        """Names of what narrows the box."""
        return tuple(name for name in NAMES if name not in FIRST and getattr(self, name) not in (None, ""))

    def without(self, *names: str) -> Self:
        """Return the same list less narrowed."""
        first: dict[str, Any] = {each.name: each.default for each in fields(self)}
        return replace(self, **{name: first[name] for name in names})


NAMES = tuple(each.name for each in fields(Asked))


def _number(text: str) -> int:
    """Return the number, or one that no unit has."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0
