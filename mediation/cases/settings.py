"""What a locality may set for cases; the defaults are county defaults."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from mediation.kernel.locality import Locality


@dataclass(frozen=True)
class CaseSettings:
    """Settings under ``mediation``, ``major``, ``rating`` and ``protection`` of locality.yaml.

    :ivar session_notice_days: a session is called so many days ahead
    :ivar missed_notices_at_most: so many notices missed end the mediation
    :ivar major_mediators_at_least: mediators of a major case, with a recorder
    :ivar returns_at_most: how often a case may be sent down; then somebody must own it
    :ivar decided_by_government: kinds a government decides over (土地管理法 14)
    :ivar red_enters_at: level a red case begins or resumes at
    :ivar call_back_at_most: a rating so low is called back
    :ivar weekly_visits: visits after a 告诫书 (反家庭暴力法 17)
    """

    session_notice_days: int = 3
    missed_notices_at_most: int = 2
    mediators_at_least: int = 1
    major_mediators_at_least: int = 2
    major_recorder: bool = True
    returns_at_most: int = 2
    decided_by_government: tuple[str, ...] = ("land", "housing")
    red_enters_at: str = "town"
    call_back_at_most: int = 2
    weekly_visits: int = 4
    major_people: int = 10
    major_amount_fen: int = 10_000_000
    major_traits: frozenset[str] = frozenset({"brawl", "petition_tendency", "crime", "unnatural_death"})


def of(locality: Locality) -> CaseSettings:
    """Return the locality's settings over the defaults."""
    given: dict[str, Any] = dict(locality.settings.get("mediation", {}))
    if "decided_by_government" in given:
        given["decided_by_government"] = tuple(given["decided_by_government"])
    if "red_enters_at" in locality.settings:
        given["red_enters_at"] = locality.settings["red_enters_at"]
    major = locality.settings.get("major", {})
    if "people" in major:
        given["major_people"] = int(major["people"])
    if "amount_yuan" in major:
        given["major_amount_fen"] = int(Decimal(str(major["amount_yuan"])) * 100)
    if "traits" in major:
        given["major_traits"] = frozenset(major["traits"])
    given |= {
        key: locality.settings.get(section, {})[key]
        for section, key in (("rating", "call_back_at_most"), ("protection", "weekly_visits"))
        if key in locality.settings.get(section, {})
    }
    return CaseSettings(**given)
