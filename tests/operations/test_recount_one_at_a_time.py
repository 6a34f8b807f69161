"""One change of the calendar at a time: a further one waits until every date of the last is counted."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from sqlalchemy import Engine, select

from mediation.clocks import operations as clocks
from mediation.clocks.calendar_queries import being_counted
from mediation.clocks.drafting import undoing
from mediation.clocks.edits import CalendarChanged, Edit
from mediation.clocks.model import CalendarChange
from mediation.clocks.operations import StillCounting
from mediation.clocks.previewing import preview
from mediation.clocks.recount import recount
from tests.factories.county import County
from tests.operations.recount_stage import change, flood, reported, the_change

NEXT = date(2026, 9, 17)


@pytest.fixture
def county(engine: Engine) -> County:
    made = County(engine, at="2026-09-14 10:00")
    reported(made)
    return made


def counted(county: County) -> None:
    recount(county.system.uow, at=county.at)


def foretold(county: County, edit: Edit) -> int:
    with county.session() as session:
        return preview(session, edit, at=county.at).moved


def test_a_further_change_is_refused_while_one_is_counted(county: County) -> None:
    first = change(county, flood())

    with pytest.raises(StillCounting, match=r"防汛停工.*还在重算期限，共14项，已算0项"):
        change(county, flood(NEXT), seen=first)

    with county.session() as session:
        assert [row.id for row in session.scalars(select(CalendarChange))] == [first]
        waits_for = being_counted(session)
    assert waits_for is not None
    assert waits_for.id == first


def test_once_it_is_counted_each_change_is_credited_with_what_was_foretold_of_it(county: County) -> None:
    moved, credited = [], []
    for edit in (flood(), flood(NEXT)):
        moved.append(foretold(county, edit))
        made = change(county, edit)
        counted(county)
        credited.append(the_change(county, made).moved)

    assert credited == moved
    assert min(moved) > 0
    with county.session() as session:
        assert being_counted(session) is None


def test_taking_back_and_counting_once_more_wait_as_well(county: County) -> None:
    first = change(county, flood())
    with county.session() as session:
        back = undoing(session, first)

    with pytest.raises(StillCounting):
        change(county, back)
    with pytest.raises(StillCounting), county.system.uow() as uow:
        clocks.count_again(uow, change_id=first)

    counted(county)
    change(county, back)


def test_a_change_that_touches_nothing_holds_nobody_up(county: County) -> None:
    far = change(county, flood(date(2026, 12, 16)))

    assert the_change(county, far).touched == 0
    change(county, flood(), seen=far)


def test_of_two_who_confirm_at_once_one_is_refused(county: County) -> None:
    ready = Barrier(2)

    def confirm(on: date) -> int | None:
        ready.wait()
        try:
            return change(county, flood(on), seen=0)
        except (StillCounting, CalendarChanged):
            return None

    with ThreadPoolExecutor(2) as both:
        made = list(both.map(confirm, (date(2026, 9, 16), NEXT)))

    (won,) = [each for each in made if each is not None]
    assert the_change(county, won).touched == 14
