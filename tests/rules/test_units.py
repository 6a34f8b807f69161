"""Where units may hang, what they are called, how many households they hold."""

from pathlib import Path

import pytest

from mediation.kernel.locality import HouseholdLimits, Level, Locality, read_locality
from mediation.units import rules

LIMITS = HouseholdLimits(warn_from=10, warn_to=15, refuse_above=30)


@pytest.fixture(scope="module")
def place() -> Locality:
    return read_locality(Path(__file__).parent.parent / "factories" / "locality.yaml")


@pytest.fixture(scope="module")
def yunfu() -> Locality:
    """云浮 has four sizes of grid and none of 浏阳's levels."""
    sizes = ("micro", "small", "middle", "large")
    levels = {key: Level(key, rank, f"{key}网格", key) for rank, key in enumerate(sizes, start=1)}
    return Locality("yunfu", "云浮市", "云调", levels=levels, roles={}, households=LIMITS)


def test_a_level_hangs_below_any_higher_one(place: Locality) -> None:
    rules.check_place(place, level="village", parent_level="town")
    rules.check_place(place, level="grid", parent_level="village")
    rules.check_place(place, level="county", parent_level=None)


@pytest.mark.parametrize(("level", "parent"), [("town", "village"), ("village", "village")])
def test_a_level_does_not_hang_below_its_own_or_a_lower_one(place: Locality, level: str, parent: str) -> None:
    with pytest.raises(rules.WrongLevel, match="南岳村"):
        rules.check_place(place, level=level, parent_level=parent, parent_name="南岳村")


def test_only_the_highest_level_stands_alone(place: Locality) -> None:
    with pytest.raises(rules.NeedsParent, match="乡镇"):
        rules.check_place(place, level="town", parent_level=None)


def test_levels_are_the_locality_s_own(yunfu: Locality) -> None:
    rules.check_place(yunfu, level="micro", parent_level="small")
    assert rules.holds_households(yunfu, "micro")
    assert not rules.holds_households(yunfu, "small")


@pytest.mark.parametrize("name", ["", "  ", "长" * 81, "南岳\n村", "南岳\0村"])
def test_refuses_names_that_cannot_be_shown(name: str) -> None:
    with pytest.raises(rules.BadUnitName):
        rules.check_name(name)


@pytest.mark.parametrize("code", ["", "4301 81", "村一", "1" * 41, "a;b", "--"])
def test_refuses_codes_other_than_letters_digits_and_hyphens(code: str) -> None:
    with pytest.raises(rules.BadUnitCode):
        rules.check_code(code)


@pytest.mark.parametrize(
    ("households", "unusual"), [(None, False), (9, True), (10, False), (15, False), (16, True), (30, True)]
)
def test_warns_outside_ten_to_fifteen_households(households: int | None, unusual: bool) -> None:
    rules.check_households(LIMITS, name="第9微网格", households=households)

    assert rules.are_households_unusual(LIMITS, households) is unusual


def test_refuses_more_than_thirty_households() -> None:
    with pytest.raises(rules.TooManyHouseholds, match="第9微网格有31户，超过上限30户"):
        rules.check_households(LIMITS, name="第9微网格", households=31)


def test_refuses_households_below_zero() -> None:
    with pytest.raises(rules.BadHouseholds):
        rules.check_households(LIMITS, name="第9微网格", households=-1)


def test_full_names_leave_the_county_out() -> None:
    town = rules.full_name(name="官渡镇", parent_full_name="浏阳市", parent_is_root=True)

    assert town == "官渡镇"
    assert rules.full_name(name="南岳村", parent_full_name=town, parent_is_root=False) == "官渡镇南岳村"
