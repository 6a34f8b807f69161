"""屋场会 from proposal to publication, as in the village of 大成."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from mediation.agreements import queries as agreements
from mediation.agreements.model import Promise
from mediation.cases.refusals import MediationRefused, ProtectionFirst
from mediation.casework.facts import Context
from mediation.casework.facts import hearings as facts
from mediation.hearings import operations, queries
from mediation.hearings.events import HearingCancelled, NoticeCancelled, QuorumMissed
from mediation.hearings.refusals import HearingUnderWay, NoHearing, OutOfTurn
from mediation.hearings.rules import calling, holding
from mediation.kernel.errors import NotFound
from mediation.parties.operations import record_consent
from tests.operations.settle_stage import moment, set_stage

PHASES = {"evidence": "各自说明", "questions": "邻居提问", "exchange": "交换意见", "review": "大家评议"}
APRIL = moment(4, 23)


@pytest.fixture
def stage(uow):
    stage = set_stage(uow, reported_at=moment(4, 20))
    yield stage
    assert all(line.endswith("。") for line in stage.told().splitlines())


def _do(stage, operation, at, **given):
    return operation(stage.uow, case_id=stage.case.id, **given, by=stage.mediator, at=at)


def _propose(stage, at=APRIL, **changes):
    given = {
        "matter": "group",
        "topic": "李甲家门前水沟走向",
        "proposer": "village",
        "households_total": 30,
        **changes,
    }
    return _do(stage, operations.propose_hearing, at, **given)


def _consent(stage, consenting=None, form="written", at=APRIL):
    who = stage.both if consenting is None else consenting
    return _do(stage, operations.record_consents, at, consenting=who, form=form)


def _facilitator(stage, name="周德胜", relation="none", at=APRIL):
    return _do(stage, operations.name_facilitator, at, name=name, relation=relation)


def _notice(stage, at, hearing_at):
    return _do(stage, operations.give_notice, at, hearing_at=hearing_at, place="大成村文化广场")


def _called(stage, **changes):
    _propose(stage, **changes)
    _consent(stage)
    _facilitator(stage)
    return _notice(stage, moment(4, 24), moment(4, 28, 19, 30))


def _opened(stage, present=23, **changes):
    _called(stage, **changes)
    _do(stage, operations.sign_in, moment(4, 28, 19, 40), present=present)


def _voted(stage, **changes):
    _opened(stage, **changes)
    _do(stage, operations.record_phases, moment(4, 28, 21), phases=PHASES)
    return _do(stage, operations.take_vote, moment(4, 28, 21), votes_for=15, votes_against=6)


def _minutes(stage, **changes):
    given = {"minutes": "李甲与李乙到会，水沟改走北侧。", "signed_by": "周德胜\n朱丁\n朱戊", **changes}
    return _do(stage, operations.record_minutes, moment(4, 30), **given)


def _fact(stage, name):
    context = Context(instance=None, attempt=stage.attempt, locality=stage.uow.locality)
    return facts.FACTS[name](stage.session, stage.case, context)


def test_the_whole_of_it(stage):
    _called(stage)
    assert _do(stage, operations.sign_in, moment(4, 28, 20), present=17) is False
    assert not _fact(stage, "quorum_met")
    assert stage.facts(QuorumMissed)[0].quorum == 20

    with pytest.raises(calling.RenewedNoticeTooShort):
        _notice(stage, moment(4, 28, 21), moment(4, 29, 19, 30))
    _notice(stage, moment(4, 28, 21), moment(4, 30, 19, 30))
    assert _fact(stage, "hearing_at") == moment(4, 30, 19, 30)
    assert not _fact(stage, "quorum_met")

    assert _do(stage, operations.sign_in, moment(4, 30, 19, 30), present=23)
    assert _fact(stage, "quorum_met")
    _do(stage, operations.record_phases, moment(4, 30, 21), phases=PHASES, speakers="朱丁、朱戊")
    assert _do(stage, operations.take_vote, moment(4, 30, 21), votes_for=15, votes_against=6)
    _minutes(stage, issues="水沟淤塞\n路面积水", needs="水泥两吨", duties="村委会|清理水沟|2026-05-20")
    _do(stage, operations.publish_hearing, moment(4, 30, 22))

    assert _fact(stage, "published_on") == date(2026, 4, 30)
    (view,) = queries.hearings(stage.session, stage.case.id)
    assert [notice.quorum_met for notice in view.notices] == [False, True]
    assert sorted(entry.kind for entry in view.entries) == ["duty", "issue", "issue", "need"]
    assert "表决对任何一方的私人权利没有约束力" in stage.told()
    stage.uow.commit()


def test_a_vote_makes_no_agreement_and_no_promise(stage):
    _voted(stage)
    _minutes(stage)

    assert agreements.agreements(stage.session, stage.case.id, today=date(2026, 4, 30)) == ()
    assert agreements.owed(stage.session, stage.case.id, stage.respondent.id, today=date(2026, 4, 30)) == ()
    assert stage.session.scalars(select(Promise)).all() == []


@pytest.mark.parametrize("trait", ["minor", "private_matter"])
def test_what_is_not_for_the_neighbours_is_screened_out(stage, trait):
    stage.case.traits = {trait: True}

    assert _propose(stage).state == "barred"

    assert not _fact(stage, "hearing_allowed")
    assert "不能开屋场会" in stage.told()
    with pytest.raises(NoHearing):
        _consent(stage)


def test_a_minor_party_bars_it_too(stage):
    stage.respondent.is_minor = True
    stage.session.flush()

    assert _propose(stage).state == "barred"


def test_violence_refuses_any_meeting(stage):
    stage.case.traits = {"violence": True}

    with pytest.raises(ProtectionFirst):
        _propose(stage)


def test_a_refusal_of_mediation_refuses_a_meeting(stage):
    record_consent(
        stage.uow,
        case_id=stage.case.id,
        party_id=stage.respondent.id,
        kind="mediation",
        given=False,
        form="oral",
        by=stage.mediator,
        at=APRIL,
    )
    stage.session.flush()

    with pytest.raises(MediationRefused):
        _propose(stage)


def test_one_hearing_at_a_time(stage):
    _propose(stage)

    with pytest.raises(HearingUnderWay):
        _propose(stage)


@pytest.mark.parametrize(
    ("form", "who", "held"), [("written", 2, True), ("oral", 2, False), ("written", 1, False)]
)
def test_a_private_dispute_needs_both_parties_written_consent(stage, form, who, held):
    _propose(stage, matter="private")

    assert _consent(stage, consenting=stage.both[:who], form=form) is held
    assert _fact(stage, "hearing_allowed")
    assert _fact(stage, "hearing_consented") is held
    stage.uow.commit()


def test_consent_to_an_earlier_meeting_does_not_count_for_the_next(stage):
    _propose(stage, matter="private")
    _consent(stage)
    operations.cancel_open(
        stage.uow, case_id=stage.case.id, reason="改期再议", by=stage.director, at=moment(4, 24)
    )

    _propose(stage, matter="private", at=moment(4, 25))

    assert not _consent(stage, consenting=[], at=moment(4, 25))


def test_a_group_matter_is_the_group_s_to_talk_about(stage):
    _propose(stage)

    assert _consent(stage, consenting=[])


def test_a_related_facilitator_is_refused_and_another_named(stage):
    _propose(stage)
    _consent(stage)

    with pytest.raises(calling.RelatedFacilitator):
        _facilitator(stage, name="李丙", relation="relative")
    with pytest.raises(calling.PartyFacilitates):
        _facilitator(stage, name="李乙")
    assert _facilitator(stage).facilitator == "周德胜"


def test_a_facilitator_found_related_later_is_replaced(stage):
    _called(stage)

    _facilitator(stage, name="彭海燕", at=moment(4, 25))

    assert "更换了屋场会主持人" in stage.told()


def test_refuses_a_first_notice_below_three_days(stage):
    _propose(stage)
    _consent(stage)
    _facilitator(stage)

    with pytest.raises(calling.NoticeTooShort):
        _notice(stage, moment(4, 24), moment(4, 26, 19))


def test_refuses_phases_and_vote_without_quorum(stage):
    _called(stage)
    _do(stage, operations.sign_in, moment(4, 28, 20), present=19)

    with pytest.raises(holding.QuorumNotMet) as refused:
        _do(stage, operations.take_vote, moment(4, 28, 21), votes_for=15, votes_against=0)
    assert refused.value.params["missing"] == 1
    with pytest.raises(holding.QuorumNotMet):
        _do(stage, operations.record_phases, moment(4, 28, 21), phases=PHASES)


def test_refuses_a_vote_before_the_sign_in_or_before_anything_was_said(stage):
    _called(stage)
    with pytest.raises(OutOfTurn):
        _do(stage, operations.take_vote, moment(4, 28, 21), votes_for=15, votes_against=0)

    _do(stage, operations.sign_in, moment(4, 28, 20), present=23)
    with pytest.raises(holding.PhaseMissing):
        _do(stage, operations.take_vote, moment(4, 28, 21), votes_for=15, votes_against=0)


def test_a_private_dispute_needs_ten_households(stage):
    _opened(stage, present=10, matter="private", households_total=0)

    assert _fact(stage, "quorum_met")


def test_a_failed_vote_is_told_as_failed(stage):
    _opened(stage)
    _do(stage, operations.record_phases, moment(4, 28, 21), phases=PHASES)

    assert not _do(stage, operations.take_vote, moment(4, 28, 21), votes_for=11, votes_against=12)
    assert "没有通过" in stage.told()
    assert "这是对村民小组事项的决定" not in stage.told()


def test_refuses_minutes_of_a_meeting_that_did_not_vote(stage):
    _opened(stage)

    with pytest.raises(OutOfTurn):
        _minutes(stage)


def test_refuses_a_duty_of_a_party_in_the_minutes(stage):
    _voted(stage)

    with pytest.raises(holding.BadDuties):
        _minutes(stage, duties="李乙|让出水沟|2026-05-20")


def test_is_published_with_names_masked(stage):
    hearing = _propose(stage)
    _consent(stage)
    _facilitator(stage)
    _notice(stage, moment(4, 24), moment(4, 28, 19))
    _do(stage, operations.sign_in, moment(4, 28, 20), present=23)
    _do(stage, operations.record_phases, moment(4, 28, 21), phases=PHASES)
    _do(stage, operations.take_vote, moment(4, 28, 21), votes_for=15, votes_against=6)
    _minutes(stage)
    with pytest.raises(NotFound):
        queries.publication(stage.session, hearing.id)

    _do(stage, operations.publish_hearing, moment(4, 30))

    shown = queries.publication(stage.session, hearing.id)
    assert "李" not in shown.minutes + shown.topic
    assert "申请人" in shown.minutes
    assert "通过" in shown.result


def test_a_withdrawn_case_calls_off_its_hearing_and_tells_those_who_were_told(stage):
    _called(stage)

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
        _do(stage, operations.sign_in, moment(4, 28, 20), present=23)
    stage.uow.commit()


def test_a_hearing_without_a_notice_is_called_off_too(stage):
    _propose(stage)

    assert operations.cancel_open(
        stage.uow, case_id=stage.case.id, reason="撤回申请", by=stage.director, at=moment(4, 25)
    )
    assert len(stage.facts(HearingCancelled)) == 1


def test_there_may_be_nothing_to_call_off(stage):
    given = {"case_id": stage.case.id, "reason": "撤回申请", "by": stage.director, "at": moment(4, 25)}

    assert not operations.cancel_open(stage.uow, **given)


def test_what_was_published_stays_published(stage):
    _voted(stage)
    _minutes(stage)
    _do(stage, operations.publish_hearing, moment(4, 30))

    assert not operations.cancel_open(
        stage.uow, case_id=stage.case.id, reason="撤回申请", by=stage.director, at=moment(5, 1)
    )


def test_the_database_itself_refuses_a_vote_without_quorum(stage):
    hearing = _propose(stage)
    stage.session.flush()

    hearing.votes_for, hearing.votes_against, hearing.passed = 15, 0, True
    with pytest.raises(IntegrityError):
        stage.session.flush()


def test_no_sentence_names_a_party(stage):
    _voted(stage)
    _minutes(stage)

    assert "李甲" not in stage.told()
    assert "李乙" not in stage.told()
