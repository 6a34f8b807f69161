"""Acting on chosen disputes from the board: instruct, reassign, list, take off; each for itself."""

from mediation.boards.acting.choices import owners_for, receivers_for, units_to_list_at
from mediation.boards.acting.orders import (
    AT_MOST,
    HANDLER,
    LEAD,
    Instruct,
    Order,
    PutOnList,
    Reassign,
    TakeOff,
)
from mediation.boards.acting.pressing import Outcome, Said, press, preview

__all__ = [
    "AT_MOST",
    "HANDLER",
    "LEAD",
    "Instruct",
    "Order",
    "Outcome",
    "PutOnList",
    "Reassign",
    "Said",
    "TakeOff",
    "owners_for",
    "press",
    "preview",
    "receivers_for",
    "units_to_list_at",
]
