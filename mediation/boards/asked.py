"""What list of disputes a number of the board stands for, as the address of the page says it. No database."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any, Self

from mediation.kernel.errors import NotFound
from mediation.kernel.text import N_

IN_HAND = (
    *("open", "late", "week", "provisional"),
    *("paused", "paused_short", "paused_long", "paused_very_long"),
    *("yellow", "red", "unexplained"),
    *("instructed", "instructed_late", "listed", "unreached"),
)
AFTERWARDS = ("closed_late",)
OF_A_MONTH = ("reported", "closed", "became_late")
NUMBERS = (*IN_HAND, *AFTERWARDS, *OF_A_MONTH)
SORTS = ("due", "new", "risk", "paused")
FIRST = {"number": NUMBERS[0], "sort": SORTS[0]}
WORDS_AT_MOST = 40
LONGEST = {"step": 160}
NOBODY = 0


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A number of the board and what narrows it. The same one always asks for the same disputes.

    :ivar unit: id of the unit the board is of
    :ivar own: only what the unit itself has in hand, not what lies below it
    :ivar role: key of a role that holds an open task of the case; with ``at``, in post at that very unit
    :ivar person: id of who holds an open task; ``NOBODY``: tasks nobody has claimed
    :ivar step: element of a diagram at which the case stands, as ``process:element``; closed cases too
    :ivar month: first day of the month a number of a month is about
    """

    number: str = FIRST["number"]
    unit: int
    own: bool = False
    kind: str = ""
    source: str = ""
    level: str = ""
    risk: str = ""
    role: str = ""
    at: int | None = None
    person: int | None = None
    step: str = ""
    month: date | None = None
    sort: str = FIRST["sort"]

    @classmethod
    def read(cls, given: Mapping[str, str], *, unit: int, today: date) -> Self:
        """Return what the parameters of an address ask for.

        :raises NotFound: a number, order, id or month is none
        """
        said = {name: given.get(name, "").strip()[: LONGEST.get(name, WORDS_AT_MOST)] for name in NAMES}
        number = _one_of(NUMBERS, said["number"] or FIRST["number"], N_("这个数目"))
        month = _month(said["month"]) if said["month"] else today.replace(day=1)
        return cls(
            number=number,
            unit=unit,
            own=said["own"] == "yes",
            **{name: said[name] for name in ("kind", "source", "level", "risk", "role", "step")},
            at=_id(said["at"]),
            person=_id(said["person"]),
            month=month if number in OF_A_MONTH else None,
            sort=_one_of(SORTS, said["sort"] or FIRST["sort"], N_("这个顺序")),
        )

    def written(self) -> dict[str, str]:
        """Return the parameters of the list's address, in one order and without what goes without saying."""
        found = {name: written(getattr(self, name)) for name in NAMES}
        return {name: value for name, value in found.items() if value and FIRST.get(name) != value}

    @property
    def filters(self) -> tuple[str, ...]:
        """Names of what narrows the number."""
        return tuple(name for name in NARROWING if written(getattr(self, name)))

    @property
    def order(self) -> str:
        """How the list is ordered: what happened in a month has its newest first."""
        return "new" if self.is_of_a_month else self.sort

    @property
    def is_of_a_month(self) -> bool:
        """Whether it looks at what happened in a month, not at what is in hand."""
        return self.number in OF_A_MONTH

    def but(self, **changes: Any) -> Self:
        """Return the same list with other words."""
        return replace(self, **changes)

    def without(self, name: str) -> Self:
        """Return the same list less narrowed; without a role nobody at a unit is meant either."""
        dropped = {"role": ("role", "at", "person"), "at": ("at", "person")}.get(name, (name,))
        return replace(self, **{each: _DEFAULTS[each] for each in dropped})


_DEFAULTS: dict[str, Any] = {each.name: each.default for each in fields(Asked)}
NAMES = tuple(_DEFAULTS)
NARROWING = ("own", "kind", "source", "level", "risk", "role", "at", "person", "step", "month")


def written(value: Any) -> str:
    """Return a value as an address says it."""
    if value is None or value is False:
        return ""
    if value is True:
        return "yes"
    return f"{value:%Y-%m}" if isinstance(value, date) else str(value)


def _id(text: str) -> int | None:
    """Return the number; None where nothing is said.

    :raises NotFound: it is none
    """
    if not text:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) < 10):
        raise NotFound(what=N_("这个编号"))
    return int(text)


def _month(text: str) -> date:
    try:
        if len(text) != 7:
            raise ValueError
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        raise NotFound(what=N_("这个月份")) from None


def _one_of(known: Collection[str], text: str, what: str) -> str:
    if text not in known:
        raise NotFound(what=what)
    return text
