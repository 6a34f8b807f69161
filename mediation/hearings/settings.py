"""What a locality may set for 屋场会; the defaults are county defaults unless a statute is named."""

from dataclasses import dataclass
from fractions import Fraction

from mediation.kernel.locality import Locality


@dataclass(frozen=True)
class HearingSettings:
    """Settings under ``hearing`` of locality.yaml.

    :ivar notice_days: days between the first notice and the meeting
    :ivar renewed_notice_hours: hours between a renewed notice and the meeting
    :ivar proposing_households: households that may propose together
    :ivar barred_traits: traits of a case that never go before the neighbours
    :ivar quorum: households that make a quorum, but for a 村民小组 matter
    :ivar group_quorum: share of households for a 村民小组 matter (村民委员会组织法 28)
    :ivar group_majority: share of those present that must be exceeded (村民委员会组织法 28)
    :ivar minutes_signers: who signs the minutes, the facilitator among them
    :ivar facilitator_barred: relations that rule a facilitator out
    """

    notice_days: int
    renewed_notice_hours: int
    proposing_households: int
    barred_traits: tuple[str, ...]
    quorum: int
    group_quorum: Fraction
    group_majority: Fraction
    minutes_signers: int
    facilitator_barred: frozenset[str]


def hearing_settings(locality: Locality) -> HearingSettings:
    """Return the locality's settings, the defaults where it is silent."""
    given = locality.settings.get("hearing", {})
    return HearingSettings(
        notice_days=given.get("notice_days", 3),
        renewed_notice_hours=given.get("renewed_notice_hours", 24),
        proposing_households=given.get("proposing_households", 5),
        barred_traits=tuple(given.get("barred_traits", ("violence", "minor", "private_matter"))),
        quorum=given.get("quorum", 10),
        group_quorum=Fraction(given.get("group_quorum", "2/3")),
        group_majority=Fraction(given.get("group_majority", "1/2")),
        minutes_signers=given.get("minutes_signers", 3),
        facilitator_barred=frozenset(given.get("facilitator_barred", ("relative", "interest"))),
    )
