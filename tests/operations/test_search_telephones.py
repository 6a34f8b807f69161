"""Finding a dispute by a party's telephone: the whole number, for who may read it."""

from collections.abc import Callable

import pytest

from mediation.parties.operations import NewParty
from mediation.search.queries import find
from tests.factories.county import County

Look = Callable[..., list[int]]


@pytest.fixture
def look(county: County) -> Look:
    def ids(typed: str, login: str = "village_director") -> list[int]:
        with county.session() as session:
            return [hit.case_id for hit in find(session, identity=county.who(login), typed=typed).items]

    return ids


@pytest.fixture
def leak(county: County) -> int:
    child = NewParty(side="child", name="陈小雨", is_minor=True, guardian="陈甲", phone="13900000009")
    parties = (
        NewParty(side="applicant", name="陈甲", phone="13800000007"),
        NewParty(side="respondent", name="陈乙"),
        child,
    )
    return county.report(unit_id=county.units["village"], parties=parties)


def test_a_whole_number_finds_the_case_however_it_is_written(look, leak):
    for typed in ("13800000007", "138 0000 0007", "+86 138-0000-0007"):
        assert look(typed) == [leak], typed


def test_a_part_of_a_number_and_a_childs_number_find_nothing(look, leak):
    assert look("1380000000") == []
    assert look("13900000009") == []


def test_who_may_not_read_numbers_finds_nothing(look, leak):
    assert look("13800000007", "auditor") == []
    assert look("13800000007", "town_police") == []
