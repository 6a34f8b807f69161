"""What a locality may set for 集体评议; the defaults are county defaults."""

from dataclasses import dataclass
from fractions import Fraction

from mediation.kernel.locality import Locality


@dataclass(frozen=True)
class ReviewSettings:
    """Settings under ``review`` of locality.yaml.

    :ivar old_petition_months: from this age a matter counts as an old petition
    :ivar failed_attempts: or from so many failed attempts
    :ivar panel: usual size of a panel
    :ivar veterans: share of the panel that must be 老党员 or 老干部
    """

    old_petition_months: int
    failed_attempts: int
    panel: int
    panel_from: int
    panel_to: int
    groups: int
    veterans: Fraction
    handling_body: int


def review_settings(locality: Locality) -> ReviewSettings:
    """Return the locality's settings, the defaults where it is silent."""
    given = locality.settings.get("review", {})
    return ReviewSettings(
        old_petition_months=given.get("old_petition_months", 6),
        failed_attempts=given.get("failed_attempts", 2),
        panel=given.get("panel", 7),
        panel_from=given.get("panel_from", 5),
        panel_to=given.get("panel_to", 11),
        groups=given.get("groups_at_least", 3),
        veterans=Fraction(given.get("veterans_at_least", "1/3")),
        handling_body=given.get("handling_body_at_most", 1),
    )
