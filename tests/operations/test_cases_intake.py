"""Reports become cases: registered, graded, entered at a level, merged with an earlier one."""

from datetime import date

import pytest

from mediation.cases.events import CaseMergedInto, CaseScreened, CaseTookIn, RiskAssessed
from mediation.cases.model import NumberSeries
from mediation.cases.refusals import BadMerge
from mediation.casework.events import CaseReported
from tests.factories import a_case, a_party
from tests.operations.case_stage import CaseStage, moment, set_case_stage


@pytest.fixture
def stage(uow) -> CaseStage:
    return set_case_stage(uow)


def test_registering_gives_the_next_number_of_the_year(stage):
    stage.session.add(NumberSeries(series="case", year=2026, last=500011))

    stage.do("intake.register")

    assert stage.case.number == "浏调〔2026〕500012号"
    assert stage.papers() == ["registration"]
    assert stage.facts(CaseReported)[0].number == "浏调〔2026〕500012号"


def test_numbers_begin_anew_each_year_of_the_county(stage):
    stage.session.add(NumberSeries(series="case", year=2026, last=500099))
    stage.at = moment(12, 31, 23, 59).replace(year=2026)
    stage.do("intake.register")
    first = stage.case.number
    stage.at = moment(1, 1, 0, 0).replace(year=2027)

    stage.do("intake.register")

    assert (first, stage.case.number) == ("浏调〔2026〕500100号", "浏调〔2027〕000001号")


def test_the_limitation_is_interrupted_on_the_day_of_application(stage):
    stage.do("intake.register")

    assert stage.case.limitation_interrupted_on == date(2026, 9, 7)


def test_risk_is_yellow_where_no_sign_fits(stage):
    stage.do("intake.assess_risk")

    assert stage.case.risk == "yellow"


@pytest.mark.parametrize(
    "trait", ["suicide_threat", "kill_threat", "weapon", "earlier_violence", "forced_demolition", "violence"]
)
def test_a_trigger_turns_it_red_and_the_ledger_says_why(stage, trait):
    stage.case.traits = {trait: True}

    stage.do("intake.assess_risk")

    (fact,) = stage.facts(RiskAssessed)
    assert stage.case.risk == "red"
    assert fact.basis


def test_thirty_persons_turn_it_red(stage):
    stage.case.people_count = 30

    stage.do("intake.assess_risk")

    assert stage.case.risk == "red"


def test_more_than_a_hundred_thousand_yuan_makes_it_major(stage):
    stage.case.amount_fen = 10_000_001

    stage.do("intake.assess_risk")

    assert stage.case.difficulty == "major"


def test_a_plain_dispute_may_be_mediated_where_it_was_reported(stage):
    stage.do("intake.screen")

    assert stage.case.may_mediate
    assert stage.case.entry_level == "grid"


def test_a_dispute_reported_at_the_village_does_not_begin_below_it(uow):
    stage = set_case_stage(uow, at="village")

    stage.do("intake.screen")

    assert stage.case.entry_level == "village"


def test_violence_is_not_mediated_and_goes_to_the_police(stage):
    stage.case.traits = {"violence": True}

    stage.do("intake.screen")

    assert not stage.case.may_mediate
    assert stage.case.handover_to == "police"
    assert "公安机关" in stage.told()
    assert not stage.facts(CaseScreened)[0].may_mediate


def test_a_red_case_enters_at_the_town(stage):
    stage.case.traits = {"suicide_threat": True}
    stage.do("intake.assess_risk")

    stage.do("intake.screen")

    assert stage.case.entry_level == "town"


@pytest.fixture
def earlier(stage):
    """The same parties quarrelled about the same before."""
    found = a_case(stage.session, unit=stage.units["grid"], reported_at=moment(3, 1))
    a_party(stage.session, case=found, name="李甲")
    a_party(stage.session, case=found, side="respondent", name="李乙")
    return found


def test_the_same_parties_with_the_same_matter_are_found(stage, earlier):
    stage.do("intake.find_related")

    assert stage.case.prior_case_id == earlier.id
    assert stage.fact("has_related")
    assert earlier.number in stage.told()


def test_a_closed_earlier_case_is_noted_but_not_merged_into(stage, earlier):
    earlier.closed_at, earlier.outcome = moment(4, 1), "failed"

    stage.do("intake.find_related")

    assert stage.case.prior_case_id == earlier.id
    assert not stage.fact("has_related")


def test_another_kind_of_dispute_is_not_related(stage, earlier):
    earlier.kind = "contract"

    stage.do("intake.find_related")

    assert stage.case.prior_case_id is None


def test_merging_closes_the_case_and_both_ledgers_tell_it(stage, earlier):
    stage.do("intake.find_related")

    stage.do("intake.decide_merge", decision="merge")

    assert stage.case.outcome == "merged"
    assert stage.case.merged_into_id == earlier.id
    assert stage.facts(CaseMergedInto)[0].case_id == stage.case.id
    assert stage.facts(CaseTookIn)[0].case_id == earlier.id


def test_keeping_apart_leaves_it_open(stage, earlier):
    stage.do("intake.decide_merge", decision="separate")

    assert stage.case.closed_at is None


def test_refuses_to_merge_into_itself(stage):
    with pytest.raises(BadMerge, match="自己"):
        stage.do("intake.decide_merge", decision="merge", into_number=stage.case.number)


def test_refuses_to_merge_into_nothing(stage):
    with pytest.raises(BadMerge, match="没有这个编号"):
        stage.do("intake.decide_merge", decision="merge", into_number="浏调〔2026〕999999号")


def test_refuses_to_merge_into_a_closed_case(stage, earlier):
    earlier.closed_at, earlier.outcome = moment(4, 1), "failed"

    with pytest.raises(BadMerge, match="已结案"):
        stage.do("intake.decide_merge", decision="merge", into_number=earlier.number)
