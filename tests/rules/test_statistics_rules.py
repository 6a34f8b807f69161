"""What a dispute counts as, how figures compare, what is a correction, what breaks 三零."""

from datetime import date
from decimal import Decimal

import pytest

from mediation.statistics.rules import badges, comparing, correcting, counting
from mediation.statistics.settings import PREVENTED, Breaks

COUNTS = {
    "settled_private": "success",
    "oral_agreement": "success",
    "written_agreement": "success",
    "failed": "failure",
    "absent": "failure",
    "refused": "neutral",
    "withdrawn": "neutral",
    "not_accepted": "neutral",
    "transferred_police": "neutral",
    "merged": "neutral",
}


def _counted(outcome: str, **given) -> counting.Counted:
    counted = counting.Counted(kind="land", source="patrol", level_in="grid", level_out="village")
    counting.count_ending(
        counted, counting.Ending(outcome=outcome, **given), counts=COUNTS, prevented=PREVENTED
    )
    return counted


@pytest.mark.parametrize(
    ("outcome", "figure"),
    [
        ("settled_private", "settled"),
        ("written_agreement", "settled"),
        ("failed", "failed"),
        ("absent", "failed"),
        ("refused", "ended_otherwise"),
        ("withdrawn", "ended_otherwise"),
        ("not_accepted", "declined"),
        ("transferred_police", "transferred"),
    ],
)
def test_every_ending_counts_as_exactly_one_part_of_what_was_closed(outcome, figure):
    figures = _counted(outcome, was_rated=True).figures
    parts = {"settled", "failed", "ended_otherwise", "declined", "transferred"}

    assert figures["closed"] == 1
    assert {key for key in figures if key in parts} == {figure}


def test_a_merged_dispute_counts_only_where_it_went():
    assert _counted("merged").figures == {}


def test_refusal_referral_and_handing_over_leave_the_success_rate_alone():
    ended = [_counted(each) for each in ("settled_private", "failed", "refused", "not_accepted")]

    assert counting.add_up([*ended, _counted("transferred_police")]).rate("success_rate") == (1, 2)


def test_a_settlement_prevents_what_its_traits_say_and_counts_the_people():
    figures = _counted("oral_agreement", people=7, traits=frozenset({"weapon", "suicide_threat"})).figures

    assert (figures["prevented_crime"], figures["prevented_crime_people"]) == (1, 7)
    assert figures["prevented_suicide"] == 1
    assert "prevented_brawl" not in figures
    assert "prevented_crime" not in _counted("failed", traits=frozenset({"weapon"})).figures


def test_silence_is_not_rated_and_never_satisfied():
    figures = _counted("written_agreement", was_rated=False).figures

    assert figures["unrated"] == 1
    assert "satisfied" not in figures


def test_what_was_taken_up_stands_at_the_level_that_took_it_up_what_ended_where_it_ended():
    counted = _counted("written_agreement", amount_fen=60_000)
    counted.add("accepted")

    sums = counting.add_up([counted])

    assert sums.by["level"]["grid"] == {"accepted": 1}
    assert sums.by["level"]["village"]["settled"] == 1
    assert sums.by["kind"]["land"]["amount_fen"] == 60_000


def test_of_a_dispute_its_figures_are_kept_and_where_it_counts_but_no_zeros():
    counted = _counted("oral_agreement", was_late=True)

    kept = counted.kept()

    assert kept.pop("groups") == {"kind": "land", "source": counted.source, "in": "grid", "out": "village"}
    assert kept == counted.figures
    assert 0 not in kept.values()


def test_says_no_percentage_of_a_small_base_and_none_of_nothing():
    assert comparing.change(30, 24, percent_from=20) == comparing.Change(24, 6, Decimal("25.0"))
    assert comparing.change(6, 2, percent_from=20) == comparing.Change(2, 4, None)
    assert comparing.change(3, 0, percent_from=0).percent is None
    assert comparing.percentage(0, 0) is None
    assert comparing.percentage(2, 3) == Decimal("66.7")


def test_a_rate_changes_by_points_where_both_bases_are_large_enough():
    assert comparing.points((18, 20), (15, 20), percent_from=20) == Decimal("15.0")
    assert comparing.points((9, 10), (15, 20), percent_from=20) is None


OLD = {"closed": 1, "settled": 1, "groups": {"kind": "land", "source": "patrol", "out": "village"}}


@pytest.mark.parametrize(
    ("old", "new", "given", "reason"),
    [
        (OLD, {}, {}, "reopened"),
        (OLD, {}, {"is_merged": True}, "merged"),
        (OLD, {}, {"is_here": False}, "gone"),
        ({}, OLD, {}, "late"),
        (OLD, {**OLD, "settled": 0, "failed": 1}, {}, "outcome"),
        (OLD, {**OLD, "groups": {**OLD["groups"], "kind": "housing"}}, {}, "regrouped"),
        (OLD, {**OLD, "late": 1}, {}, "changed"),
    ],
)
def test_says_why_a_dispute_counts_otherwise(old, new, given, reason):
    assert correcting.differs(old, new)
    assert correcting.reason_of(old, new, **{"is_merged": False, "is_here": True, **given}) == reason


def test_another_group_without_a_figure_is_no_correction():
    assert not correcting.differs({}, {"groups": {"kind": "land"}})
    assert not correcting.differs(OLD, dict(OLD))


def test_the_net_effect_adds_up_all_corrections_of_a_period():
    gone = correcting.Correction(1, "2026-08", 7, "浏调〔2026〕000007号", "reopened", OLD, {})
    came = correcting.Correction(
        1, "2026-08", 8, "浏调〔2026〕000008号", "late", {}, {"closed": 1, "failed": 1}
    )

    assert gone.effect == {"closed": -1, "settled": -1}
    assert correcting.net_effect([gone, came]) == {"2026-08": {"settled": -1, "failed": 1}}


BREAKS = {
    "petition": Breaks(sources=frozenset({"petition"}), outcomes=frozenset({"transferred_petition"})),
    "crime": Breaks(outcomes=frozenset({"transferred_police"}), traits=frozenset({"crime"})),
}
SUMMER = {"first": date(2026, 7, 1), "last": date(2026, 9, 30)}


def _seen(**given) -> badges.Seen:
    usual = {"source": "patrol", "traits": frozenset(), "outcome": None, "closed_on": None}
    return badges.Seen(**{**usual, "reported_on": date(2026, 8, 1), **given})


@pytest.mark.parametrize(
    ("seen", "broken"),
    [
        (_seen(), []),
        (_seen(source="petition"), ["petition"]),
        (_seen(source="petition", reported_on=date(2026, 6, 30)), []),
        (_seen(traits=frozenset({"crime"})), ["crime"]),
        (
            _seen(reported_on=date(2026, 6, 1), outcome="transferred_police", closed_on=date(2026, 7, 1)),
            ["crime"],
        ),
        (_seen(outcome="transferred_police", closed_on=date(2026, 10, 1)), []),
        (
            _seen(source="petition", outcome="transferred_police", closed_on=date(2026, 9, 30)),
            ["petition", "crime"],
        ),
    ],
)
def test_a_badge_is_broken_by_what_came_or_went_in_the_quarter(seen, broken):
    assert list(badges.broken_by(seen, BREAKS, **SUMMER)) == broken


def test_says_all_that_broke_a_badge_and_nothing_that_did_not():
    seen = _seen(
        source="petition", traits=frozenset({"crime", "weapon"}), outcome="transferred_police",
        closed_on=date(2026, 9, 30),
    )  # fmt: skip

    assert badges.broken_by(seen, BREAKS, **SUMMER) == {
        "petition": (("sources", "petition"),),
        "crime": (("traits", "crime"), ("outcomes", "transferred_police")),
    }
