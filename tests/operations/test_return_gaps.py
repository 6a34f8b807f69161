"""What is not submitted yet beside a return: earlier periods, units below."""

import pytest

from mediation.statistics.queries.gaps import LISTED, gaps
from mediation.statistics.rules import periods
from mediation.units.queries import view
from tests.factories import a_unit
from tests.operations.statistics_stage import AUGUST, OCTOBER, SEPTEMBER, moment, set_stage


@pytest.fixture
def stage(uow):
    """A county whose first dispute is of June."""
    made = set_stage(uow)
    made.case(moment(6, 20))
    return made


def _gaps(stage, period, level="town"):
    unit = view(stage.units[level])
    return gaps(stage.session, unit=unit, period=period, locality=stage.uow.locality)


def test_names_earlier_periods_since_the_first_dispute_the_latest_first(stage):
    stage.submit(AUGUST, at=moment(9, 3))

    found = _gaps(stage, OCTOBER)

    assert [each.key for each in found.earlier] == ["2026-09", "2026-07", "2026-06"]
    assert found.earlier_of == 3


def test_months_do_not_stand_for_quarters(stage):
    for number in (6, 7, 8, 9):
        stage.submit(periods.month(2026, number), at=moment(10, 3))

    assert _gaps(stage, OCTOBER).earlier == ()
    assert [each.key for each in _gaps(stage, periods.quarter(2026, 3)).earlier] == ["2026-Q2"]


def test_names_some_and_counts_all(stage):
    found = _gaps(stage, periods.month(2027, 3))

    assert [each.key for each in found.earlier][:2] == ["2027-02", "2027-01"]
    assert (len(found.earlier), found.earlier_of) == (LISTED, 9)


def test_a_unit_without_disputes_has_missed_nothing(stage):
    stage.units["elsewhere"] = a_unit(
        stage.session, level="town", name="大瑶镇", parent=stage.units["county"]
    )

    assert _gaps(stage, OCTOBER, "elsewhere").earlier_of == 0


def test_nobody_below_is_awaited_before_the_first_dispute(stage):
    found = _gaps(stage, periods.month(1990, 1), "county")

    assert (found.below, found.below_of, found.earlier_of) == ((), 0, 0)


def test_names_the_towns_below_a_county_that_have_not_submitted(stage):
    county = stage.units["county"]
    for number in range(LISTED):
        a_unit(stage.session, level="town", name=f"第{number}镇", parent=county, code=f"X{number}")
    gone = a_unit(stage.session, level="town", name="已撤的镇", parent=county, code="X9")
    gone.retired_at = moment(7, 1)

    before = _gaps(stage, SEPTEMBER, "county")
    stage.submit(SEPTEMBER, at=moment(10, 3))
    after = _gaps(stage, SEPTEMBER, "county")

    assert before.below_of == LISTED + 1
    assert stage.units["town"].name in {each.name for each in before.below}
    assert [each.name for each in after.below] == [f"第{number}镇" for number in range(LISTED)]
    assert after.below_of == LISTED


def test_villages_submit_nothing_themselves_so_a_town_waits_for_none(stage):
    assert _gaps(stage, SEPTEMBER, "town").below_of == 0
