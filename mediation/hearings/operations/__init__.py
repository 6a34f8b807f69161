"""Every write to a 屋场会."""

from mediation.hearings.operations.calling import (
    cancel_open,
    give_notice,
    name_facilitator,
    propose_hearing,
    record_consents,
)
from mediation.hearings.operations.holding import (
    publish_hearing,
    record_minutes,
    record_phases,
    sign_in,
    take_vote,
)
from mediation.hearings.operations.undoing import ask_consents_anew, release_facilitator, withdraw_notice

__all__ = [
    "ask_consents_anew",
    "cancel_open",
    "give_notice",
    "name_facilitator",
    "propose_hearing",
    "publish_hearing",
    "record_consents",
    "record_minutes",
    "record_phases",
    "release_facilitator",
    "sign_in",
    "take_vote",
    "withdraw_notice",
]
