"""Every write of 督办. What is given here is never taken back, only closed or voided."""

from mediation.oversight.operations.answers import accept, answer, send_back, tell_overdue, withdraw
from mediation.oversight.operations.board_acts import (
    all_done_before,
    done_before,
    keep_done,
    keep_refused,
    kept_results,
    was_refused,
)
from mediation.oversight.operations.cards import (
    explain,
    give_red_cards,
    give_yellow_cards,
    note_unexplained,
    unexplained,
)
from mediation.oversight.operations.ending import call_off, close, holds_good
from mediation.oversight.operations.instructions import instruct
from mediation.oversight.operations.interviews import interview
from mediation.oversight.operations.listings import delist_case, end_with_case, list_case, list_late
from mediation.oversight.operations.ranks import (
    is_reached,
    reached_by,
    report_unreached,
    warn_of_limit,
    warn_of_risk,
)
from mediation.oversight.operations.voiding import restore_cards, void_cards

__all__ = [
    "accept",
    "all_done_before",
    "answer",
    "call_off",
    "close",
    "delist_case",
    "done_before",
    "end_with_case",
    "explain",
    "give_red_cards",
    "give_yellow_cards",
    "holds_good",
    "instruct",
    "interview",
    "is_reached",
    "keep_done",
    "keep_refused",
    "kept_results",
    "list_case",
    "list_late",
    "note_unexplained",
    "reached_by",
    "report_unreached",
    "restore_cards",
    "send_back",
    "tell_overdue",
    "unexplained",
    "void_cards",
    "warn_of_limit",
    "warn_of_risk",
    "was_refused",
    "withdraw",
]
