"""Every write of 督办. What is given here is never taken back, only closed or voided."""

from mediation.oversight.operations.cards import close, explain, give_red_cards, give_yellow_cards
from mediation.oversight.operations.instructions import instruct
from mediation.oversight.operations.interviews import interview
from mediation.oversight.operations.listings import list_late
from mediation.oversight.operations.ranks import report_unreached

__all__ = [
    "close",
    "explain",
    "give_red_cards",
    "give_yellow_cards",
    "instruct",
    "interview",
    "list_late",
    "report_unreached",
]
