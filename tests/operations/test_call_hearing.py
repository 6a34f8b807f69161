"""屋场会 on its way: proposed, consented to, its facilitator named, its notice given, called off."""

import pytest

from mediation.cases.refusals import MediationRefused, ProtectionFirst
from mediation.hearings import operations, queries
from mediation.hearings.events import HearingCancelled, NoticeCancelled
from mediation.hearings.refusals import HearingUnderWay, NoHearing
from mediation.hearings.rules import calling
from tests.operations.hearing_stage import (
    APRIL,
    called,
    consent,
    do,
    fact_of,
    give_notice,
    name_facilitator,
    propose,
)
from tests.operations.refusing import refuse_mediation
from tests.operations.settle_stage import moment


@pytest.fixture
def stage(settling):
    return settling(reported_at=moment(4, 20))


@pytest.mark.parametrize("trait", ["minor", "private_matter"])
def test_what_is_not_for_the_neighbours_is_screened_out(stage, trait):
    stage.case.traits = {trait: True}

    assert propose(stage).state == "barred"

    assert not fact_of(stage, "hearing_allowed")
    assert "不能开屋场会" in stage.told()
    with pytest.raises(NoHearing):
        consent(stage)


def test_a_minor_party_bars_it_too(stage):
    stage.respondent.is_minor = True
    stage.session.flush()

    assert propose(stage).state == "barred"


def test_violence_refuses_any_meeting(stage):
    stage.case.traits = {"violence": True}

    with pytest.raises(ProtectionFirst):
        propose(stage)


def test_a_refusal_of_mediation_refuses_a_meeting(stage):
    refuse_mediation(stage, by=stage.mediator, at=APRIL)
    stage.session.flush()

    with pytest.raises(MediationRefused):
        propose(stage)


def test_one_hearing_at_a_time(stage):
    propose(stage)

    with pytest.raises(HearingUnderWay):
        propose(stage)


@pytest.mark.parametrize(
    ("form", "who", "held"), [("written", 2, True), ("oral", 2, False), ("written", 1, False)]
)
def test_a_private_dispute_needs_both_parties_written_consent(stage, form, who, held):
    propose(stage, matter="private")

    assert consent(stage, consenting=stage.both[:who], form=form) is held
    assert fact_of(stage, "hearing_allowed")
    assert fact_of(stage, "hearing_consented") is held
    stage.uow.commit()


def test_consent_to_an_earlier_meeting_does_not_count_for_the_next(stage):
    propose(stage, matter="private")
    consent(stage)
    operations.cancel_open(
        stage.uow, case_id=stage.case.id, reason="改期再议", by=stage.director, at=moment(4, 24)
    )

    propose(stage, matter="private", at=moment(4, 25))

    assert not consent(stage, consenting=[], at=moment(4, 25))


def test_a_group_matter_is_the_group_s_to_talk_about(stage):
    propose(stage)

    assert consent(stage, consenting=[])


def test_a_related_facilitator_is_refused_and_another_named(stage):
    propose(stage)
    consent(stage)

    with pytest.raises(calling.RelatedFacilitator):
        name_facilitator(stage, name="李丙", relation="relative")
    with pytest.raises(calling.PartyFacilitates):
        name_facilitator(stage, name="李乙")
    assert name_facilitator(stage).facilitator == "周德胜"


def test_a_facilitator_found_related_later_is_replaced(stage):
    called(stage)

    name_facilitator(stage, name="彭海燕", at=moment(4, 25))

    assert "更换了屋场会主持人" in stage.told()


def test_refuses_a_first_notice_below_three_days(stage):
    propose(stage)
    consent(stage)
    name_facilitator(stage)

    with pytest.raises(calling.NoticeTooShort):
        give_notice(stage, moment(4, 24), moment(4, 26, 19))


def test_a_withdrawn_case_calls_off_its_hearing_and_tells_those_who_were_told(stage):
    called(stage)

    assert operations.cancel_open(
        stage.uow, case_id=stage.case.id, reason="撤回申请", by=stage.director, at=moment(4, 25)
    )

    (told,) = stage.facts(NoticeCancelled)
    assert told.hearing_at == moment(4, 28, 19, 30)
    assert "因撤回申请，原定4月28日19:30在大成村文化广场开的屋场会取消" in stage.told()
    (view,) = queries.hearings(stage.session, stage.case.id)
    assert view.state_title == "已取消"
    assert view.notices[0].is_cancelled
    with pytest.raises(NoHearing):
        do(stage, operations.sign_in, moment(4, 28, 20), present=23)
    stage.uow.commit()


def test_a_hearing_without_a_notice_is_called_off_too(stage):
    propose(stage)

    assert operations.cancel_open(
        stage.uow, case_id=stage.case.id, reason="撤回申请", by=stage.director, at=moment(4, 25)
    )
    assert len(stage.facts(HearingCancelled)) == 1


def test_there_may_be_nothing_to_call_off(stage):
    given = {"case_id": stage.case.id, "reason": "撤回申请", "by": stage.director, "at": moment(4, 25)}

    assert not operations.cancel_open(stage.uow, **given)
