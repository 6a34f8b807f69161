"""屋场会 from proposal to publication, as in the village of 大成."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from mediation.agreements import queries as agreements
from mediation.agreements.model import Promise
from mediation.hearings import operations, queries
from mediation.hearings.events import QuorumMissed
from mediation.hearings.refusals import OutOfTurn
from mediation.hearings.rules import calling, holding
from mediation.kernel.errors import NotFound
from tests.operations.hearing_stage import (
    PHASES,
    called,
    consent,
    do,
    fact_of,
    give_notice,
    minutes,
    name_facilitator,
    opened,
    propose,
    voted,
)
from tests.operations.settle_stage import moment


@pytest.fixture
def stage(settling):
    return settling(reported_at=moment(4, 20))


def test_the_whole_of_it(stage):
    called(stage)
    assert do(stage, operations.sign_in, moment(4, 28, 20), present=17) is False
    assert not fact_of(stage, "quorum_met")
    assert stage.facts(QuorumMissed)[0].quorum == 20

    with pytest.raises(calling.RenewedNoticeTooShort):
        give_notice(stage, moment(4, 28, 21), moment(4, 29, 19, 30))
    give_notice(stage, moment(4, 28, 21), moment(4, 30, 19, 30))
    assert fact_of(stage, "hearing_at") == moment(4, 30, 19, 30)
    assert not fact_of(stage, "quorum_met")

    assert do(stage, operations.sign_in, moment(4, 30, 19, 30), present=23)
    assert fact_of(stage, "quorum_met")
    do(stage, operations.record_phases, moment(4, 30, 21), phases=PHASES, speakers="朱丁、朱戊")
    assert do(stage, operations.take_vote, moment(4, 30, 21), votes_for=15, votes_against=6)
    minutes(stage, issues="水沟淤塞\n路面积水", needs="水泥两吨", duties="村委会|清理水沟|2026-05-20")
    do(stage, operations.publish_hearing, moment(4, 30, 22))

    assert fact_of(stage, "published_on") == date(2026, 4, 30)
    (view,) = queries.hearings(stage.session, stage.case.id)
    assert [notice.quorum_met for notice in view.notices] == [False, True]
    assert sorted(entry.kind for entry in view.entries) == ["duty", "issue", "issue", "need"]
    assert "表决对任何一方的私人权利没有约束力" in stage.told()
    stage.uow.commit()


def test_a_vote_makes_no_agreement_and_no_promise(stage):
    voted(stage)
    minutes(stage)

    assert agreements.agreements(stage.session, stage.case.id, today=date(2026, 4, 30)) == ()
    assert agreements.owed(stage.session, stage.case.id, stage.respondent.id, today=date(2026, 4, 30)) == ()
    assert stage.session.scalars(select(Promise)).all() == []


def test_refuses_phases_and_vote_without_quorum(stage):
    called(stage)
    do(stage, operations.sign_in, moment(4, 28, 20), present=19)

    with pytest.raises(holding.QuorumNotMet) as refused:
        do(stage, operations.take_vote, moment(4, 28, 21), votes_for=15, votes_against=0)
    assert refused.value.params["missing"] == 1
    with pytest.raises(holding.QuorumNotMet):
        do(stage, operations.record_phases, moment(4, 28, 21), phases=PHASES)


def test_refuses_a_vote_before_the_sign_in_or_before_anything_was_said(stage):
    called(stage)
    with pytest.raises(OutOfTurn):
        do(stage, operations.take_vote, moment(4, 28, 21), votes_for=15, votes_against=0)

    do(stage, operations.sign_in, moment(4, 28, 20), present=23)
    with pytest.raises(holding.PhaseMissing):
        do(stage, operations.take_vote, moment(4, 28, 21), votes_for=15, votes_against=0)


def test_a_private_dispute_needs_ten_households(stage):
    opened(stage, present=10, matter="private", households_total=0)

    assert fact_of(stage, "quorum_met")


def test_a_failed_vote_is_told_as_failed(stage):
    opened(stage)
    do(stage, operations.record_phases, moment(4, 28, 21), phases=PHASES)

    assert not do(stage, operations.take_vote, moment(4, 28, 21), votes_for=11, votes_against=12)
    assert "没有通过" in stage.told()
    assert "这是对村民小组事项的决定" not in stage.told()


def test_refuses_minutes_of_a_meeting_that_did_not_vote(stage):
    opened(stage)

    with pytest.raises(OutOfTurn):
        minutes(stage)


def test_refuses_a_duty_of_a_party_in_the_minutes(stage):
    voted(stage)

    with pytest.raises(holding.BadDuties):
        minutes(stage, duties="李乙|让出水沟|2026-05-20")


def test_is_published_with_names_masked(stage):
    hearing = propose(stage)
    consent(stage)
    name_facilitator(stage)
    give_notice(stage, moment(4, 24), moment(4, 28, 19))
    do(stage, operations.sign_in, moment(4, 28, 20), present=23)
    do(stage, operations.record_phases, moment(4, 28, 21), phases=PHASES)
    do(stage, operations.take_vote, moment(4, 28, 21), votes_for=15, votes_against=6)
    minutes(stage)
    with pytest.raises(NotFound):
        queries.publication(stage.session, hearing.id)

    do(stage, operations.publish_hearing, moment(4, 30))

    shown = queries.publication(stage.session, hearing.id)
    assert "李" not in shown.minutes + shown.topic
    assert "申请人" in shown.minutes
    assert "通过" in shown.result


def test_what_was_published_stays_published(stage):
    voted(stage)
    minutes(stage)
    do(stage, operations.publish_hearing, moment(4, 30))

    assert not operations.cancel_open(
        stage.uow, case_id=stage.case.id, reason="撤回申请", by=stage.director, at=moment(5, 1)
    )


def test_the_database_itself_refuses_a_vote_without_quorum(stage):
    hearing = propose(stage)
    stage.session.flush()

    hearing.votes_for, hearing.votes_against, hearing.passed = 15, 0, True
    with pytest.raises(IntegrityError):
        stage.session.flush()


def test_no_sentence_names_a_party(stage):
    voted(stage)
    minutes(stage)

    assert "李甲" not in stage.told()
    assert "李乙" not in stage.told()
