"""Reading parties and their consents; personal data leaves this room only through ``shown``."""

from mediation.parties.grams import cases_with_name
from mediation.parties.queries.consents import (
    ConsentView,
    all_consent,
    latest_consents,
    missing_consents,
    refused,
    refusing,
)
from mediation.parties.queries.names import Minor, NamedParty, masked, minors, names_in, same_parties
from mediation.parties.queries.persons import PartyView, ShownParty, parties, shown
from mediation.parties.rules import Standing, Viewer, mask_minors, mask_names

__all__ = [
    "ConsentView",
    "Minor",
    "NamedParty",
    "PartyView",
    "ShownParty",
    "Standing",
    "Viewer",
    "all_consent",
    "cases_with_name",
    "latest_consents",
    "mask_minors",
    "mask_names",
    "masked",
    "minors",
    "missing_consents",
    "names_in",
    "parties",
    "refused",
    "refusing",
    "same_parties",
    "shown",
]
