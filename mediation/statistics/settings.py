"""What a locality may set for returns, rates and badges; the defaults are county defaults."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from mediation.kernel.locality import Locality

PREVENTED: Mapping[str, tuple[str, ...]] = {
    "crime": ("weapon", "kill_threat", "earlier_violence"),
    "suicide": ("suicide_threat",),
    "brawl": ("brawl",),
    "petition": ("petition_tendency",),
}
BADGES = ("petition", "accident", "crime")
PERMISSION = "supervise"
"""Which posts submit the return of their unit, and of those below it."""


@dataclass(frozen=True)
class Breaks:
    """What breaks a badge: where a dispute came from, where it went, what it showed."""

    sources: frozenset[str] = frozenset()
    outcomes: frozenset[str] = frozenset()
    traits: frozenset[str] = frozenset()


@dataclass(frozen=True)
class StatisticsSettings:
    """Settings under ``statistics``, ``badges`` and ``privacy`` of locality.yaml.

    :ivar satisfied_from: lowest score that counts as satisfied
    :ivar percent_from: a change from a smaller base is not said in percent
    :ivar corrections_months: returns whose period ended no longer ago are looked at for corrections
    :ivar prevented: what a settlement prevented -> the traits that say so
    :ivar suppress_below: smaller counts are not published
    :ivar badge_levels: levels whose units get badges, the highest first
    :ivar counts: outcome -> success, failure or neutral, as the taxonomy says
    """

    satisfied_from: int = 4
    percent_from: int = 20
    corrections_months: int = 12
    prevented: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: PREVENTED)
    suppress_below: int = 5
    badge_levels: tuple[str, ...] = ("village", "grid")
    badges: Mapping[str, Breaks] = field(default_factory=dict)
    counts: Mapping[str, str] = field(default_factory=dict)


def of(locality: Locality) -> StatisticsSettings:
    """Return the locality's settings over the defaults."""
    given: dict[str, Any] = dict(locality.settings.get("statistics", {}))
    if "prevented" in given:
        given["prevented"] = {key: tuple(traits) for key, traits in given["prevented"].items()}
    badges = locality.settings.get("badges", {})
    if "levels" in badges:
        given["badge_levels"] = tuple(badges["levels"])
    return StatisticsSettings(
        **given,
        suppress_below=int(locality.settings.get("privacy", {}).get("suppress_below", 5)),
        badges={key: _breaks(badges.get(key, {})) for key in BADGES},
        counts={
            entry["key"]: entry.get("counts", "neutral")
            for entry in locality.settings.get("taxonomy", {}).get("outcomes", [])
        },
    )


def submitting_levels(locality: Locality) -> frozenset[str]:
    """Return the levels whose units submit themselves: those that have a post for it."""
    return frozenset(
        role.level for role in locality.roles.values() if role.level and PERMISSION in role.permissions
    )


def _breaks(given: Mapping[str, Any]) -> Breaks:
    return Breaks(**{key: frozenset(given.get(key, ())) for key in ("sources", "outcomes", "traits")})
