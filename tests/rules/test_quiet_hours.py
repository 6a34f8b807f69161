"""Quiet hours: the county's, one's own, none; over midnight or not; danger wakes people up."""

from dataclasses import replace
from datetime import datetime, time

import pytest

from mediation.kernel.clock import SHANGHAI
from mediation.kernel.locality import Locality
from mediation.notifications import quiet
from mediation.notifications.quiet import Quiet

NIGHT = Quiet(time(21), time(7, 30))


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("moment", "until"),
    [
        ("09-14 20:59", None),
        ("09-14 21:00", "09-15 07:30"),
        ("09-14 23:59", "09-15 07:30"),
        ("09-15 00:00", "09-15 07:30"),
        ("09-15 07:29", "09-15 07:30"),
        ("09-15 07:30", None),
        ("12-31 22:00", "2027-01-01 07:30"),
    ],
)
def test_a_night_goes_over_midnight(moment: str, until: str | None) -> None:
    wanted = None
    if until is not None:
        text = until if until.startswith("2027") else f"2026-{until}"
        wanted = datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)

    assert NIGHT.until(at(moment)) == wanted


def test_hours_within_a_day() -> None:
    noon = Quiet(time(12), time(14))

    assert noon.until(at("09-14 13:00")) == at("09-14 14:00")
    assert noon.until(at("09-14 23:00")) is None


def test_danger_wakes_people_up_a_card_does_not() -> None:
    late = at("09-14 23:00")

    assert quiet.not_before(late, "RiskRaised", NIGHT) == late
    assert quiet.not_before(late, "RedCardGiven", NIGHT) == at("09-15 07:30")
    assert quiet.not_before(late, "RedCardGiven", None) == late


def test_ones_own_choice_comes_before_the_countys(locality: Locality) -> None:
    assert quiet.of_county(locality) == NIGHT
    assert quiet.of_person({}, locality) == NIGHT
    assert quiet.of_person({"quiet": "county"}, locality) == NIGHT
    assert quiet.of_person({"quiet": "22:00-06:00"}, locality) == Quiet(time(22), time(6))
    assert quiet.of_person({"quiet": "never"}, locality) is None
    assert quiet.of_person({"quiet": "soon"}, locality) == NIGHT


def test_a_county_may_have_none(locality: Locality) -> None:
    none = replace(locality, settings={"notifications": {"quiet": "never"}})

    assert quiet.of_county(none) is None
