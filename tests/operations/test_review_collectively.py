"""集体评议: written consent, a neutral panel, sealed opinions, a summary that binds nobody."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy.exc import IntegrityError

from mediation.agreements import queries as agreements
from mediation.cases.refusals import MediationRefused
from mediation.casework.facts import Context
from mediation.casework.facts import reviews as facts
from mediation.parties.operations import record_consent
from mediation.reviews import operations, queries, rules
from mediation.reviews.model import ReviewMember, ReviewOpinion
from mediation.reviews.refusals import NoReview, OutOfTurn, ReviewUnderWay, WrongDay
from tests.factories import a_person, an_attempt
from tests.operations.settle_stage import moment, set_stage

PHASES = {"evidence": "出示凭证", "questions": "评议员提问", "exchange": "交换意见"}
AT = moment(9, 21)


@pytest.fixture
def stage(uow):
    stage = set_stage(uow, traits={"old_petition": True})
    stage.panel = [a_person(uow.session, name=f"评议员{number}") for number in "甲乙丙丁戊己庚"]
    yield stage
    assert all(line.endswith("。") for line in stage.told().splitlines())


def _do(stage, operation, by=None, at=AT, **given):
    return operation(stage.uow, case_id=stage.case.id, **given, by=by or stage.director, at=at)


def _consent(stage, **changes):
    given = {"petitioner_id": stage.applicant.id, "consented": True, "form": "written", **changes}
    return _do(stage, operations.record_review_consent, **given)


def _form(stage, people=None, **changes):
    members = tuple(person.id for person in people or stage.panel)
    given = {
        "members": members,
        "veterans": frozenset(members[:3]),
        "groups": 3,
        "handling_body": 0,
        "relations": "无",
        **changes,
    }
    return _do(stage, operations.form_panel, panel=rules.Panel(**given))


def _heard(stage):
    review = _consent(stage)
    _form(stage)
    _do(stage, operations.hold_review, phases=PHASES)
    return review


def _as_member(stage, person):
    return replace(stage.director, person_id=person.id, name=person.name)


def _give(stage, person, opinion="support", reason="凭证清楚"):
    _do(stage, operations.give_opinion, by=_as_member(stage, person), opinion=opinion, reason=reason)


def _fact(stage, name):
    context = Context(instance=None, attempt=stage.attempt, locality=stage.uow.locality)
    return facts.FACTS[name](stage.session, stage.case, context)


def test_the_whole_of_it(stage):
    review = _heard(stage)
    assert _fact(stage, "panel_size") == 7
    for person in stage.panel[:5]:
        _give(stage, person)
    for person in stage.panel[5:]:
        _give(stage, person, opinion="oppose", reason="与事实不符")

    assert len(queries.opinions(stage.session, review.id)) == 7
    _do(stage, operations.sum_up, summary="多数支持退还宅基地。")
    _do(stage, operations.deliver_summary, at=moment(9, 23))

    (view,) = queries.reviews(stage.session, stage.case.id)
    assert (view.state, view.delivered_on) == ("delivered", date(2026, 9, 23))
    assert "支持5份、部分支持0份、不支持2份" in stage.told()
    assert "没有约束力" in stage.told()
    stage.uow.commit()


def test_a_review_imposes_nothing(stage):
    _heard(stage)
    for person in stage.panel:
        _give(stage, person)
    _do(stage, operations.sum_up, summary="一致支持。")

    assert agreements.agreements(stage.session, stage.case.id, today=AT.date()) == ()
    assert stage.case.settled_on is None


def test_opinions_cannot_be_read_before_all_are_in(stage):
    review = _heard(stage)
    for person in stage.panel[:6]:
        _give(stage, person)

    with pytest.raises(rules.OpinionsSealed) as refused:
        queries.opinions(stage.session, review.id)
    assert refused.value.params == {"given": 6, "size": 7}
    assert refused.value.status == 403
    (view,) = queries.reviews(stage.session, stage.case.id)
    assert view.is_sealed

    _give(stage, stage.panel[6])
    assert len(queries.opinions(stage.session, review.id)) == 7


def test_a_member_sees_only_his_own_opinion(stage):
    review = _heard(stage)
    _give(stage, stage.panel[0], opinion="partial", reason="面积有出入")

    own = queries.own_opinion(stage.session, review.id, person_id=stage.panel[0].id)

    assert (own.opinion, own.reason) == ("partial", "面积有出入")
    assert queries.own_opinion(stage.session, review.id, person_id=stage.panel[1].id) is None


def test_what_an_opinion_says_is_in_no_ledger_sentence(stage):
    _heard(stage)
    _give(stage, stage.panel[0], opinion="oppose", reason="面积有出入")

    told = stage.told()
    assert "面积有出入" not in told
    assert "不支持" not in told
    assert "已交1份，共7份" in told


def test_one_opinion_each_and_no_change_afterwards(stage):
    _heard(stage)
    _give(stage, stage.panel[0])

    with pytest.raises(rules.AlreadyGiven):
        _give(stage, stage.panel[0], opinion="oppose")


def test_only_members_give_opinions_and_no_substitute(stage):
    _heard(stage)

    with pytest.raises(rules.NotOnPanel):
        _do(stage, operations.give_opinion, opinion="support", reason="凭证清楚")
    substitute = replace(stage.director, standing_in_for=stage.panel[0].name)
    with pytest.raises(rules.NotOnPanel):
        _do(stage, operations.give_opinion, by=substitute, opinion="support", reason="凭证清楚")


def test_nothing_is_summed_up_before_all_are_in(stage):
    _heard(stage)
    for person in stage.panel[:6]:
        _give(stage, person)

    with pytest.raises(rules.OpinionsMissing):
        _do(stage, operations.sum_up, summary="多数支持。")


def test_opinions_wait_until_the_parties_were_heard_and_left(stage):
    _consent(stage)
    _form(stage)

    with pytest.raises(OutOfTurn):
        _give(stage, stage.panel[0])
    with pytest.raises(rules.NotLeft):
        _do(stage, operations.hold_review, phases=PHASES, left=False)


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [({"form": "oral"}, rules.ConsentNotWritten), ({"petitioner_id": 4711}, rules.NotPetitioner)],
)
def test_refuses_a_consent_that_is_not_the_petitioner_s_in_writing(stage, changes, refusal):
    with pytest.raises(refusal):
        _consent(stage, **changes)


def test_a_matter_that_is_not_old_is_not_reviewed(stage):
    stage.case.traits = {}

    with pytest.raises(rules.NotOldPetition):
        _consent(stage)


def test_two_failed_attempts_make_it_old(stage):
    stage.case.traits = {}
    for seq in (2, 3):
        an_attempt(stage.session, case=stage.case, seq=seq, result="up", accepted_at=AT, closed_at=AT)

    assert _consent(stage).state == "consented"


def test_levels_that_only_passed_it_on_did_not_try(stage):
    stage.case.traits = {}
    for seq in (2, 3):
        an_attempt(stage.session, case=stage.case, seq=seq, result="up", accepted_at=None, closed_at=AT)

    with pytest.raises(rules.NotOldPetition):
        _consent(stage)


def test_without_consent_there_is_no_review(stage):
    assert _consent(stage, consented=False, form="oral").state == "declined"

    assert not _fact(stage, "review_consented")
    with pytest.raises(NoReview):
        _form(stage)
    stage.uow.commit()


def test_a_refusal_of_mediation_refuses_a_review(stage):
    record_consent(
        stage.uow,
        case_id=stage.case.id,
        party_id=stage.respondent.id,
        kind="mediation",
        given=False,
        form="written",
        by=stage.director,
        at=AT,
    )
    stage.session.flush()

    with pytest.raises(MediationRefused):
        _consent(stage)


def test_one_review_at_a_time(stage):
    _consent(stage)

    with pytest.raises(ReviewUnderWay):
        _consent(stage)


def test_a_party_cannot_sit_on_the_panel(stage):
    _consent(stage)
    namesake = a_person(stage.session, name="李甲")

    with pytest.raises(rules.PartyOnPanel):
        _form(stage, people=[*stage.panel[:6], namesake])


def test_whoever_handled_the_case_counts_as_handling_body_even_undeclared(stage):
    _consent(stage)
    stage.case.handler_id = stage.director.person_id
    handlers = [
        stage.session.get_one(type(stage.panel[0]), person_id)
        for person_id in (stage.mediator.person_id, stage.director.person_id)
    ]

    with pytest.raises(rules.TooManyFromHandlingBody):
        _form(stage, people=[*stage.panel[:5], *handlers])
    assert _form(stage, people=[*stage.panel[:6], handlers[0]]).handling_body_members == 1


def test_each_turn_is_a_member_s(stage):
    assert queries.member_at(stage.session, stage.case.id, 0) is None
    _consent(stage)
    _form(stage)

    turns = [queries.member_at(stage.session, stage.case.id, turn) for turn in range(7)]

    assert turns == [person.id for person in stage.panel]
    assert queries.member_at(stage.session, stage.case.id, 7) is None


@pytest.mark.parametrize("delivered_on", [date(2026, 9, 20), date(2026, 9, 24)])
def test_refuses_a_delivery_before_the_summary_or_to_come(stage, delivered_on):
    _heard(stage)
    for person in stage.panel:
        _give(stage, person)
    _do(stage, operations.sum_up, summary="一致支持。")

    with pytest.raises(WrongDay):
        _do(stage, operations.deliver_summary, delivered_on=delivered_on, at=moment(9, 23))


def test_a_withdrawn_case_calls_off_its_review(stage):
    assert not _do(stage, operations.cancel_open, reason="撤回申请")
    _heard(stage)

    assert _do(stage, operations.cancel_open, reason="撤回申请")
    with pytest.raises(NoReview):
        _give(stage, stage.panel[0])
    stage.uow.commit()


def test_the_database_itself_keeps_one_opinion_a_member(stage):
    review = _heard(stage)
    _give(stage, stage.panel[0])
    member = stage.session.query(ReviewMember).filter_by(review_id=review.id, seat=0).one()

    stage.session.add(
        ReviewOpinion(review_id=review.id, member_id=member.id, opinion="oppose", reason="再写", given_at=AT)
    )
    with pytest.raises(IntegrityError):
        stage.session.flush()
