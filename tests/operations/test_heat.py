"""The numbers of the heat map, worked out by hand, the same on both kinds of database."""

from datetime import timedelta

import pytest

from mediation.boards import listing
from mediation.boards.asked import Asked as ListAsked
from mediation.boards.heat.far import by_database, by_hand
from mediation.casework.model import ParkedStep, ProcessInstance, WorkItem
from mediation.units.queries import unit
from tests.factories.county import moment
from tests.operations.heat_stage import ENDED, HeatStage

STEP = "grid_accept"


@pytest.fixture
def stage(engine):
    return HeatStage(engine)


def test_says_how_many_tasks_stand_at_a_step_now_and_how_many_are_late(stage):
    stage.report()
    stage.report()
    assert stage.heat("grid_level", STEP).now.count == 2
    assert stage.heat("grid_level", STEP).now.late == 0

    stage.at = moment("2026-09-02 09:00")

    assert stage.heat("grid_level", STEP).now.late == 2


def test_what_stands_inside_a_call_is_counted_at_the_call(stage):
    stage.report()

    now = stage.heat("dispute", "climb_grid").now

    assert (now.inside, now.count) == (1, 1)
    assert stage.heat("dispute", "climb_village").now.count == 0


def test_a_parked_step_stands_where_it_failed(stage):
    case_id = stage.report()
    model = stage.item(case_id, STEP)
    with stage.system.uow() as uow:
        uow.add(
            ParkedStep(
                case_id=case_id,
                instance_id=model.instance_id,
                task_ref="99",
                process="dispute",
                element="find_related",
                label="找相关案件",
                step="find",
                failure="boom",
                parked_at=stage.at,
                failed_at=stage.at,
            )
        )
        uow.commit()

    assert stage.heat("dispute", "find_related").now.parked == 1


@pytest.mark.parametrize(
    ("process", "element"), [("grid_level", STEP), ("dispute", "climb_grid"), ("dispute", "ladder")]
)
def test_the_list_behind_a_number_holds_the_cases_it_counts(stage, process, element):
    stage.report()
    stage.report(kind="land")

    assert listed(stage, f"{process}:{element}") == stage.heat(process, element).now.count
    narrowed = stage.heat(process, element, kind="land").now.count
    assert listed(stage, f"{process}:{element}", kind="land") == narrowed


def test_a_list_of_a_step_that_is_nowhere_drawn_is_empty(stage):
    stage.report()

    assert listed(stage, "dispute:nowhere") == listed(stage, "nonsense") == 0
    assert listed(stage, f"grid_level:{STEP}:ffffffff") == 0
    assert listed(stage, f"grid_level:{STEP}:{stage.asked().digest[:12]}") == 1


def listed(stage, step, **narrowed):
    """Return how many disputes the county's list of that step holds."""
    with stage.session() as session:
        county = unit(session, stage.units["county"])
        asked = ListAsked(unit=county.id, step=step, **narrowed)
        return listing.count(session, asked, unit=county, at=stage.at)


def test_says_median_and_ninetieth_percentile_in_calendar_hours(stage):
    stage.took(stage.report(), STEP, 10, 20, 30, 40)

    spread = stage.heat("grid_level", STEP).spread

    assert spread.times == 4
    assert (spread.median, spread.p90) == (pytest.approx(25), pytest.approx(37))
    assert (spread.lower, spread.upper) == (pytest.approx(17.5), pytest.approx(32.5))


def test_counts_only_what_was_completed_in_the_period(stage):
    case_id = stage.report()
    stage.took(case_id, STEP, 1, opened_at=ENDED - timedelta(hours=1, seconds=1))
    stage.took(case_id, STEP, 1, opened_at=ENDED - timedelta(hours=1))

    assert stage.heat("grid_level", STEP).done == 1


def test_cancelled_tasks_and_co_signers_rows_took_no_time(stage):
    case_id = stage.report()
    stage.took(case_id, STEP, 5, state="cancelled", closed_post=None)
    stage.took(case_id, STEP, 5, parent_id=stage.item(case_id, STEP).id)

    assert stage.heat("grid_level", STEP).spread is None


def test_the_late_share_is_of_tasks_that_had_a_due_date(stage):
    case_id = stage.report()
    due = stage.at + timedelta(hours=10)
    stage.took(case_id, STEP, 5, 10, 20, due_at=due)
    stage.took(case_id, STEP, 1, late=True)
    stage.took(case_id, STEP, 50)

    heat = stage.heat("grid_level", STEP)

    assert (heat.late, heat.with_due, heat.late_share) == (3, 4, 0.75)


def test_narrows_to_a_unit_a_kind_and_a_version(stage):
    stage.took(stage.report(kind="land"), STEP, 5, 6)
    stage.took(stage.report(kind="family"), STEP, 7)
    digest = stage.asked().digest

    assert stage.heat("grid_level", STEP, kind="land").done == 2
    assert stage.heat("grid_level", STEP, within=stage.path("town")).done == 3
    assert stage.heat("grid_level", STEP, within="/99/").done == 0
    assert stage.heat("grid_level", STEP, within="/99/").now.count == 0
    assert stage.heat("grid_level", STEP, kind="land").now.count == 1
    assert stage.heat("grid_level", STEP, versions=(digest,)).done == 3
    assert stage.heat("grid_level", STEP, versions=("0" * 64,)).done == 0


def test_counts_how_often_each_way_was_gone_and_its_share_among_the_exits(stage):
    case_id = stage.report()
    stage.report(kind="family")
    with stage.system.uow() as uow:
        row = uow.session.query(ProcessInstance).filter_by(case_id=case_id).one()
        row.trail = {**row.trail, "dispute/entry_to_climb_village": 2}
        uow.commit()

    ways = {way.flow: way for way in stage.heat_map("dispute").ways}

    assert (ways["entry_to_climb_grid"].times, ways["entry_to_climb_grid"].of) == (2, 4)
    assert ways["entry_to_climb_village"].share == 0.5
    assert ways["register_case_to_assess_risk"].times == 2
    assert ways["register_case_to_assess_risk"].share is None
    narrowed = {way.flow: way.times for way in stage.heat_map("dispute", kind="family").ways}
    assert narrowed["register_case_to_assess_risk"] == 1


def test_ways_of_a_called_process_are_read_from_the_trails_of_those_that_call_it(stage):
    stage.report()

    ways = {way.flow: way.times for way in stage.heat_map("grid_level").ways}

    assert ways["grid_begin_to_grid_open"] == 1
    assert stage.heat("grid_level", STEP).came == 1


def test_ways_gone_before_the_period_are_not_counted(stage):
    stage.report()

    later = stage.heat_map("dispute", begins_at=moment("2026-09-02 00:00")).ways

    assert {way.times for way in later} == {0}


def test_finds_what_took_far_longer_than_usual_and_what_stands_far_too_long(stage):
    case_id = stage.report(kind="land")
    stage.took(case_id, STEP, *[10.0] * 20, 100.0)
    stage.at = moment("2026-09-04 08:00")
    assert stage.item(case_id, STEP).due_at < stage.at

    heat = stage.heat("grid_level", STEP)
    found = stage.heat_map("grid_level").outliers

    assert heat.limit == pytest.approx(34)
    assert (found.count, found.of, heat.outliers) == (2, 22, 2)
    longest, standing = found.listed
    assert (longest.hours, longest.is_open) == (pytest.approx(100), False)
    assert (standing.hours, standing.is_open, standing.case_id) == (pytest.approx(72), True, case_id)


def test_what_still_runs_inside_its_limit_is_not_far_out_however_long_it_stands(stage):
    case_id = stage.report()
    stage.took(case_id, STEP, *[10.0] * 20)
    due = stage.item(case_id, STEP).due_at
    with stage.system.uow() as uow:
        uow.get(WorkItem, stage.item(case_id, STEP).id).due_at = due + timedelta(days=60)
        uow.commit()
    stage.at = due + timedelta(days=30)

    found = stage.heat_map("grid_level").outliers

    assert (found.count, found.of) == (0, 21)


def test_says_what_outliers_share(stage):
    slow, quick = stage.report(kind="land"), stage.report(kind="family")
    stage.took(slow, STEP, *[100.0] * 6, role="village_mediator")
    stage.took(quick, STEP, *[10.0] * 94)

    shared = stage.heat_map("grid_level").outliers.shared

    told = {(each.attribute, each.value): (each.outliers, each.of_outliers, each.all) for each in shared}
    assert told[("kind", "land")] == (6, 6, 7)
    assert told[("role", "village_mediator")] == (6, 6, 6)
    assert ("weekday", "2") not in told
    assert all(name in ("kind", "role") for name, _ in told)


def test_the_unit_right_below_the_one_asked_for_is_an_attribute(stage):
    case_id = stage.report()
    stage.took(case_id, STEP, *[100.0] * 6)
    stage.took(case_id, STEP, *[10.0] * 44, unit_id=stage.units["county"])

    with stage.session() as session:
        finder = by_database if session.get_bind().dialect.name == "postgresql" else by_hand
        asked = stage.asked("grid_level", within=stage.path("town"))
        found = finder.found(session, asked, {STEP: 50.0}, at=stage.at, most=5)

    assert found.all[("place", str(stage.units["village"]))] == 51
    assert found.far[("weekday", "2")] == 6


def test_nothing_asked_of_a_process_nobody_went_through_is_an_empty_map(stage):
    found = stage.heat_map("whistle")

    assert all(heat.spread is None and not heat.now.count for heat in found.heats)
    assert found.outliers.count == 0


def test_the_trail_grows_with_each_act_also_after_a_reload(stage):
    case_id = stage.report()

    stage.do(case_id, STEP, {"decision": "accept"}, at="2026-09-01 09:00")

    with stage.session() as session:
        trail = session.query(ProcessInstance).filter_by(case_id=case_id).one().trail
    assert trail["grid_level/grid_open_to_grid_accept"] == 1
    assert [times for key, times in trail.items() if key.startswith("grid_level/grid_accept_to")] == [1]
