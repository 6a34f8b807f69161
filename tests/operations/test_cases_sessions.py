"""Mediators, rights, inquiry, sessions: what each needs before it counts."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from mediation.cases.events import SessionMissed
from mediation.cases.model import Appointment
from mediation.cases.operations import recuse
from mediation.cases.refusals import (
    MediationRefused,
    MediatorIsParty,
    MediatorRecused,
    NobodyAbsent,
    NoMediator,
    NotAGovernmentMatter,
    NotAllAttended,
    NoticeTooShort,
    NotNoticed,
    OpenSessionBarred,
    ProtectionFirst,
    ReasonNeeded,
    RelatedMediator,
    RightsNotTold,
    SessionTimeMissing,
    TooEarly,
    TooFewMediators,
    UnknownMediator,
)
from mediation.parties.operations import record_consent
from mediation.parties.queries import all_consent
from mediation.reviews.rules import NotOldPetition
from tests.factories import a_party, a_person
from tests.operations.case_stage import CaseStage, moment, set_case_stage


@pytest.fixture
def stage(uow) -> CaseStage:
    stage = set_case_stage(uow)
    stage.at = moment(4, 22)
    return stage


@pytest.fixture
def mediator(stage):
    return a_person(stage.session, name="张桂英")


def noticed(stage: CaseStage, **answers) -> None:
    """Call a session for 28 April and let the day come."""
    stage.do("sessions.notice", session_at=moment(4, 28), open_session=False, **answers)
    stage.at = moment(4, 28, 10)


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


def test_a_session_is_called_three_days_ahead(stage):
    stage.ready()

    with pytest.raises(NoticeTooShort, match="2026年4月25日"):
        stage.do("sessions.notice", session_at=moment(4, 24, 23, 59), open_session=False)

    stage.do("sessions.notice", session_at=moment(4, 25, 0), open_session=False)
    assert stage.attempt.session_on == moment(4, 25, 0)


def test_all_may_agree_to_come_sooner(stage):
    stage.ready()

    stage.do("sessions.notice", session_at=moment(4, 23), open_session=False, short_notice_agreed=True)

    assert stage.attempt.session_on == moment(4, 23)


def test_a_red_case_meets_at_once(stage):
    stage.ready("town", risk="red")

    stage.do("sessions.notice", session_at=moment(4, 22, 14), open_session=False)

    assert stage.attempt.session_on == moment(4, 22, 14)


def test_no_session_in_the_past_even_when_red(stage):
    stage.ready("town", risk="red")

    with pytest.raises(NoticeTooShort):
        stage.do("sessions.notice", session_at=moment(4, 21), open_session=False)


def test_a_notice_needs_a_time(stage):
    stage.ready()

    with pytest.raises(SessionTimeMissing):
        stage.do("sessions.notice", session_at="", open_session=False)


@pytest.mark.parametrize("trait", ["private_matter", "minor"])
def test_privacy_closes_the_doors(stage, trait):
    stage.ready(traits={trait: True})

    with pytest.raises(OpenSessionBarred):
        stage.do("sessions.notice", session_at=moment(4, 28), open_session=True)


def test_one_partys_objection_closes_the_doors(stage):
    stage.ready()
    record_consent(
        stage.uow,
        case_id=stage.case.id,
        party_id=stage.applicant.id,
        kind="open_session",
        given=False,
        form="oral",
        by=stage.leads["village"],
        at=stage.at,
    )

    with pytest.raises(OpenSessionBarred):
        stage.do("sessions.notice", session_at=moment(4, 28), open_session=True)


def test_no_session_without_notice(stage):
    stage.ready()

    with pytest.raises(NotNoticed):
        stage.do("sessions.hold", attended=stage.both, decision="agreed", summary="谈妥")


def test_a_session_is_not_recorded_before_it_was_held(stage):
    stage.ready()
    noticed(stage)
    stage.at = moment(4, 28) - timedelta(minutes=1)

    with pytest.raises(TooEarly, match="4月28日09:00"):
        stage.do("sessions.hold", attended=stage.both, decision="agreed", summary="谈妥")


def test_agreeing_needs_everybody(stage):
    stage.ready()
    noticed(stage)

    with pytest.raises(NotAllAttended, match="被申请人"):
        stage.do("sessions.hold", attended=[stage.applicant.id], decision="agreed", summary="谈妥")


def test_a_child_concerned_need_not_come(stage):
    a_party(stage.session, case=stage.case, side="child", name="李小", is_minor=True)
    stage.ready()
    noticed(stage)

    stage.do("sessions.hold", attended=stage.both, decision="agreed", summary="谈妥")

    assert stage.papers()[-1] == "mediation_record"


def test_nobody_is_absent_when_all_came(stage):
    stage.ready()
    noticed(stage)

    with pytest.raises(NobodyAbsent):
        stage.do("sessions.hold", attended=stage.both, decision="absent", summary="无人")


def test_two_missed_notices_end_as_absent(stage):
    stage.ready()
    for day in (28, 29):
        stage.do("sessions.notice", session_at=moment(4, day), open_session=False, short_notice_agreed=True)
        stage.at = moment(4, day, 10)
        stage.do("sessions.hold", attended=[stage.applicant.id], decision="absent", summary="李乙未到")

    stage.do("attempt.close", ends_as="ended")

    assert stage.fact("missed_notices") == 2
    assert [fact.times for fact in stage.facts(SessionMissed)] == [1, 2]
    assert stage.case.outcome == "absent"


def test_each_session_needs_its_own_notice(stage):
    stage.ready()
    noticed(stage)
    stage.do("sessions.hold", attended=stage.both, decision="again", summary="再谈一次")

    with pytest.raises(NotNoticed):
        stage.do("sessions.hold", attended=stage.both, decision="agreed", summary="谈妥")


def test_a_session_after_a_clear_refusal_is_refused(stage):
    stage.ready()
    noticed(stage)
    record_consent(
        stage.uow,
        case_id=stage.case.id,
        party_id=stage.respondent.id,
        kind="mediation",
        given=False,
        form="written",
        by=stage.leads["village"],
        at=stage.at,
    )

    with pytest.raises(MediationRefused):
        stage.do("sessions.hold", attended=stage.both, decision="agreed", summary="谈妥")


def test_no_session_once_violence_is_known(stage):
    stage.ready()
    stage.case.traits = {"violence": True}

    with pytest.raises(ProtectionFirst):
        stage.do("sessions.notice", session_at=moment(4, 28), open_session=False)


def test_separate_sessions_are_told_as_such(stage):
    stage.ready(traits={"separate_sessions": True})
    noticed(stage)

    stage.do("sessions.hold", attended=stage.both, decision="again", summary="分别谈")

    assert "双方不见面" in stage.told()


def test_a_department_called_in_says_what_it_thinks(stage):
    stage.open("town")

    with pytest.raises(ReasonNeeded):
        stage.do("departments.report_in", advice="")
    stage.do("departments.report_in", reported_in_at=moment(4, 22), advice="宅基地使用权属李甲")

    assert "宅基地使用权属申请人" in stage.told()


def test_a_whistle_is_answered_and_resolved(stage):
    stage.do("whistle.report_in", note="到场")
    with pytest.raises(ReasonNeeded):
        stage.do("whistle.result", result="")
    stage.do("whistle.result", result="已责令停工")

    assert "已责令停工" in stage.told()


def test_a_government_decides_only_over_land(stage):
    stage.open("town")

    with pytest.raises(NotAGovernmentMatter, match="邻里"):
        stage.do("attempt.government_decision", decision_number="官政处〔2026〕1号", decided_on="2026-04-22")


def test_nobody_waits_for_a_decision_a_government_may_not_take(stage):
    stage.ready("town")

    with pytest.raises(NotAGovernmentMatter, match="邻里"):
        stage.do("attempt.choose_route", decision="decision")


def test_nobody_asks_for_consent_to_a_review_of_what_is_not_old(stage):
    stage.ready("town")

    with pytest.raises(NotOldPetition, match="信访积案"):
        stage.do("attempt.choose_route", decision="review")


def test_a_governments_decision_ends_the_mediation(stage):
    stage.case.kind = "housing"
    stage.open("town")

    stage.do("attempt.government_decision", decision_number="官政处〔2026〕1号", decided_on="2026-04-22")
    stage.do("attempt.close", ends_as="ended")

    assert stage.case.outcome == "transferred_agency"
    assert "三十日内起诉" in stage.told()


def test_a_route_to_mediation_is_closed_after_a_refusal(stage):
    stage.ready()
    record_consent(
        stage.uow,
        case_id=stage.case.id,
        party_id=stage.respondent.id,
        kind="mediation",
        given=False,
        form="oral",
        by=stage.leads["village"],
        at=stage.at,
    )

    with pytest.raises(MediationRefused):
        stage.do("attempt.choose_route", decision="session")
