"""Sessions: what each needs before it counts, and who has to come."""

from datetime import timedelta

import pytest

from mediation.cases.events import SessionMissed
from mediation.cases.refusals import (
    MediationRefused,
    NobodyAbsent,
    NotAllAttended,
    NoticeTooShort,
    NotNoticed,
    OpenSessionBarred,
    ProtectionFirst,
    SessionTimeMissing,
    TooEarly,
)
from mediation.parties.operations import record_consent
from tests.factories import a_party
from tests.operations.case_stage import CaseStage, moment
from tests.operations.refusing import refuse_mediation
from tests.operations.session_stage import noticed, set_session_stage


@pytest.fixture
def stage(uow) -> CaseStage:
    return set_session_stage(uow)


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
    refuse_mediation(stage, by=stage.leads["village"], at=stage.at, form="written")

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
