"""What a locality may set for agreements; the defaults are county defaults."""

from dataclasses import dataclass

from mediation.kernel.locality import Locality


@dataclass(frozen=True)
class AgreementSettings:
    """Settings of locality.yaml that concern agreements.

    :ivar cooling_off_most_hours: longest cooling-off before signing (county default)
    :ivar committee_levels: levels whose body is a mediation committee (人民调解法 8, 34)
    :ivar confirmation_days: days to apply for judicial confirmation (人民调解法 33)
    :ivar visits: return visits after performance (county default: 15 days, 1 month, 3 months)
    :ivar visits_simple: visits of a simple dispute (county default)
    :ivar visits_private: visits after a private settlement (county default)
    """

    cooling_off_most_hours: int
    committee_levels: frozenset[str]
    confirmation_days: int
    visits: int
    visits_simple: int
    visits_private: int


def agreement_settings(locality: Locality) -> AgreementSettings:
    """Return the locality's settings, the defaults where it is silent."""
    signing = locality.settings.get("signing", {})
    visits = locality.settings.get("visits", {})
    return AgreementSettings(
        cooling_off_most_hours=signing.get("cooling_off_hours_at_most", 72),
        committee_levels=frozenset(signing.get("committee_levels", ("village", "town", "county"))),
        confirmation_days=locality.settings.get("confirmation", {}).get("days", 30),
        visits=visits.get("count", 3),
        visits_simple=visits.get("simple", 1),
        visits_private=visits.get("private", 1),
    )
