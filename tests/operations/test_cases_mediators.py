"""Mediators, rights, inquiry: who may mediate, and what comes before any session."""

import pytest
from sqlalchemy import select

from mediation.cases.model import Appointment
from mediation.cases.operations import recuse
from mediation.cases.refusals import (
    MediationRefused,
    MediatorIsParty,
    MediatorRecused,
    NoMediator,
    RelatedMediator,
    RightsNotTold,
    TooFewMediators,
    UnknownMediator,
)
from mediation.parties.queries import all_consent
from tests.factories import a_person
from tests.operations.case_stage import CaseStage, moment
from tests.operations.session_stage import set_session_stage


@pytest.fixture
def stage(uow) -> CaseStage:
    return set_session_stage(uow)


@pytest.fixture
def mediator(stage):
    return a_person(stage.session, name="张桂英")


def test_the_appointed_mediator_handles_the_case(stage, mediator):
    stage.open("village")

    stage.do("mediators.appoint", mediators=[mediator.id])

    assert stage.case.handler_id == mediator.id
    assert "张桂英" in stage.told()
    assert stage.papers() == ["appointment"]


def test_refuses_an_appointment_of_nobody(stage):
    stage.open("village")

    with pytest.raises(NoMediator):
        stage.do("mediators.appoint", mediators=[])


def test_refuses_somebody_who_does_not_work_here(stage):
    stage.open("village")

    with pytest.raises(UnknownMediator):
        stage.do("mediators.appoint", mediators=[987654])


@pytest.mark.parametrize(("mediators", "recorders"), [(1, 1), (2, 0)])
def test_a_major_case_needs_two_mediators_and_a_recorder(stage, mediators, recorders):
    stage.case.difficulty = "major"
    stage.open("town")
    people = [a_person(stage.session).id for _ in range(mediators + recorders)]
    recorder = people[-1] if recorders else None

    with pytest.raises(TooFewMediators):
        stage.do("mediators.appoint", mediators=people[:mediators], recorder=recorder)


def test_a_recorder_who_also_mediates_does_not_count_twice(stage):
    stage.case.difficulty = "hard"
    stage.open("town")
    people = [a_person(stage.session).id for _ in range(2)]

    with pytest.raises(TooFewMediators):
        stage.do("mediators.appoint", mediators=people, recorder=people[0])


def test_two_mediators_and_a_recorder_do(stage):
    stage.case.difficulty = "major"
    stage.open("town")
    people = [a_person(stage.session).id for _ in range(3)]

    stage.do("mediators.appoint", mediators=people[:2], recorder=people[2])

    duties = stage.session.scalars(select(Appointment.duty).order_by(Appointment.id)).all()
    assert duties == ["mediator", "mediator", "recorder"]


def test_nobody_mediates_his_own_dispute(stage):
    party = a_person(stage.session, name="李乙")
    stage.open("village")

    with pytest.raises(MediatorIsParty, match="李乙"):
        stage.do("mediators.appoint", mediators=[party.id])


def test_a_relation_goes_on_only_with_everybodys_consent(stage, mediator):
    stage.open("village")

    with pytest.raises(RelatedMediator, match="表兄"):
        stage.do("mediators.appoint", mediators=[mediator.id], relation="是申请人的表兄", parties_agree=False)


def test_a_relation_all_agree_to_is_recorded_with_their_consent(stage, mediator):
    stage.open("village")

    stage.do("mediators.appoint", mediators=[mediator.id], relation="是李甲的表兄", parties_agree=True)

    assert all_consent(stage.session, stage.case.id, "related_mediator")
    assert "是申请人的表兄" in stage.told()


@pytest.mark.parametrize("nothing", ["无", "没有", ""])
def test_saying_there_is_no_relation_is_no_relation(stage, mediator, nothing):
    stage.open("village")

    stage.do("mediators.appoint", mediators=[mediator.id], relation=nothing)

    assert stage.case.handler_id == mediator.id


def test_somebody_recused_stays_out(stage, mediator):
    stage.ready()
    recused = stage.session.scalars(select(Appointment)).one().person_id
    recuse(
        stage.uow,
        case=stage.case,
        person_id=recused,
        reason="是李甲的舅舅",
        by=stage.leads["village"],
        at=stage.at,
    )
    stage.session.flush()

    with pytest.raises(MediatorRecused):
        stage.do("mediators.appoint", mediators=[recused])

    assert stage.case.handler_id is None


def test_naming_another_mediator_replaces_the_first(stage, mediator):
    stage.ready()

    stage.do("mediators.appoint", mediators=[mediator.id])

    assert stage.session.scalars(select(Appointment.person_id)).all() == [mediator.id]


def test_refuses_to_go_on_before_everybody_was_told(stage, mediator):
    stage.open("village")

    with pytest.raises(RightsNotTold):
        stage.do("rights.tell", told_on="2026-04-22", all_told=False)


def test_telling_rights_leaves_a_notice(stage):
    stage.ready()

    assert stage.attempt.rights_told_on == moment(9, 8).date()
    assert "rights_notice" in stage.papers()


def test_a_party_who_refuses_on_being_told_ends_the_mediation(stage):
    stage.open("village")

    answered = stage.do("rights.tell", told_on="2026-04-22", all_told=True, refused_party=stage.respondent.id)

    assert answered == {"refused_party": stage.respondent.id}
    with pytest.raises(MediationRefused):
        stage.do("rights.tell", told_on="2026-04-22", all_told=True)


@pytest.mark.parametrize(
    ("step", "answers"),
    [
        ("inquiry.record", {"findings": "确有渗水"}),
        ("sessions.notice", {"session_at": moment(4, 28), "open_session": False}),
        ("sessions.hold", {"attended": [], "decision": "failed", "summary": "无"}),
    ],
)
def test_nothing_happens_before_rights_were_told(stage, step, answers):
    stage.open("village")

    with pytest.raises(RightsNotTold):
        stage.do(step, **answers)


def test_an_inquiry_goes_into_the_dossier(stage):
    stage.ready()

    stage.do("inquiry.record", findings="李乙家水管老化", evidence="照片三张")

    assert stage.papers()[-1] == "inquiry"
