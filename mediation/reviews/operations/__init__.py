"""Every write to a 集体评议."""

from mediation.reviews.operations.deciding import (
    cancel_open,
    deliver_summary,
    give_opinion,
    hold_review,
    sum_up,
)
from mediation.reviews.operations.opening import check_old, form_panel, record_review_consent
from mediation.reviews.operations.undoing import ask_review_anew, dissolve_panel

__all__ = [
    "ask_review_anew",
    "cancel_open",
    "check_old",
    "deliver_summary",
    "dissolve_panel",
    "form_panel",
    "give_opinion",
    "hold_review",
    "record_review_consent",
    "sum_up",
]
