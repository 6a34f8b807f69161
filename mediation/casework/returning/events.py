"""Work that went back to an earlier step."""

from dataclasses import dataclass
from typing import ClassVar

from mediation.kernel.facts import CaseFact
from mediation.kernel.text import N_


@dataclass(frozen=True, kw_only=True)
class WorkSentBack(CaseFact):
    """A task was sent back to an earlier step.

    :ivar label: what was to be done
    :ivar to: what is to be done anew
    :ivar holder: who does it, in words; role, unit_id and person_id name the same desk
    """

    item_id: int
    label: str
    to: str
    holder: str
    role: str
    unit_id: int
    person_id: int | None
    reason: str
    sentence: ClassVar[str] = N_(
        "{by}没有办“{label}”，退回到“{to}”，由{holder}重新办理。理由：{reason}。各项期限照常计算。"
    )


@dataclass(frozen=True, kw_only=True)
class WorkTakenBack(CaseFact):
    """Somebody took back what they had done, before anybody acted on it.

    :ivar tells: ids of those on whose desks the next step lay
    """

    item_id: int
    label: str
    reason: str
    tells: tuple[int, ...] = ()
    sentence: ClassVar[str] = N_(
        "{by}撤回自己刚办的“{label}”，重新办理，此前没有人接着办。理由：{reason}。各项期限照常计算。"
    )
