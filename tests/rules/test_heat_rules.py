"""What counts as typical, as far out and as shared, and which colour a number gets."""

from math import exp
from statistics import NormalDist

import pytest

from mediation.boards.heat.rules import Spread, bands, far_out, percentile, shade, shared_by, spread_of


@pytest.mark.parametrize(
    ("part", "expected"), [(0, 10), (0.25, 17.5), (0.5, 25), (0.75, 32.5), (0.9, 37), (1, 40)]
)
def test_a_percentile_falls_between_two_values_as_in_sql(part, expected):
    assert percentile([10, 20, 30, 40], part) == pytest.approx(expected)


def test_one_value_is_every_percentile():
    assert spread_of([7.5]) == Spread(times=1, lower=7.5, median=7.5, upper=7.5, p90=7.5)


def test_what_was_done_seldom_has_no_limit():
    assert far_out(spread_of([1.0] * 7)) is None
    assert far_out(spread_of([1.0] * 8)) is not None


def test_the_limit_is_twice_the_ninetieth_percentile():
    assert far_out(Spread(20, lower=40, median=60, upper=80, p90=120)) == 240


@pytest.mark.parametrize("seldom", [0.13, 0.2, 0.26, 0.45])
def test_two_sorts_of_planned_work_are_neither_far_out(seldom):
    """Visits after a fortnight and after two months, as the county makes them: mostly the first."""
    far = round(200 * seldom)
    hours = [24 * (13 + 6 * turn / 200) for turn in range(200 - far)]
    hours += [24 * (57 + 9 * turn / far) for turn in range(far)]

    limit = far_out(spread_of(hours))

    assert max(hours) < limit < 24 * 150


def test_few_of_a_long_tail_are_far_out():
    hours = [24 * exp(NormalDist(sigma=1).inv_cdf((turn + 0.5) / 1000)) for turn in range(1000)]

    limit = far_out(spread_of(hours))

    assert 0.01 < sum(each > limit for each in hours) / 1000 < 0.05


def test_what_no_sort_explains_is_far_out_of_few_and_of_many():
    for others in (9, 90):
        assert far_out(spread_of([24.0 * 14] * others + [24.0 * 90])) < 24 * 90


def test_a_few_hours_more_than_usual_is_not_far_out():
    assert far_out(Spread(20, lower=1, median=1, upper=1, p90=1)) == 25


def test_tells_what_outliers_have_more_often_than_all():
    (found,) = shared_by(
        {("kind", "land"): 8, ("kind", "family"): 2},
        {("kind", "land"): 20, ("kind", "family"): 80},
        of_outliers=10,
        of_all=100,
    )

    assert (found.attribute, found.value) == ("kind", "land")
    assert (found.share_among_outliers, found.share_among_all) == (0.8, 0.2)


def test_does_not_tell_what_fewer_than_five_have():
    assert shared_by({("kind", "land"): 4}, {("kind", "land"): 4}, of_outliers=4, of_all=100) == ()


def test_does_not_tell_what_all_have_as_often():
    assert shared_by({("kind", "land"): 5}, {("kind", "land"): 50}, of_outliers=10, of_all=100) == ()


def test_does_not_tell_of_what_has_no_value():
    assert shared_by({("level", ""): 9}, {("level", ""): 10}, of_outliers=10, of_all=100) == ()


def test_the_most_striking_comes_first():
    found = shared_by(
        {("kind", "land"): 6, ("risk", "red"): 9},
        {("kind", "land"): 20, ("risk", "red"): 20},
        of_outliers=10,
        of_all=100,
    )

    assert [each.value for each in found] == ["red", "land"]


def test_bands_hold_about_as_many_values_each():
    assert bands([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]) == ((1, 2), (3, 4), (5, 6), (7, 8), (9, 10))


def test_few_values_make_few_bands_and_none_makes_none():
    assert bands([3, 3, 9, 0]) == ((3, 3), (9, 9))
    assert bands([0, 0]) == ()


@pytest.mark.parametrize(("value", "expected"), [(None, 0), (0, 0), (1, 1), (5, 3), (10, 5)])
def test_a_value_gets_the_shade_of_its_band(value, expected):
    assert shade(value, bands(range(1, 11))) == expected


def test_the_only_band_is_of_middle_shade():
    assert shade(4, bands([4])) == 3
