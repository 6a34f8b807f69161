"""What happened to settlements."""

from mediation.agreements.events.confirmation import (
    ConfirmationAsked,
    ConfirmationDecided,
    ConfirmationDeclined,
    ConfirmationFiled,
    ConfirmationLapsed,
    ConfirmationMended,
    ConfirmationScreened,
)
from mediation.agreements.events.performance import (
    BreachFollowed,
    PromiseBroken,
    PromisePartlyKept,
    PromiseVaried,
    SettlementPerformed,
    VisitMade,
    VisitsPlanned,
)
from mediation.agreements.events.settling import (
    AgreementDeclined,
    AgreementDrafted,
    AgreementDropped,
    AgreementInForce,
    AgreementSealed,
    AgreementSigned,
    MediatorSigned,
    OralAgreementReached,
    OralAgreementRegistered,
    SettledPrivately,
)

__all__ = [
    "AgreementDeclined",
    "AgreementDrafted",
    "AgreementDropped",
    "AgreementInForce",
    "AgreementSealed",
    "AgreementSigned",
    "BreachFollowed",
    "ConfirmationAsked",
    "ConfirmationDecided",
    "ConfirmationDeclined",
    "ConfirmationFiled",
    "ConfirmationLapsed",
    "ConfirmationMended",
    "ConfirmationScreened",
    "MediatorSigned",
    "OralAgreementReached",
    "OralAgreementRegistered",
    "PromiseBroken",
    "PromisePartlyKept",
    "PromiseVaried",
    "SettledPrivately",
    "SettlementPerformed",
    "VisitMade",
    "VisitsPlanned",
]
