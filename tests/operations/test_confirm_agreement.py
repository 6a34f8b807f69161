"""Judicial confirmation: both parties, screened, filed by day 30."""

from datetime import date

import pytest
from sqlalchemy import select

from mediation.agreements import queries
from mediation.agreements.model import Confirmation
from mediation.agreements.operations import (
    ask_confirmation,
    confirm_performance,
    draft_agreement,
    drop_confirmation,
    file_confirmation,
    follow_breach,
    lapse_confirmation,
    record_ruling,
    record_settlement,
    screen_confirmation,
    seal_agreement,
    sign_agreement,
    sign_as_mediator,
)
from mediation.agreements.rules import confirmation as rules
from mediation.agreements.rules.force import NotToday
from mediation.casework.facts import Context
from mediation.casework.facts import agreements as facts
from tests.operations.settle_stage import moment

TENTH, NEXT = moment(9, 10), moment(9, 11)
COURT = "浏阳市人民法院"


@pytest.fixture
def stage(settling):
    return settling()


def _agree(stage, at=TENTH):
    case = {"case_id": stage.case.id}
    draft_agreement(
        stage.uow,
        **stage.here,
        terms="拆除旧房。",
        promises=f"李乙|拆除旧房|{at:%Y-%m-%d}",
        by=stage.mediator,
        at=at,
    )
    sign_agreement(
        stage.uow,
        **case,
        signed=stage.both,
        identities_checked=True,
        read_aloud=True,
        by=stage.mediator,
        at=at,
    )
    sign_as_mediator(stage.uow, **case, by=stage.mediator, at=at)
    seal_agreement(stage.uow, **case, sealed=True, by=stage.director, at=at)


@pytest.fixture
def agreed(stage):
    _agree(stage)
    return stage


@pytest.fixture
def screened(agreed):
    _ask(agreed)
    _screen(agreed)
    return agreed


def _do(stage, operation, at=NEXT, **given):
    return operation(stage.uow, case_id=stage.case.id, **given, by=stage.mediator, at=at)


def _ask(stage, both_apply=True, at=NEXT):
    return _do(stage, ask_confirmation, both_apply=both_apply, at=at)


def _screen(stage, **given):
    return _do(stage, screen_confirmation, **{"court": COURT, **given})


def _state(stage):
    return stage.session.scalars(select(Confirmation.state)).one()


def _fact(stage, name):
    context = Context(instance=None, attempt=stage.attempt, locality=stage.uow.locality)
    return facts.FACTS[name](stage.session, stage.case, context)


def test_asks_files_and_is_confirmed(screened):
    assert _fact(screened, "confirmation_open")
    assert _fact(screened, "confirmable")

    _do(screened, file_confirmation, at=moment(10, 10))
    _do(screened, record_ruling, result="confirmed", ruling_number="(2026)湘0181民特1号", at=moment(10, 20))

    (view,) = queries.agreements(screened.session, screened.case.id, today=date(2026, 10, 20))
    assert view.confirmation.state == "confirmed"
    assert view.confirmation.filed_on == date(2026, 10, 10)
    assert not _fact(screened, "confirmation_open")
    screened.uow.commit()


def test_the_thirtieth_day_is_a_working_saturday_and_in_time(screened):
    """In force on 10 September: day 30 is Saturday 10 October, which works."""
    _do(screened, file_confirmation, filed_on=date(2026, 10, 10), at=moment(10, 12))

    (view,) = queries.agreements(screened.session, screened.case.id, today=date(2026, 10, 12))
    assert view.confirmation.last_day == date(2026, 10, 10)


def test_refuses_day_31(screened):
    with pytest.raises(rules.FiledTooLate) as refused:
        _do(screened, file_confirmation, at=moment(10, 11))
    assert "2026-10-10" in refused.value.sentence()


def test_refuses_to_begin_after_the_last_day_but_not_to_note_that_nobody_wants_it(agreed):
    with pytest.raises(rules.FiledTooLate) as refused:
        _ask(agreed, at=moment(10, 11))
    assert set(refused.value.fields) == {"decision"}

    assert _ask(agreed, both_apply=False, at=moment(10, 11)).state == "declined"


def test_a_last_day_on_a_holiday_rolls_to_the_next_working_day(stage):
    """In force on 3 September: day 30 is 3 October, a holiday; 8 October is the next working day."""
    stage.case.reported_at = moment(9, 1)
    _agree(stage, at=moment(9, 3))

    row = _ask(stage)

    assert row.last_day == date(2026, 10, 8)


def test_refuses_an_application_before_the_agreement_took_effect_or_to_come(screened):
    for day in (date(2026, 9, 9), date(2026, 9, 21)):
        with pytest.raises(NotToday):
            _do(screened, file_confirmation, filed_on=day, at=moment(9, 20))


def test_a_private_settlement_is_never_confirmed(stage):
    record_settlement(
        stage.uow, **stage.here, form="private", terms="互谅。", by=stage.grid_leader, at=moment(9, 10)
    )

    assert not _fact(stage, "confirmation_open")
    with pytest.raises(rules.NotConfirmable):
        _ask(stage)


def test_nothing_is_confirmed_before_it_is_in_force(stage):
    with pytest.raises(rules.NotYetInForce):
        _ask(stage)


def test_one_party_alone_cannot_apply(agreed):
    _ask(agreed, both_apply=False)

    assert not _fact(agreed, "confirmation_open")
    with pytest.raises(rules.NotAsked):
        _screen(agreed)


@pytest.mark.parametrize(
    "bar", [{"status_relation": True}, {"property_rights": True}, {"other_bar": "不属于本院管辖"}]
)
def test_what_courts_do_not_accept_is_barred(agreed, bar):
    _ask(agreed)

    assert _screen(agreed, **bar)

    assert not _fact(agreed, "confirmable")
    with pytest.raises(rules.NotAsked):
        _do(agreed, file_confirmation)


def test_refuses_to_file_without_asking_and_screening(agreed):
    with pytest.raises(rules.NotAsked):
        _do(agreed, file_confirmation)
    _ask(agreed)
    with pytest.raises(rules.NotAsked):
        _do(agreed, file_confirmation)


def test_refuses_to_file_at_no_court(agreed):
    _ask(agreed)
    _screen(agreed, court="")

    with pytest.raises(rules.NoCourt):
        _do(agreed, file_confirmation)


def test_mending_keeps_the_day_of_the_first_application(screened):
    _do(screened, file_confirmation, at=moment(10, 9))
    _do(screened, record_ruling, result="mend", at=moment(10, 12))

    row = _do(screened, file_confirmation, at=moment(10, 15))

    assert (row.state, row.filed_on, row.mended_on) == ("filed", date(2026, 10, 9), date(2026, 10, 15))
    _do(screened, record_ruling, result="rejected", ruling_number="(2026)湘0181民特1号", at=moment(10, 20))
    screened.uow.commit()


def test_lapses_when_nobody_applied_and_the_agreement_still_binds(screened):
    _do(screened, lapse_confirmation, at=moment(10, 11))

    assert not _fact(screened, "confirmation_open")
    assert _fact(screened, "agreement_in_force")
    assert "协议仍然有效" in screened.told()
    with pytest.raises(rules.NotAsked):
        _do(screened, file_confirmation, at=moment(10, 11))


def test_refuses_a_ruling_on_nothing_or_without_a_number(screened):
    with pytest.raises(rules.NotFiled):
        _do(screened, record_ruling, result="confirmed", ruling_number="1号")
    _do(screened, file_confirmation)
    with pytest.raises(rules.NoRuling):
        _do(screened, record_ruling, result="confirmed")
    with pytest.raises(rules.UnknownResult):
        _do(screened, record_ruling, result="maybe", ruling_number="1号")


def test_a_confirmed_agreement_that_is_broken_is_enforced(screened):
    _do(screened, file_confirmation)
    _do(screened, record_ruling, result="confirmed", ruling_number="(2026)湘0181民特1号", at=moment(9, 20))
    here = {**screened.here, "by": screened.mediator, "at": moment(9, 21)}
    confirm_performance(screened.uow, **here, decision="breach")

    follow_breach(screened.uow, **here, decision="sue")

    (view,) = queries.agreements(screened.session, screened.case.id, today=date(2026, 9, 21))
    assert view.promises[0].state == "enforcing"


def test_a_reopened_dispute_lets_go_of_what_was_not_filed(screened):
    _do(screened, drop_confirmation)

    assert _state(screened) == "declined"
    assert not _fact(screened, "confirmation_open")
    assert "原协议的司法确认不再办理：还没有向法院提出。" in screened.told()


def test_a_reopened_dispute_withdraws_what_lies_with_the_court(screened):
    _do(screened, file_confirmation)

    _do(screened, drop_confirmation)

    assert _state(screened) == "withdrawn"
    assert "由双方向法院撤回" in screened.told()


def test_a_ruling_stays_when_the_dispute_is_reopened(screened):
    _do(screened, file_confirmation)
    _do(screened, record_ruling, result="confirmed", ruling_number="（2026）湘0181民特12号")

    _do(screened, drop_confirmation)

    assert _state(screened) == "confirmed"


def test_nothing_is_let_go_of_that_nobody_asked_for(agreed):
    _do(agreed, drop_confirmation)

    assert "不再办理" not in agreed.told()
