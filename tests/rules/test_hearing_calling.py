"""Who may call a 屋场会, about what, led by whom, how far ahead."""

from datetime import datetime

import pytest

from mediation.hearings.rules import calling as rules
from mediation.kernel.clock import SHANGHAI

BARRED = ("violence", "minor", "private_matter")
GROUP = {
    "matter": "group",
    "proposer": "village",
    "households": 0,
    "households_total": 30,
    "topic": "水沟改道",
    "least": 5,
}


def _at(day, hour, minute=0):
    return datetime(2026, 4, day, hour, minute, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("traits", "any_minor", "found"),
    [
        ({}, False, 0),
        ({"violence": True}, False, 1),
        ({"private_matter": True}, False, 1),
        ({"minor": True}, True, 1),
        ({}, True, 1),
        ({"violence": True, "private_matter": True}, True, 3),
        ({"violence": False}, False, 0),
    ],
)
def test_violence_minors_and_private_matters_never_go_before_the_neighbours(traits, any_minor, found):
    assert len(rules.bars(traits, any_minor=any_minor, barred=BARRED)) == found


@pytest.mark.parametrize("changes", [{}, {"proposer": "grid"}, {"proposer": "households", "households": 5}])
def test_grid_village_or_five_households_may_propose(changes):
    rules.check_proposal(**{**GROUP, **changes})


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"proposer": "households", "households": 4}, rules.TooFewHouseholds),
        ({"households_total": 0}, rules.NoHouseholds),
        ({"topic": " "}, rules.NoTopic),
        ({"matter": "war"}, rules.UnknownChoice),
        ({"proposer": "stranger"}, rules.UnknownChoice),
    ],
)
def test_refuses_a_proposal_that_cannot_stand(changes, refusal):
    with pytest.raises(refusal):
        rules.check_proposal(**{**GROUP, **changes})


def test_a_private_dispute_needs_no_number_of_households():
    rules.check_proposal(**{**GROUP, "matter": "private", "households_total": 0})


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"relation": "relative"}, rules.RelatedFacilitator),
        ({"relation": "interest"}, rules.RelatedFacilitator),
        ({"relation": "other"}, rules.RelationNotExplained),
        ({"name": "朱甲"}, rules.PartyFacilitates),
        ({"name": ""}, rules.NoFacilitator),
        ({"relation": "unheard"}, rules.UnknownChoice),
    ],
)
def test_whoever_leads_it_must_be_neutral(changes, refusal):
    given = {"name": "周德胜", "relation": "none", "note": "", **changes}

    with pytest.raises(refusal):
        rules.check_facilitator(**given, barred={"relative", "interest"}, party_names={"朱甲", "朱乙"})


def test_another_relation_is_disclosed_and_goes():
    rules.check_facilitator(
        name="周德胜", relation="other", note="同学", barred={"relative", "interest"}, party_names=set()
    )


def test_the_first_notice_goes_out_three_days_ahead():
    rules.check_notice(at=_at(24, 20), hearing_at=_at(27, 9), renewed=False, days=3, hours=24)
    with pytest.raises(rules.NoticeTooShort) as refused:
        rules.check_notice(at=_at(24, 9), hearing_at=_at(26, 20), renewed=False, days=3, hours=24)
    assert "04月27日" in refused.value.sentence()


def test_a_renewed_notice_goes_out_24_hours_ahead_to_the_minute():
    rules.check_notice(at=_at(28, 21), hearing_at=_at(29, 21), renewed=True, days=3, hours=24)
    with pytest.raises(rules.RenewedNoticeTooShort) as refused:
        rules.check_notice(at=_at(28, 21), hearing_at=_at(29, 20, 59), renewed=True, days=3, hours=24)
    assert "04月29日21:00" in refused.value.sentence()
