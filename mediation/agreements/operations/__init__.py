"""Every write to settlements."""

from mediation.agreements.operations.confirming import (
    ask_confirmation,
    drop_confirmation,
    file_confirmation,
    lapse_confirmation,
    record_ruling,
    screen_confirmation,
)
from mediation.agreements.operations.drafting import draft_agreement, drop_under_way
from mediation.agreements.operations.performing import (
    confirm_performance,
    follow_breach,
    vary_promise,
)
from mediation.agreements.operations.settling import record_settlement, register_oral
from mediation.agreements.operations.signing import (
    seal_agreement,
    sign_agreement,
    sign_as_mediator,
)
from mediation.agreements.operations.undoing import (
    ask_confirmation_anew,
    void_mediator_signature,
    void_signatures,
    withdraw_agreement,
    withdraw_screening,
)
from mediation.agreements.operations.visiting import plan_visits, record_visit

__all__ = [
    "ask_confirmation",
    "ask_confirmation_anew",
    "confirm_performance",
    "draft_agreement",
    "drop_confirmation",
    "drop_under_way",
    "file_confirmation",
    "follow_breach",
    "lapse_confirmation",
    "plan_visits",
    "record_ruling",
    "record_settlement",
    "record_visit",
    "register_oral",
    "screen_confirmation",
    "seal_agreement",
    "sign_agreement",
    "sign_as_mediator",
    "vary_promise",
    "void_mediator_signature",
    "void_signatures",
    "withdraw_agreement",
    "withdraw_screening",
]
