"""The arrangement of a year published late: what was late by the days known before, and was not."""

from datetime import date

from sqlalchemy import Engine, select

from mediation.casework.model import ProcessInstance
from mediation.clocks.drafting import publishing
from mediation.clocks.edits import DayEdit
from mediation.clocks.model import Clock
from mediation.clocks.previewing import preview
from mediation.clocks.recount import recount
from mediation.oversight.model import Card
from tests.factories.county import County
from tests.operations.recount_stage import LATE, change, faults, item, reported, the_change

SPRING = tuple(DayEdit(date(2027, 2, day), False, "春节") for day in range(1, 8))
"""Days off that were not known of."""


def late_before_the_notice(engine: Engine) -> tuple[County, list[int]]:
    """Return a county where 2027 is not published, with work late by the days known so far."""
    county = County(engine, at="2027-01-29 10:00")
    cases = reported(county, 2)
    assert item(county, cases[0]).provisional
    county.go_to("2027-02-04 09:00")
    assert item(county, cases[0]).late
    return county, cases


def publish_spring(county: County) -> int:
    with county.session() as session:
        edit = publishing(session, year=2027, days=SPRING, source="国办发明电〔2026〕7号")
    return change(county, edit)


def overseen(county: County, case_id: int) -> tuple[list[Card], list[str | None]]:
    with county.session() as session:
        red = select(Card).where(Card.case_id == case_id, Card.kind == "red").order_by(Card.id)
        cards = session.scalars(red).all()
        running = select(ProcessInstance.process).where(
            ProcessInstance.case_id == case_id, ProcessInstance.finished_at.is_(None)
        )
        return list(cards), sorted(session.scalars(running))


def test_a_year_published_late_takes_back_what_was_late_by_the_days_known_before(engine: Engine) -> None:
    county, (case_id, _other) = late_before_the_notice(engine)
    (red,), running = overseen(county, case_id)
    assert (red.voided_at, "oversight" in running) == (None, True)

    change_id = publish_spring(county)
    done = recount(county.system.uow, at=county.at)

    assert done.righted == the_change(county, change_id).righted >= 2
    (red,), running = overseen(county, case_id)
    assert red.voided_at == county.at
    assert red.void_reason
    assert running == ["dispute"]
    task = item(county, case_id)
    assert (task.late, task.provisional, task.due_on) == (False, False, date(2027, 2, 10))
    with county.session() as session:
        clock = session.get_one(Clock, task.clock_id)
    assert (clock.state, clock.reached_at) == ("running", None)
    assert faults(county, case_id) == []
    (sentence,) = county.said(case_id, "ClockInTime")
    assert "更正为没有逾期" in sentence


def test_what_turned_out_in_time_is_late_again_only_when_its_new_end_passes(engine: Engine) -> None:
    county, (case_id, _other) = late_before_the_notice(engine)
    publish_spring(county)
    recount(county.system.uow, at=county.at)

    county.go_to("2027-02-10 23:00")
    assert not item(county, case_id).late
    county.go_to("2027-02-11 00:00")

    voided, red = overseen(county, case_id)[0]
    assert (voided.voided_at is None, red.voided_at, red.due_on) == (False, None, date(2027, 2, 10))
    assert item(county, case_id).late


def test_work_done_late_by_the_days_known_before_was_done_in_time(engine: Engine) -> None:
    county, (case_id, _other) = late_before_the_notice(engine)
    county.do(case_id, LATE, {"decision": "accept"}, at="2027-02-05 10:00")
    assert item(county, case_id).late

    publish_spring(county)
    recount(county.system.uow, at=county.at)

    (red,) = overseen(county, case_id)[0]
    assert red.voided_at == county.at
    assert "国办发明电" in (red.void_reason or "")
    assert not item(county, case_id).late
    with county.session() as session:
        clock = session.get_one(Clock, item(county, case_id).clock_id)
    assert (clock.state, clock.reached_at, clock.due_on) == ("stopped", None, date(2027, 2, 10))
    assert county.said(case_id, "CardsVoided")


def test_what_stays_late_keeps_its_card(engine: Engine) -> None:
    county, (case_id, _other) = late_before_the_notice(engine)
    county.go_to("2027-02-20 09:00")

    publish_spring(county)
    done = recount(county.system.uow, at=county.at)

    assert done.righted == 0
    (red,) = overseen(county, case_id)[0]
    assert red.voided_at is None
    assert item(county, case_id).late


def test_a_look_before_says_whose_lateness_would_be_taken_back(engine: Engine) -> None:
    county, _cases = late_before_the_notice(engine)

    with county.session() as session:
        edit = publishing(session, year=2027, days=SPRING, source="国办发明电〔2026〕7号")
        seen = preview(session, edit, at=county.at)

    assert seen.in_time >= 2
    assert any(move.in_time for move in seen.moves)
