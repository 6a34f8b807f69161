"""三零 of units: counted for a unit and all above it, page by page, all or those that lost one."""

import pytest

from mediation.people.identity import Identity
from mediation.statistics.queries.badges import PAGE, badge_of, badges, every, quarters
from mediation.statistics.queries.breaking import broken
from mediation.statistics.rules import periods
from mediation.units.queries import view
from tests.factories import a_unit
from tests.operations.statistics_stage import moment, set_stage

QUARTER = periods.quarter(2026, 3)
TODAY = moment(11, 2).date()


@pytest.fixture
def stage(uow):
    """A petition of August in the ninth grid, another of it, and a tenth grid where nothing happened."""
    made = set_stage(uow)
    made.units["quiet"] = a_unit(made.session, name="第10微网格", parent=made.units["branch"])
    for day in (3, 4):
        made.case(moment(8, day), source="petition")
    return made


def _page(stage, level="grid", **given):
    return badges(
        stage.session, unit=view(stage.units["county"]), level=level, quarter=QUARTER, today=TODAY,
        locality=stage.uow.locality, **given,
    )  # fmt: skip


def test_a_dispute_counts_for_its_grid_and_for_the_village_above(stage):
    grids, villages = _page(stage), _page(stage, "village")

    assert [each.broken["petition"] for each in grids.rows] == [2, 0]
    assert [each.broken["petition"] for each in villages.rows] == [2]
    assert (grids.of, grids.lost, grids.kept) == (2, 1, 1)


def test_shows_those_alone_that_lost_one_where_asked(stage):
    lost = _page(stage, lost=True)

    assert [each.unit.name for each in lost.rows] == ["第9微网格"]
    assert (lost.of, lost.lost) == (2, 1)


def test_pages_through_all_in_order_of_code(stage):
    for number in range(PAGE + 2):
        grid = a_unit(stage.session, parent=stage.units["branch"], name=f"第{100 + number}微网格")
        stage.case(moment(9, 1), source="petition", unit=grid)

    first = _page(stage, lost=True)
    second = _page(stage, lost=True, after=first.next)

    assert (len(first.rows), len(second.rows), second.next) == (PAGE, 3, None)
    codes = [each.unit.code for each in (*first.rows, *second.rows)]
    assert codes == sorted(set(codes))
    assert (first.before, second.before, second.listed) == (0, PAGE, PAGE + 3)
    assert (first.previous, second.previous) == (None, None)


def test_pages_back_as_it_went_on(stage):
    for number in range(2 * PAGE):
        a_unit(stage.session, parent=stage.units["branch"], name=f"第{100 + number}微网格")

    second = _page(stage, after=_page(stage).next)
    third = _page(stage, after=second.next)
    back = _page(stage, until=third.previous)

    assert (third.before, third.listed, len(third.rows)) == (2 * PAGE, 2 * PAGE + 2, 2)
    assert (back.rows, back.before, back.next) == (second.rows, PAGE, second.next)


def test_yields_all_of_them_for_a_file_up_to_a_limit(stage):
    given = {"unit": view(stage.units["county"]), "level": "grid", "quarter": QUARTER}

    whole = every(stage.session, **given, locality=stage.uow.locality, lost=False, limit=10)
    lost = every(stage.session, **given, locality=stage.uow.locality, lost=True, limit=10)
    cut = every(stage.session, **given, locality=stage.uow.locality, lost=False, limit=1)

    assert [each.is_three for each in whole] == [False, True]
    assert len(list(lost)) == len(list(cut)) == 1


def test_a_unit_no_longer_in_use_is_not_listed_and_what_happened_there_counts_above(stage):
    stage.units["grid"].retired_at = moment(9, 30)
    stage.session.flush()

    assert [each.unit.name for each in _page(stage).rows] == ["第10微网格"]
    village = badge_of(
        stage.session, unit=view(stage.units["village"]), quarter=QUARTER, locality=stage.uow.locality
    )
    assert village.broken["petition"] == 2


def test_quarters_go_back_to_the_first_dispute(stage):
    assert [each.key for each in quarters(stage.session, TODAY)][-1] == "2025-Q4"

    stage.case(moment(3, 3).replace(year=2024))

    assert [each.key for each in quarters(stage.session, TODAY)][-1] == "2024-Q1"


def test_what_broke_a_badge_has_a_title_only_for_who_may_open_the_dispute(stage):
    given = {"unit": view(stage.units["grid"]), "quarter": QUARTER, "locality": stage.uow.locality}
    stranger = Identity(person_id=0, name="外人", language="zh")

    found = broken(stage.session, **given, who=stranger)

    assert [dict(each.badges) for each in found] == [{"petition": (("sources", "petition"),)}] * 2
    assert [(each.title, each.may_open) for each in found] == [(None, False)] * 2
