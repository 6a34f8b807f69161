"""Work done after its day is late although no sweep came by in between: late is what the date says."""

from datetime import date

import pytest
from sqlalchemy import Engine, select, update

from mediation.casework.interruptions import withdraw
from mediation.casework.model import WorkItem
from mediation.clocks.model import CalendarChange, Clock
from mediation.oversight import queries
from tests.factories.county import County, moment

ACCEPTED = {"decision": "accept"}


@pytest.fixture
def county(engine: Engine) -> County:
    return County(engine, at="2026-06-16 08:00")


@pytest.fixture
def case_id(county: County) -> int:
    """A dispute that its grid has to take up within 24 hours."""
    return county.report()


def take_up(county: County, case_id: int, at: str) -> WorkItem:
    county.at = moment(at)
    done = county.do(case_id, "grid_accept", ACCEPTED)
    with county.session() as session:
        return session.get_one(WorkItem, done.item_id)


def test_four_hours_late_is_late_and_leaves_a_card_with_whose_it_was(county: County, case_id: int) -> None:
    done = take_up(county, case_id, "2026-06-17 12:00")

    assert (done.state, done.late) == ("done", True)
    with county.session() as session:
        (card,) = queries.cards_of_case(session, case_id)
        clock = session.get_one(Clock, done.clock_id)
    assert (card.kind, card.person_id) == ("red", county.logins["grid_leader"])
    assert card.since == moment("2026-06-17 08:00")
    assert (card.is_open, clock.state, clock.reached_at) == (False, "stopped", moment("2026-06-17 12:00"))
    assert county.running(case_id) == ["dispute"]
    assert len(county.said(case_id, "RedCardGiven")) == len(county.said(case_id, "OversightClosed")) == 1


def test_a_sweep_afterwards_finds_nothing_more(county: County, case_id: int) -> None:
    take_up(county, case_id, "2026-06-17 12:00")

    county.go_to("2026-06-17 12:05")

    with county.session() as session:
        assert len(queries.cards_of_case(session, case_id)) == 1


def test_in_time_is_in_time(county: County, case_id: int) -> None:
    done = take_up(county, case_id, "2026-06-17 07:59")

    assert not done.late
    with county.session() as session:
        assert queries.cards_of_case(session, case_id) == ()


def test_what_a_withdrawal_ends_was_late_too(county: County, case_id: int) -> None:
    county.at = moment("2026-06-17 12:00")

    with county.system.uow() as uow:
        by = county.who("grid_leader").actor_for("grid_leader", county.units["grid"])
        withdraw(uow, case_id=case_id, reason="两家和好了", by=by, at=county.at)
        uow.commit()

    with county.session() as session:
        (card,) = queries.cards_of_case(session, case_id)
    assert (card.kind, card.person_id, card.is_open) == ("red", county.logins["grid_leader"], False)


def test_a_limit_that_waits_to_be_counted_anew_is_not_late_by_the_days_of_before(
    county: County, case_id: int
) -> None:
    with county.system.uow() as uow:
        change = CalendarChange(
            kind="set_day", year=2026, days=[], reason="补班", by_post="督查专员", at=county.at
        )
        uow.add(change)
        uow.session.flush()
        uow.session.execute(update(Clock).where(Clock.case_id == case_id).values(recount_id=change.id))
        uow.commit()

    assert not take_up(county, case_id, "2026-06-17 12:00").late


def test_an_explanation_after_its_day_is_late_too(county: County) -> None:
    case_id = county.report(unit_id=county.units["village"])
    county.go_to("2026-06-23 09:00")
    assert county.item(case_id, "explain_lateness").due_on == date(2026, 6, 24)
    county.at = moment("2026-06-25 09:00")

    done = county.do(case_id, "explain_lateness", {"explanation": "值班交接漏看，今日受理。"})

    with county.session() as session:
        assert session.scalars(select(WorkItem.late).where(WorkItem.id == done.item_id)).one()
