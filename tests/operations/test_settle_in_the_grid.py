"""Private settlements, and oral agreements before an appointed mediator."""

from dataclasses import replace
from datetime import date

import pytest

from mediation.agreements import queries
from mediation.agreements.events import AgreementDropped
from mediation.agreements.operations import record_settlement, register_oral
from mediation.agreements.rules.force import NotAppointed, NotCommittee, NothingDrafted, NotToday
from mediation.agreements.rules.terms import BadPromises, NoTerms
from tests.factories import a_person
from tests.operations.settle_stage import moment

AGREED = {"terms": "李乙修好水管，赔偿墙面800元。", "promises": "李乙|赔偿墙面|2026-09-25|800"}
EVENING = moment(9, 21, 20)


@pytest.fixture
def stage(settling):
    return settling(level="grid")


def test_a_private_settlement_holds_from_the_day_it_was_reached(stage):
    agreement = record_settlement(
        stage.uow, **stage.here, form="private", **AGREED, by=stage.grid_leader, at=EVENING
    )

    assert (agreement.state, agreement.in_force_on) == ("in_force", date(2026, 9, 21))
    assert stage.case.settled_on == date(2026, 9, 21)
    assert queries.settled_outcome(stage.session, stage.case.id) == "settled_private"
    assert "不是人民调解协议" in stage.told()


def test_refuses_an_oral_agreement_before_somebody_who_is_no_mediator(stage):
    somebody = replace(stage.grid_leader, person_id=a_person(stage.session, name="王秀兰").id, name="王秀兰")

    with pytest.raises(NotAppointed) as refused:
        record_settlement(stage.uow, **stage.here, form="oral", **AGREED, by=somebody, at=EVENING)

    assert "form" in refused.value.fields
    assert queries.agreements(stage.session, stage.case.id, today=EVENING.date()) == ()


def test_an_oral_agreement_waits_for_the_register_and_then_counts_from_the_day_it_was_reached(stage):
    agreement = record_settlement(
        stage.uow, **stage.here, form="oral", **AGREED, by=stage.grid_leader, at=EVENING
    )
    assert (agreement.state, stage.case.settled_on) == ("unregistered", None)
    assert agreement.amount_fen == 80_000

    register_oral(stage.uow, case_id=stage.case.id, by=stage.director, at=moment(9, 23))

    assert (agreement.state, agreement.in_force_on) == ("in_force", date(2026, 9, 21))
    assert agreement.registered_on == date(2026, 9, 23)
    assert stage.case.settled_on == date(2026, 9, 21)
    assert queries.settled_outcome(stage.session, stage.case.id) == "oral_agreement"
    assert "9月21日起生效" in stage.told()
    stage.uow.commit()


def test_a_grid_cannot_register_its_own_oral_agreement(stage):
    record_settlement(stage.uow, **stage.here, form="oral", **AGREED, by=stage.grid_leader, at=EVENING)

    with pytest.raises(NotCommittee):
        register_oral(stage.uow, case_id=stage.case.id, by=stage.grid_leader, at=moment(9, 23))


def test_there_is_nothing_to_register_without_an_oral_agreement(stage):
    record_settlement(stage.uow, **stage.here, form="private", **AGREED, by=stage.grid_leader, at=EVENING)

    with pytest.raises(NothingDrafted):
        register_oral(stage.uow, case_id=stage.case.id, by=stage.director, at=moment(9, 23))


@pytest.mark.parametrize("registered_on", [date(2026, 9, 20), date(2026, 9, 24)])
def test_refuses_a_day_of_registration_before_the_agreement_or_to_come(stage, registered_on):
    record_settlement(stage.uow, **stage.here, form="oral", **AGREED, by=stage.grid_leader, at=EVENING)

    with pytest.raises(NotToday):
        register_oral(
            stage.uow, case_id=stage.case.id, registered_on=registered_on, by=stage.director, at=moment(9, 23)
        )


@pytest.mark.parametrize("reached_on", [date(2026, 9, 6), date(2026, 9, 22)])
def test_refuses_a_settlement_before_the_report_or_to_come(stage, reached_on):
    with pytest.raises(NotToday) as refused:
        record_settlement(
            stage.uow,
            **stage.here,
            form="private",
            **AGREED,
            reached_on=reached_on,
            by=stage.grid_leader,
            at=EVENING,
        )
    assert "in_force_on" in refused.value.fields


def test_refuses_promises_of_somebody_who_is_no_party(stage):
    with pytest.raises(BadPromises):
        record_settlement(
            stage.uow,
            **stage.here,
            form="private",
            terms="村里来修。",
            promises="村委会|修水管|2026-09-25",
            by=stage.grid_leader,
            at=EVENING,
        )


def test_refuses_a_settlement_without_content(stage):
    with pytest.raises(NoTerms):
        record_settlement(
            stage.uow, **stage.here, form="private", terms=" ", by=stage.grid_leader, at=EVENING
        )


def test_a_second_settlement_takes_the_place_of_the_first_and_says_so(stage):
    first = record_settlement(
        stage.uow, **stage.here, form="oral", **AGREED, by=stage.grid_leader, at=EVENING
    )
    record_settlement(stage.uow, **stage.here, form="private", **AGREED, by=stage.grid_leader, at=EVENING)

    assert first.state == "dropped"
    assert len(stage.facts(AgreementDropped)) == 1
    stage.uow.commit()


def test_no_sentence_names_a_party(stage):
    record_settlement(stage.uow, **stage.here, form="private", **AGREED, by=stage.grid_leader, at=EVENING)

    assert "李甲" not in stage.told()
    assert "李乙" not in stage.told()
