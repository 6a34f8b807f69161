"""When an agreement takes effect (人民调解法 29, 30)."""

from datetime import date

import pytest

from mediation.agreements.rules import force

ALL = force.Elements(
    unsigned=(),
    signed_on=(date(2026, 9, 10), date(2026, 9, 11)),
    mediator_on=date(2026, 9, 10),
    sealed_on=date(2026, 9, 10),
)


def _but(**changes):
    return force.Elements(**{**ALL.__dict__, **changes})


def test_is_in_force_on_the_day_of_the_last_element():
    assert force.in_force_on(ALL) == date(2026, 9, 11)
    assert force.in_force_on(_but(sealed_on=date(2026, 9, 14))) == date(2026, 9, 14)


@pytest.mark.parametrize(
    ("elements", "lacks"),
    [
        (_but(unsigned=("被申请人",)), "被申请人签字"),
        (_but(mediator_on=None), "调解员签名"),
        (_but(sealed_on=None), "调解委员会印章"),
    ],
)
def test_is_not_in_force_while_one_element_is_missing_and_says_which(elements, lacks):
    assert force.in_force_on(elements) is None
    assert force.missing(elements) == (lacks,)


def test_nothing_is_missing_once_all_signed_and_sealed():
    assert force.missing(ALL) == ()


def test_only_an_appointed_mediator_records_an_oral_agreement():
    force.check_oral(appointed=True, name="罗建华")
    with pytest.raises(force.NotAppointed) as refused:
        force.check_oral(appointed=False, name="罗建华")
    assert "罗建华" in refused.value.sentence()


@pytest.mark.parametrize("level", ["grid", "branch", None])
def test_a_grid_or_branch_is_no_committee(level):
    with pytest.raises(force.NotCommittee):
        force.check_committee(level, committee_levels={"village", "town", "county"})


def test_names_both_boxes_that_are_not_ticked():
    with pytest.raises(force.NotReadAloud) as refused:
        force.check_read_aloud(identities_checked=False, read_aloud=False)
    assert set(refused.value.fields) == {"identities_checked", "read_aloud"}


def test_nobody_owes_what_he_did_not_sign():
    force.check_bound_by_own_signature({1: "申请人"}, {1, 2})
    with pytest.raises(force.BindsWithoutSignature) as refused:
        force.check_bound_by_own_signature({1: "申请人", 2: "被申请人"}, {1})
    assert "被申请人" in refused.value.sentence()
    assert "表决" in refused.value.sentence()
