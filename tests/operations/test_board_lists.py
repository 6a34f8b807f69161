"""Each number of a board is the length of the list behind it, on every level and however narrowed."""

from datetime import date

import pytest

from mediation.boards import overview, trend, waiting
from mediation.boards.asked import AFTERWARDS, IN_HAND, NOBODY, OF_A_MONTH
from tests.operations.board_looks import every, shown

LEVELS = ("county", "town", "village", "grid", "second", "empty")


@pytest.mark.parametrize("unit", LEVELS)
def test_every_number_is_the_length_of_its_list(board, unit):
    board.crowd()

    counts = shown(board, unit).counts

    assert counts == {number: len(every(board, unit, number=number)) for number in (*IN_HAND, *AFTERWARDS)}
    if unit == "county":
        assert all(counts.values()), "the crowd should have something of everything"


@pytest.mark.parametrize("unit", ["county", "town", "village"])
def test_every_number_of_a_breakdown_is_the_length_of_its_list(board, unit):
    board.crowd()

    for field, lines in shown(board, unit).by.items():
        for key, counts in lines.items():
            assert counts == {
                number: len(every(board, unit, number=number, **{field: key}))
                for number in overview.OF_BREAKDOWNS
            }, (field, key)


@pytest.mark.parametrize("unit", ["county", "town", "village"])
def test_every_number_of_a_unit_below_is_the_length_of_its_list(board, unit):
    board.crowd()

    for line in shown(board, unit).children:
        name = next((key for key, row in board.units.items() if line.unit and row.id == line.unit.id), unit)
        own = {} if line.unit else {"own": True}
        assert {number: line.counts[number] for number in overview.OF_UNITS} == {
            number: len(every(board, name, number=number, **own)) for number in overview.OF_UNITS
        }, name


@pytest.mark.parametrize("unit", ["county", "town", "village"])
def test_every_number_of_a_month_is_the_length_of_its_list(board, unit):
    board.crowd()
    with board.county.session() as session:
        months = trend.trend(session, board.unit(unit), at=board.at)

    assert [each.first for each in months][::11] == [date(2025, 10, 1), date(2026, 9, 1)]
    for month in months:
        for number in OF_A_MONTH:
            assert getattr(month, number) == len(every(board, unit, number=number, month=month.first))
    assert sum(month.became_late for month in months) > 0


@pytest.mark.parametrize("unit", ["county", "town"])
def test_who_is_waited_for_is_the_length_of_the_list(board, unit):
    board.crowd()

    with board.county.session() as session:
        for role in shown(board, unit).by["role"]:
            for place in waiting.by_unit(session, board.unit(unit), role, at=board.at):
                narrowed = {"role": role, "at": place.id}
                assert place.counts == {
                    number: len(every(board, unit, number=number, **narrowed)) for number in waiting.NUMBERS
                }
                for person in waiting.by_person(session, board.unit(unit), role, place.id, at=board.at):
                    assert person.counts == {
                        number: len(every(board, unit, number=number, person=person.id, **narrowed))
                        for number in waiting.NUMBERS
                    }


def test_a_post_is_not_late_by_what_others_of_the_same_case_have_not_done(board):
    case = board.case()
    board.task(case, days=-3)
    board.task(case, days=2, role="county_supervisor", unit="county")
    board.done()

    found = shown(board, "county").by["role"]

    assert found["village_mediator"] == {"open": 1, "late": 1, "week": 0}
    assert found["county_supervisor"] == {"open": 1, "late": 0, "week": 1}
    assert every(board, "county", number="late", role="county_supervisor") == []
    assert [each.id for each in every(board, "county", number="late", role="village_mediator")] == [case]
    with board.county.session() as session:
        (line,) = waiting.by_unit(session, board.unit("county"), "county_supervisor", at=board.at)
    assert line.counts == {"open": 1, "late": 0, "week": 1}


def test_tasks_nobody_claimed_stand_after_the_persons(board):
    case, who = board.case(), board.person("李一")
    board.task(case)
    board.task(case, person_id=who.id)
    board.done()

    with board.county.session() as session:
        found = waiting.by_person(
            session, board.unit("county"), "village_mediator", board.units["village"].id, at=board.at
        )

    assert [(line.id, line.name) for line in found] == [(who.id, "李一"), (NOBODY, "")]
