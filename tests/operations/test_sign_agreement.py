"""Written agreements: in force when all parties and the mediator signed and the committee sealed."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from mediation.agreements import queries
from mediation.agreements.events import AgreementInForce
from mediation.agreements.model import Signature
from mediation.agreements.operations import seal_agreement
from mediation.agreements.rules import force
from mediation.agreements.rules.terms import BadCoolingOff
from mediation.cases.model import Appointment
from tests.factories import a_party
from tests.operations.settle_stage import moment
from tests.operations.signing_stage import AT, draft, seal, sign, sign_mediator


@pytest.fixture
def stage(settling):
    return settling()


def test_is_in_force_on_the_day_of_the_last_element(stage):
    agreement = draft(stage)
    sign(stage, stage.both)
    sign_mediator(stage)
    assert (agreement.state, agreement.in_force_on) == ("draft", None)

    missing = seal(stage, at=moment(9, 11))

    assert missing == ()
    assert (agreement.state, agreement.in_force_on) == ("in_force", date(2026, 9, 11))
    assert stage.case.settled_on == date(2026, 9, 11)
    assert queries.settled_outcome(stage.session, stage.case.id) == "written_agreement"
    assert len(stage.facts(AgreementInForce)) == 1
    stage.uow.commit()


def test_is_not_in_force_without_the_seal(stage):
    agreement = draft(stage)
    sign(stage, stage.both)
    sign_mediator(stage)

    missing = seal(stage, sealed=False)

    assert missing == ("调解委员会印章",)
    assert agreement.in_force_on is None
    assert "尚缺：调解委员会印章" in stage.told()


def test_is_not_in_force_with_one_party_missing_and_comes_into_force_when_it_signs(stage):
    agreement = draft(stage)
    sign(stage, [stage.applicant.id])
    sign_mediator(stage)

    assert seal(stage) == ("被申请人签字",)
    assert (agreement.state, stage.case.settled_on) == ("draft", None)

    sign(stage, [stage.respondent.id], at=moment(9, 14))

    assert (agreement.state, agreement.in_force_on) == ("in_force", date(2026, 9, 14))


def test_is_not_in_force_without_the_mediator(stage):
    draft(stage)
    sign(stage, stage.both)

    assert seal(stage) == ("调解员签名",)


def test_signing_twice_counts_once(stage):
    draft(stage)
    sign(stage, [stage.applicant.id])
    sign(stage, [stage.applicant.id], at=moment(9, 14))
    sign_mediator(stage)
    sign_mediator(stage)

    assert len(stage.session.scalars(select(Signature)).all()) == 2


def test_a_party_that_is_not_the_case_s_cannot_sign(stage):
    draft(stage)

    with pytest.raises(force.NotAParty):
        sign(stage, [stage.applicant.id, 4711])


def test_a_third_party_signs_too_but_a_child_does_not(stage):
    a_party(stage.session, case=stage.case, side="third", name="李丙")
    child = a_party(stage.session, case=stage.case, side="child", name="李小", is_minor=True)
    draft(stage)
    sign(stage, stage.both)
    sign_mediator(stage)

    assert seal(stage) == ("第三人签字",)
    with pytest.raises(force.NotAParty):
        sign(stage, [child.id])


def test_refuses_signatures_unless_identities_were_checked_and_the_text_read_aloud(stage):
    draft(stage)

    with pytest.raises(force.NotReadAloud) as refused:
        sign(stage, stage.both, read_aloud=False)
    assert set(refused.value.fields) == {"read_aloud"}


def test_refuses_a_signing_at_which_nobody_signed(stage):
    draft(stage)

    with pytest.raises(force.NobodySigned):
        sign(stage, [])


def test_a_guardian_signs_for_a_minor(stage):
    stage.respondent.is_minor, stage.respondent.guardian = True, "李父"
    agreement = draft(stage)
    sign(stage, stage.both)

    capacities = {each.party_id: each.capacity for each in stage.session.scalars(select(Signature))}
    assert capacities[stage.respondent.id] == "guardian"
    assert agreement.state == "draft"


def test_refuses_a_minor_s_signature_without_a_guardian(stage):
    stage.respondent.is_minor, stage.respondent.guardian = True, None
    draft(stage)

    with pytest.raises(force.NoGuardian) as refused:
        sign(stage, stage.both)
    assert "被申请人" in refused.value.sentence()


def test_nobody_signs_before_the_cooling_off_is_over(stage):
    agreement = draft(stage, cooling_off_hours=24)

    with pytest.raises(force.StillCoolingOff) as refused:
        sign(stage, stage.both, at=moment(9, 11, 14, 59))
    assert "09月11日15:00" in refused.value.sentence()

    sign(stage, stage.both, at=moment(9, 11, 15))
    assert isinstance(agreement.cooling_off_until, datetime)


def test_refuses_a_cooling_off_above_72_hours(stage):
    with pytest.raises(BadCoolingOff):
        draft(stage, cooling_off_hours=73)


def test_only_a_mediator_of_the_attempt_signs_as_one(stage):
    draft(stage)

    with pytest.raises(force.NotMediatorOfCase):
        sign_mediator(stage, by=stage.director)


def test_a_recused_mediator_cannot_sign(stage):
    appointment = stage.session.scalars(select(Appointment)).one()
    appointment.recused_at = moment(9, 9)
    draft(stage)

    with pytest.raises(force.NotMediatorOfCase):
        sign_mediator(stage)


def test_a_substitute_signs_for_the_appointed_mediator(stage):
    agreement = draft(stage)
    substitute = replace(stage.director, standing_in_for=stage.mediator.name)

    sign_mediator(stage, by=substitute)

    assert queries.agreements(stage.session, stage.case.id, today=AT.date())[0].missing == (
        "申请人签字",
        "被申请人签字",
        "调解委员会印章",
    )
    assert agreement.state == "draft"


def test_a_grid_leader_has_no_seal(stage):
    draft(stage)

    with pytest.raises(force.NotCommittee):
        seal_agreement(stage.uow, case_id=stage.case.id, sealed=True, by=stage.grid_leader, at=AT)


def test_refuses_a_seal_before_the_draft_or_to_come(stage):
    draft(stage)

    for day in (date(2026, 9, 9), date(2026, 9, 11)):
        with pytest.raises(force.NotToday):
            seal(stage, sealed_on=day)


def test_refuses_to_sign_or_seal_what_was_never_drafted(stage):
    with pytest.raises(force.NothingDrafted):
        sign(stage, stage.both)
    with pytest.raises(force.NothingDrafted):
        sign_mediator(stage)
    with pytest.raises(force.NothingDrafted):
        seal(stage)


def test_nobody_owes_anything_before_the_agreement_is_in_force(stage):
    draft(stage)
    sign(stage, stage.both)
    owing = {"party_id": stage.respondent.id, "today": AT.date()}
    assert queries.owed(stage.session, stage.case.id, **owing) == ()

    sign_mediator(stage)
    seal(stage)

    (promise,) = queries.owed(stage.session, stage.case.id, **owing)
    assert promise.due_on == date(2026, 9, 11)


def test_the_database_itself_refuses_force_without_a_seal(stage):
    agreement = draft(stage)
    stage.session.flush()

    agreement.state, agreement.in_force_on = "in_force", AT.date()
    with pytest.raises(IntegrityError):
        stage.session.flush()
