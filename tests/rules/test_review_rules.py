"""What makes a 集体评议 valid."""

from datetime import date
from fractions import Fraction

import pytest

from mediation.reviews import rules

SEVEN = rules.Panel(
    members=(1, 2, 3, 4, 5, 6, 7),
    veterans=frozenset({1, 2, 3}),
    groups=3,
    handling_body=1,
    relations="无",
)
LIMITS = {"least": 5, "most": 11, "groups": 3, "veterans": Fraction(1, 3), "handling_body": 1}
PHASES = {"evidence": "出示凭证", "questions": "评议员提问", "exchange": "交换意见"}


def _but(**changes):
    return rules.Panel(**{**SEVEN.__dict__, **changes})


@pytest.mark.parametrize("size", [5, 7, 9, 11])
def test_an_odd_panel_of_five_to_eleven_stands(size):
    rules.check_panel(_but(members=tuple(range(size)), veterans=frozenset({1, 2, 3, 4}), groups=3), **LIMITS)


@pytest.mark.parametrize(
    ("panel", "refusal", "field"),
    [
        (_but(members=(1, 2, 3)), rules.BadPanelSize, "members"),
        (_but(members=(1, 2, 3, 4, 5, 6)), rules.BadPanelSize, "members"),
        (_but(members=tuple(range(13))), rules.BadPanelSize, "members"),
        (_but(members=(1, 2, 3, 4, 5, 6, 6)), rules.BadPanelSize, "members"),
        (_but(groups=2), rules.TooFewGroups, "groups"),
        (_but(groups=8), rules.GroupsDoNotFit, "groups"),
        (_but(veterans=frozenset({1, 2})), rules.TooFewVeterans, "veterans"),
        (_but(veterans=frozenset({1, 2, 99})), rules.VeteranNotOnPanel, "veterans"),
        (_but(handling_body=2), rules.TooManyFromHandlingBody, "handling_body_members"),
        (_but(relations="王五是李甲的表兄"), rules.RelatedMember, "relations"),
    ],
)
def test_refuses_a_panel_that_cannot_stand_beside_the_field(panel, refusal, field):
    with pytest.raises(refusal) as refused:
        rules.check_panel(panel, **LIMITS)
    assert set(refused.value.fields) == {field}


@pytest.mark.parametrize("said", ["", "无", "没有", "均无。"])
def test_no_relations_may_be_said_in_several_ways(said):
    rules.check_panel(_but(relations=said), **LIMITS)


@pytest.mark.parametrize(
    ("changes", "old"),
    [
        ({}, False),
        ({"failed": 1}, False),
        ({"failed": 2}, True),
        ({"named_old": True}, True),
        ({"reported_on": date(2026, 3, 21)}, True),
        ({"reported_on": date(2026, 3, 22)}, False),
    ],
)
def test_an_old_petition_is_six_months_old_or_failed_twice_or_known_as_one(changes, old):
    given = {"reported_on": date(2026, 9, 7), "failed": 0, "named_old": False, **changes}

    assert rules.is_old(**given, today=date(2026, 9, 21), months=6, attempts=2) is old


def test_nobody_reviews_his_own_matter():
    rules.check_no_party(["王五"], party_names={"李甲"})
    with pytest.raises(rules.PartyOnPanel):
        rules.check_no_party(["王五", "李甲"], party_names={"李甲", "李乙"})


@pytest.mark.parametrize(
    ("phases", "heard", "left", "refusal"),
    [
        ({**PHASES, "questions": ""}, True, True, rules.PhaseMissing),
        (PHASES, False, True, rules.NotBothHeard),
        (PHASES, True, False, rules.NotLeft),
    ],
)
def test_both_sides_are_heard_in_three_phases_and_leave(phases, heard, left, refusal):
    rules.check_session(PHASES, both_heard=True, left=True)
    with pytest.raises(refusal):
        rules.check_session(phases, both_heard=heard, left=left)


def test_an_opinion_is_one_of_three_with_a_reason():
    rules.check_opinion("partial", "凭证不全")
    with pytest.raises(rules.UnknownOpinion):
        rules.check_opinion("maybe", "凭证不全")
    with pytest.raises(rules.NoReason):
        rules.check_opinion("oppose", " ")


def test_nothing_is_summed_up_before_all_are_in():
    rules.check_all_in(given=7, size=7)
    with pytest.raises(rules.OpinionsMissing) as refused:
        rules.check_all_in(given=5, size=7)
    assert refused.value.params["missing"] == 2
