"""Return visits: how many, when, and what becomes of a settlement that one finds unkept."""

from datetime import date

import pytest

from mediation.agreements import queries
from mediation.agreements.events import VisitsPlanned
from mediation.agreements.operations import confirm_performance, plan_visits, record_visit
from mediation.agreements.rules import performance as rules
from mediation.agreements.rules.force import NotToday
from mediation.kernel.locality import Locality
from tests.operations.performing_stage import confirm, fact_of, follow, settle
from tests.operations.settle_stage import moment


@pytest.fixture
def stage(settling):
    return settling(level="grid")


@pytest.fixture
def settled(stage):
    return settle(stage)


def test_what_a_department_settled_can_be_performed_without_an_agreement(stage):
    given = {"case_id": stage.case.id, "attempt_id": None, "by": stage.director}

    assert confirm_performance(stage.uow, **given, decision="done", at=moment(9, 25)) == "done"
    assert plan_visits(stage.uow, **given, at=moment(9, 25)).visits_planned == 3
    stage.uow.commit()


def test_a_private_settlement_is_visited_once_counted_from_its_performance(settled):
    confirm(settled, "done")
    confirm(settled, "done", at=moment(10, 20))

    plan_visits(settled.uow, **settled.here, by=settled.grid_leader, at=moment(10, 20))
    plan_visits(settled.uow, **settled.here, by=settled.grid_leader, at=moment(10, 21))

    assert len(settled.facts(VisitsPlanned)) == 1
    assert fact_of(settled, "visits_from_on") == date(2026, 10, 20)
    assert (fact_of(settled, "visit_number"), fact_of(settled, "visits_left")) == (1, 1)

    record_visit(
        settled.uow, **settled.here, kept=True, satisfied=True, by=settled.grid_leader, at=moment(11, 4)
    )

    assert (fact_of(settled, "visit_number"), fact_of(settled, "visits_left")) == (2, 0)
    (round_,) = queries.performances(settled.session, settled.case.id)
    assert round_.visits[0].visited_on == date(2026, 11, 4)
    with pytest.raises(rules.NothingPlanned):
        record_visit(settled.uow, **settled.here, kept=True, by=settled.grid_leader, at=moment(11, 5))
    settled.uow.commit()


def test_refuses_a_visit_before_performance_or_to_come(settled):
    confirm(settled, "done")
    confirm(settled, "done", at=moment(10, 20))
    plan_visits(settled.uow, **settled.here, by=settled.grid_leader, at=moment(10, 20))

    for day in (date(2026, 10, 19), date(2026, 11, 5)):
        with pytest.raises(NotToday):
            record_visit(
                settled.uow,
                **settled.here,
                visited_on=day,
                kept=True,
                by=settled.grid_leader,
                at=moment(11, 4),
            )


def test_refuses_a_visit_that_was_never_planned(settled):
    with pytest.raises(rules.NothingPlanned):
        record_visit(settled.uow, **settled.here, kept=True, by=settled.grid_leader, at=moment(11, 4))


def test_a_locality_may_plan_other_numbers_of_visits(settled, locality: Locality):
    locality_settings = {**locality.settings, "visits": {"count": 3, "private": 2}}
    settled.uow.locality = Locality(**{**locality.__dict__, "settings": locality_settings})
    confirm(settled, "done")
    confirm(settled, "done", at=moment(10, 20))

    row = plan_visits(settled.uow, **settled.here, by=settled.grid_leader, at=moment(10, 20))

    assert row.visits_planned == 2


def test_a_visit_that_finds_it_unkept_undoes_the_performance_and_visits_start_anew(settled):
    here = {**settled.here, "by": settled.grid_leader}
    confirm(settled, "done")
    confirm(settled, "done", at=moment(10, 20))
    plan_visits(settled.uow, **here, at=moment(10, 20))

    record_visit(settled.uow, **here, kept=False, at=moment(11, 4))
    assert (settled.case.performed_on, fact_of(settled, "visits_left")) == (None, 0)
    assert follow(settled, "done", at=moment(11, 9)) == "done"
    plan_visits(settled.uow, **here, at=moment(11, 9))

    assert settled.case.performed_on == fact_of(settled, "visits_from_on") == date(2026, 11, 9)
    assert (fact_of(settled, "visit_number"), fact_of(settled, "visits_left")) == (1, 1)
    plan_visits(settled.uow, **here, at=moment(11, 10))
    assert record_visit(settled.uow, **here, kept=True, at=moment(11, 24)).number == 2
    assert fact_of(settled, "visits_left") == 0
    settled.uow.commit()


def test_what_a_visit_finds_unkept_may_reopen_the_dispute(settled):
    here = {**settled.here, "by": settled.grid_leader}
    confirm(settled, "done")
    confirm(settled, "done", at=moment(10, 20))
    plan_visits(settled.uow, **here, at=moment(10, 20))
    record_visit(settled.uow, **here, kept=False, at=moment(11, 4))

    assert follow(settled, "reopen", at=moment(11, 9)) == "reopen"

    assert fact_of(settled, "reopen")
    settled.uow.commit()
