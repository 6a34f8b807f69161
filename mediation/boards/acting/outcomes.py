"""What will become, or became, of one of the chosen disputes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from mediation.boards.still import Still
from mediation.kernel.errors import Refused
from mediation.oversight.queries import Running


@dataclass(frozen=True)
class Said:
    """Part of a sentence, to be said in any language.

    :ivar message: Chinese template with ``{named}`` places
    """

    message: str
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Outcome:
    """What will become, or became, of one dispute.

    :ivar number: "" where it may not be known of
    :ivar said: what is done to it; None where it is refused
    :ivar why: the refusal, or what is kept of it
    :ivar is_again: the same form did it before; nothing was done anew
    :ivar running: its 督办单 that are not closed yet, where another is looked at
    :ivar still: how late it is, where it is to be taken off a list
    """

    case_id: int
    number: str
    title: str
    said: Said | None
    why: Refused | Said | None = None
    is_again: bool = False
    running: tuple[Running, ...] = ()
    still: Still | None = None

    @property
    def is_done(self) -> bool:
        """Whether it is, or will be, done."""
        return self.said is not None

    @property
    def asks(self) -> bool:
        """Whether it is done only if whoever orders it says so of this one: a 督办单 runs already."""
        return self.is_done and bool(self.running)


def said_from(kept: Mapping[str, Any]) -> Said:
    """Return a part of a sentence as it was kept."""
    return Said(str(kept["says"]), {key: value for key, value in kept.items() if key != "says"})
