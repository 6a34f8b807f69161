"""Acting on chosen disputes from the board: instruct, reassign, list, take off; each for itself."""

from mediation.boards.acting.choices import Desk, Owner, desks_by_case, owners_for, units_to_list_at
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
from mediation.boards.acting.outcomes import Outcome, Said
from mediation.boards.acting.pressing import done_already, named, press, preview, results
from mediation.boards.acting.reach import check_any

__all__ = [
    "ABOVE",
    "AT_MOST",
    "HANDLER",
    "LEAD",
    "Desk",
    "Instruct",
    "Order",
    "Outcome",
    "Owner",
    "PutOnList",
    "Reassign",
    "Said",
    "TakeOff",
    "check_any",
    "desks_by_case",
    "done_already",
    "named",
    "owners_for",
    "press",
    "preview",
    "results",
    "units_to_list_at",
]
