"""What people ask of 督办: cards, instructions, what is listed, who could not be reached."""

from mediation.oversight.queries.burdens import Burden, burden
from mediation.oversight.queries.cards import CardView, cards_of_case, lateness_of, open_cards
from mediation.oversight.queries.case import CaseOversight, InterviewView, for_case
from mediation.oversight.queries.instruction_views import InstructionView, SentBack
from mediation.oversight.queries.instructions import (
    BOXES,
    STATES,
    InstructionPage,
    Running,
    Total,
    every,
    has_given,
    instruction,
    listing,
    of_case,
    standing,
    to_answer,
    total,
    unclosed,
)
from mediation.oversight.queries.listings import ListingView, listed_below
from mediation.oversight.queries.unreached import UnreachedView, is_filled, unreached

__all__ = [
    "BOXES",
    "STATES",
    "Burden",
    "CardView",
    "CaseOversight",
    "InstructionPage",
    "InstructionView",
    "InterviewView",
    "ListingView",
    "Running",
    "SentBack",
    "Total",
    "UnreachedView",
    "burden",
    "cards_of_case",
    "every",
    "for_case",
    "has_given",
    "instruction",
    "is_filled",
    "lateness_of",
    "listed_below",
    "listing",
    "of_case",
    "open_cards",
    "standing",
    "to_answer",
    "total",
    "unclosed",
    "unreached",
]
