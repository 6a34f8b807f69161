"""Under which unit a board counts a case, and which units below it shows."""

import pytest

from mediation.boards import overview, trend
from tests.factories import a_unit
from tests.operations.board_looks import every, shown


@pytest.mark.parametrize("unit", ["county", "town", "village"])
def test_the_units_below_and_the_own_desk_make_up_the_whole(board, unit):
    board.crowd()

    found = shown(board, unit)

    for number in overview.OF_UNITS:
        assert sum(line.counts[number] for line in found.children) == found.counts[number]


def test_a_root_counts_and_lists_nothing_of_another(board):
    board.units["elsewhere"] = a_unit(board.session, name="醴陵市", level="county")
    case = board.case("elsewhere", reported_at=board.at)
    board.task(case, unit="elsewhere", days=-3)
    board.card(case, board.clock(case, state="reached", days=-3), unit="elsewhere")
    board.done()

    with board.county.session() as session:
        months = {
            name: trend.trend(session, board.unit(name), at=board.at)[-1] for name in ("county", "elsewhere")
        }

    assert not any(shown(board, "county").counts.values())
    assert not every(board, "county", number="late")
    assert (months["county"].reported, months["county"].became_late) == (0, 0)
    assert shown(board, "elsewhere").counts["late"] == len(every(board, "elsewhere", number="late")) == 1
    assert (months["elsewhere"].reported, months["elsewhere"].became_late) == (1, 1)


def test_a_case_counts_where_it_is_in_hand_and_for_the_month_where_it_happened(board):
    board.case("town", unit_id=board.units["far"].id, reported_at=board.at)
    board.done()

    with board.county.session() as session:
        reported = {
            name: trend.trend(session, board.unit(name), at=board.at)[-1].reported
            for name in ("town", "second", "far")
        }

    assert shown(board, "town").counts["open"] == 1
    assert shown(board, "second").counts["open"] == 0
    assert reported == {"town": 0, "second": 1, "far": 1}


def test_lateness_of_a_month_stays_with_the_unit_that_was_late(board):
    case = board.case("second")
    clock = board.clock(case, state="reached", scope="item")
    board.card(case, clock, unit="village", closed_at=board.at)
    board.card(case, clock, unit="village", closed_at=board.at)
    board.done()

    with board.county.session() as session:
        late = {
            name: trend.trend(session, board.unit(name), at=board.at)[-1].became_late
            for name in ("village", "second")
        }

    assert late == {"village": 1, "second": 0}


def test_another_county_in_the_same_house_counts_for_itself(board):
    board.units["other"] = a_unit(board.session, name="望城区", level="county")
    case = board.case("other")
    board.task(case, unit="county", days=-3)
    board.done()

    assert shown(board, "county").counts["late"] == 0
    assert shown(board, "other").counts["late"] == 1


def test_children_stand_by_code_with_the_empty_ones(board):
    case = board.case("second")
    board.task(case, unit="second", days=-3)
    board.done()

    found = [line.unit.code for line in shown(board).children if line.unit]

    assert found == sorted(found)
    assert {line.unit.name: line.counts["late"] for line in shown(board).children if line.unit} == {
        "官渡镇": 0,
        "张坊镇": 1,
    }


def test_a_unit_out_of_use_shows_only_while_it_holds_something(board):
    for name in ("empty", "second"):
        board.units[name].retired_at = board.at
    board.case("far")
    board.done()

    assert [line.unit.name for line in shown(board).children if line.unit] == ["官渡镇", "张坊镇"]
    assert [line.unit.name for line in shown(board, "town").children if line.unit] == ["南岳村"]
