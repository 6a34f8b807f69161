"""Going back: a task sent back to an earlier step with a reason, or one's own taken back in time."""

from mediation.casework.returning.operations import send_back, take_back
from mediation.casework.returning.queries import (
    Answered,
    Own,
    Place,
    answered_before,
    opened_again,
    own_last,
    places,
)

__all__ = [
    "Answered",
    "Own",
    "Place",
    "answered_before",
    "opened_again",
    "own_last",
    "places",
    "send_back",
    "take_back",
]
