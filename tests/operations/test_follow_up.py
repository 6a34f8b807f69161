"""The day to see a task again: its holder's choice, on record, and no clock knows of it."""

from datetime import date

import pytest
from sqlalchemy import select

from mediation.clocks.model import Clock
from mediation.inbox.operations import claim, release, set_follow_up
from mediation.inbox.refusals import FollowUpPast, NotItsHolder
from mediation.ledger import queries as ledger
from mediation.units.model import Unit
from tests.factories import a_person, a_post
from tests.factories.county import County

TOMORROW = date(2026, 9, 2)


@pytest.fixture
def county(engine) -> County:
    return County(engine, at="2026-09-01 09:00")


@pytest.fixture
def held(county) -> tuple[int, int]:
    """A case, and its first task in the grid leader's name."""
    case_id = county.report()
    item_id = county.item(case_id, county.open(case_id)[0]).id
    _do(county, lambda uow, who: claim(uow, item_id=item_id, by=who, at=county.at))
    return case_id, item_id


def _do(county, act, login="grid_leader"):
    with county.system.uow() as uow:
        act(uow, county.who(login))
        uow.commit()


def follow_up(county, item_id, on, login="grid_leader"):
    _do(county, lambda uow, who: set_follow_up(uow, item_id=item_id, on=on, by=who, at=county.at), login)


def test_a_day_is_set_changed_and_cleared_each_with_its_sentence(county, held):
    case_id, item_id = held

    for day in (TOMORROW, date(2026, 9, 4), None):
        follow_up(county, item_id, day)

    with county.session() as session:
        said = [line.sentence for line in ledger.lines(session, case_id, size=50).items][-3:]
    assert "定于9月2日跟进“接单”，期限不变。" in said[0]
    assert "定于9月4日跟进“接单”，期限不变。" in said[1]
    assert "取消了“接单”的跟进日期，期限不变。" in said[2]


def test_no_clock_is_touched(county, held):
    before = _clocks(county, held[0])

    follow_up(county, held[1], TOMORROW)

    assert _clocks(county, held[0]) == before


def _clocks(county, case_id):
    with county.session() as session:
        query = select(Clock.id, Clock.due_at, Clock.state, Clock.row_version).where(Clock.case_id == case_id)
        return session.execute(query.order_by(Clock.id)).all()


def test_a_past_day_is_refused_and_today_is_not(county, held):
    with pytest.raises(FollowUpPast):
        follow_up(county, held[1], date(2026, 8, 31))

    follow_up(county, held[1], date(2026, 9, 1))


def test_only_its_holder_chooses(county, held):
    with pytest.raises(NotItsHolder):
        follow_up(county, held[1], TOMORROW, "branch_secretary")

    with county.system.uow() as uow:
        a_post(
            uow.session,
            person=a_person(uow.session, name="何桂生"),
            role="grid_leader",
            unit=uow.get(Unit, county.units["grid"]),
            from_on=date(2026, 1, 1),
        )
        uow.commit()
    _do(county, lambda uow, who: release(uow, item_id=held[1], by=who, at=county.at))

    with pytest.raises(NotItsHolder):
        follow_up(county, held[1], TOMORROW)


def test_the_same_day_again_says_nothing(county, held):
    follow_up(county, held[1], TOMORROW)
    with county.session() as session:
        before = ledger.count(session, held[0])

    follow_up(county, held[1], TOMORROW)

    with county.session() as session:
        assert ledger.count(session, held[0]) == before
