"""Every write of 督办. What is given here is never taken back, only closed or voided."""

from mediation.oversight.operations.answers import accept, answer, send_back, tell_overdue, withdraw
from mediation.oversight.operations.board_acts import done_before, keep_done
from mediation.oversight.operations.cards import close, explain, give_red_cards, give_yellow_cards
from mediation.oversight.operations.instructions import instruct
from mediation.oversight.operations.interviews import interview
from mediation.oversight.operations.listings import delist_case, end_with_case, list_case, list_late
from mediation.oversight.operations.ranks import report_unreached

__all__ = [
    "accept",
    "answer",
    "close",
    "delist_case",
    "done_before",
    "end_with_case",
    "explain",
    "give_red_cards",
    "give_yellow_cards",
    "instruct",
    "interview",
    "keep_done",
    "list_case",
    "list_late",
    "report_unreached",
    "send_back",
    "tell_overdue",
    "withdraw",
]
