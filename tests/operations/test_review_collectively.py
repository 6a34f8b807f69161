"""集体评议: sealed opinions, a summary that binds nobody."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy.exc import IntegrityError

from mediation.agreements import queries as agreements
from mediation.reviews import operations, queries, rules
from mediation.reviews.model import ReviewMember, ReviewOpinion
from mediation.reviews.refusals import NoReview, OutOfTurn, WrongDay
from tests.operations.review_stage import (
    AT,
    PHASES,
    consent,
    do,
    fact_of,
    form_panel,
    give,
    heard,
    with_panel,
)
from tests.operations.settle_stage import moment


@pytest.fixture
def stage(settling):
    return with_panel(settling(traits={"old_petition": True}))


def test_the_whole_of_it(stage):
    review = heard(stage)
    assert fact_of(stage, "panel_size") == 7
    for person in stage.panel[:5]:
        give(stage, person)
    for person in stage.panel[5:]:
        give(stage, person, opinion="oppose", reason="与事实不符")

    assert len(queries.opinions(stage.session, review.id)) == 7
    do(stage, operations.sum_up, summary="多数支持退还宅基地。")
    do(stage, operations.deliver_summary, at=moment(9, 23))

    (view,) = queries.reviews(stage.session, stage.case.id)
    assert (view.state, view.delivered_on) == ("delivered", date(2026, 9, 23))
    assert "支持5份、部分支持0份、不支持2份" in stage.told()
    assert "没有约束力" in stage.told()
    stage.uow.commit()


def test_a_review_imposes_nothing(stage):
    heard(stage)
    for person in stage.panel:
        give(stage, person)
    do(stage, operations.sum_up, summary="一致支持。")

    assert agreements.agreements(stage.session, stage.case.id, today=AT.date()) == ()
    assert stage.case.settled_on is None


def test_opinions_cannot_be_read_before_all_are_in(stage):
    review = heard(stage)
    for person in stage.panel[:6]:
        give(stage, person)

    with pytest.raises(rules.OpinionsSealed) as refused:
        queries.opinions(stage.session, review.id)
    assert refused.value.params == {"given": 6, "size": 7}
    assert refused.value.status == 403
    (view,) = queries.reviews(stage.session, stage.case.id)
    assert view.is_sealed

    give(stage, stage.panel[6])
    assert len(queries.opinions(stage.session, review.id)) == 7


def test_a_member_sees_only_his_own_opinion(stage):
    review = heard(stage)
    give(stage, stage.panel[0], opinion="partial", reason="面积有出入")

    own = queries.own_opinion(stage.session, review.id, person_id=stage.panel[0].id)

    assert (own.opinion, own.reason) == ("partial", "面积有出入")
    assert queries.own_opinion(stage.session, review.id, person_id=stage.panel[1].id) is None


def test_what_an_opinion_says_is_in_no_ledger_sentence(stage):
    heard(stage)
    give(stage, stage.panel[0], opinion="oppose", reason="面积有出入")

    told = stage.told()
    assert "面积有出入" not in told
    assert "不支持" not in told
    assert "已交1份，共7份" in told


def test_one_opinion_each_and_no_change_afterwards(stage):
    heard(stage)
    give(stage, stage.panel[0])

    with pytest.raises(rules.AlreadyGiven):
        give(stage, stage.panel[0], opinion="oppose")


def test_only_members_give_opinions_and_no_substitute(stage):
    heard(stage)

    with pytest.raises(rules.NotOnPanel):
        do(stage, operations.give_opinion, opinion="support", reason="凭证清楚")
    substitute = replace(stage.director, standing_in_for=stage.panel[0].name)
    with pytest.raises(rules.NotOnPanel):
        do(stage, operations.give_opinion, by=substitute, opinion="support", reason="凭证清楚")


def test_nothing_is_summed_up_before_all_are_in(stage):
    heard(stage)
    for person in stage.panel[:6]:
        give(stage, person)

    with pytest.raises(rules.OpinionsMissing):
        do(stage, operations.sum_up, summary="多数支持。")


def test_opinions_wait_until_the_parties_were_heard_and_left(stage):
    consent(stage)
    form_panel(stage)

    with pytest.raises(OutOfTurn):
        give(stage, stage.panel[0])
    with pytest.raises(rules.NotLeft):
        do(stage, operations.hold_review, phases=PHASES, left=False)


@pytest.mark.parametrize("delivered_on", [date(2026, 9, 20), date(2026, 9, 24)])
def test_refuses_a_delivery_before_the_summary_or_to_come(stage, delivered_on):
    heard(stage)
    for person in stage.panel:
        give(stage, person)
    do(stage, operations.sum_up, summary="一致支持。")

    with pytest.raises(WrongDay):
        do(stage, operations.deliver_summary, delivered_on=delivered_on, at=moment(9, 23))


def test_a_withdrawn_case_calls_off_its_review(stage):
    assert not do(stage, operations.cancel_open, reason="撤回申请")
    heard(stage)

    assert do(stage, operations.cancel_open, reason="撤回申请")
    with pytest.raises(NoReview):
        give(stage, stage.panel[0])
    stage.uow.commit()


def test_the_database_itself_keeps_one_opinion_a_member(stage):
    review = heard(stage)
    give(stage, stage.panel[0])
    member = stage.session.query(ReviewMember).filter_by(review_id=review.id, seat=0).one()

    stage.session.add(
        ReviewOpinion(review_id=review.id, member_id=member.id, opinion="oppose", reason="再写", given_at=AT)
    )
    with pytest.raises(IntegrityError):
        stage.session.flush()
