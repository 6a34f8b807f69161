"""Acting on chosen disputes from the board: instruct, reassign, list, take off; each for itself."""

from mediation.boards.acting.choices import Owner, owners_for, receivers_by_case, units_to_list_at
from mediation.boards.acting.orders import (
    ABOVE,
    AT_MOST,
    HANDLER,
    LEAD,
    Instruct,
    Order,
    PutOnList,
    Reassign,
    TakeOff,
)
from mediation.boards.acting.pressing import Outcome, Said, done_already, named, press, preview

__all__ = [
    "ABOVE",
    "AT_MOST",
    "HANDLER",
    "LEAD",
    "Instruct",
    "Order",
    "Outcome",
    "Owner",
    "PutOnList",
    "Reassign",
    "Said",
    "TakeOff",
    "done_already",
    "named",
    "owners_for",
    "press",
    "preview",
    "receivers_by_case",
    "units_to_list_at",
]
