"""The numbers of a board: what counts for each, and that each is the length of the list behind it."""

from datetime import date, timedelta

import pytest

from mediation.boards import listing, overview, trend, waiting
from mediation.boards.asked import AFTERWARDS, IN_HAND, NOBODY, OF_A_MONTH, Asked
from tests.operations.board_stage import Stage

LEVELS = ("county", "town", "village", "grid", "second", "empty")


@pytest.fixture
def stage(engine):
    made = Stage(engine)
    yield made
    made.session.close()


def board(stage, unit="county"):
    with stage.county.session() as session:
        return overview.board(session, stage.unit(unit), at=stage.at)


def every(stage, unit="county", **asked):
    """All lines of a list, gathered page by page."""
    asked = Asked(unit=stage.units[unit].id, **asked)
    who, found, after = stage.county.who("county_supervisor"), [], None
    with stage.county.session() as session:
        while True:
            page = listing.page(
                session, asked, unit=stage.unit(unit), identity=who, at=stage.at, after=after, size=7
            )
            found += page.items
            after = page.next
            if after is None:
                assert page.total == len(found)
                return found


def counted(stage, case_id, unit="county"):
    """The numbers for which one case counts."""
    return {
        number for number in IN_HAND if case_id in {line.id for line in every(stage, unit, number=number)}
    }


@pytest.mark.parametrize("unit", LEVELS)
def test_every_number_is_the_length_of_its_list(stage, unit):
    stage.crowd()

    counts = board(stage, unit).counts

    assert counts == {number: len(every(stage, unit, number=number)) for number in (*IN_HAND, *AFTERWARDS)}
    if unit == "county":
        assert all(counts.values()), "the crowd should have something of everything"


@pytest.mark.parametrize("unit", ["county", "town", "village"])
def test_every_number_of_a_breakdown_is_the_length_of_its_list(stage, unit):
    stage.crowd()

    for field, lines in board(stage, unit).by.items():
        for key, counts in lines.items():
            assert counts == {
                number: len(every(stage, unit, number=number, **{field: key}))
                for number in overview.OF_BREAKDOWNS
            }, (field, key)


@pytest.mark.parametrize("unit", ["county", "town", "village"])
def test_every_number_of_a_unit_below_is_the_length_of_its_list(stage, unit):
    stage.crowd()

    for line in board(stage, unit).children:
        name = next((key for key, row in stage.units.items() if line.unit and row.id == line.unit.id), unit)
        own = {} if line.unit else {"own": True}
        assert {number: line.counts[number] for number in overview.OF_UNITS} == {
            number: len(every(stage, name, number=number, **own)) for number in overview.OF_UNITS
        }, name


@pytest.mark.parametrize("unit", ["county", "town", "village"])
def test_the_units_below_and_the_own_desk_make_up_the_whole(stage, unit):
    stage.crowd()

    found = board(stage, unit)

    for number in overview.OF_UNITS:
        assert sum(line.counts[number] for line in found.children) == found.counts[number]


@pytest.mark.parametrize("unit", ["county", "town", "village"])
def test_every_number_of_a_month_is_the_length_of_its_list(stage, unit):
    stage.crowd()
    with stage.county.session() as session:
        months = trend.trend(session, stage.unit(unit), at=stage.at)

    assert [each.first for each in months][::11] == [date(2025, 10, 1), date(2026, 9, 1)]
    for month in months:
        for number in OF_A_MONTH:
            assert getattr(month, number) == len(every(stage, unit, number=number, month=month.first))
    assert sum(month.became_late for month in months) > 0


@pytest.mark.parametrize("unit", ["county", "town"])
def test_who_is_waited_for_is_the_length_of_the_list(stage, unit):
    stage.crowd()

    with stage.county.session() as session:
        for role in board(stage, unit).by["role"]:
            for place in waiting.by_unit(session, stage.unit(unit), role, at=stage.at):
                narrowed = {"role": role, "at": place.id}
                assert place.counts == {
                    number: len(every(stage, unit, number=number, **narrowed)) for number in waiting.NUMBERS
                }
                for person in waiting.by_person(session, stage.unit(unit), role, place.id, at=stage.at):
                    assert person.counts == {
                        number: len(every(stage, unit, number=number, person=person.id, **narrowed))
                        for number in waiting.NUMBERS
                    }


def test_tasks_nobody_claimed_stand_after_the_persons(stage):
    case, who = stage.case(), stage.person("李一")
    stage.task(case)
    stage.task(case, person_id=who.id)
    stage.done()

    with stage.county.session() as session:
        found = waiting.by_person(
            session, stage.unit("county"), "village_mediator", stage.units["village"].id, at=stage.at
        )

    assert [(line.id, line.name) for line in found] == [(who.id, "李一"), (NOBODY, "")]


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (-1, {"late"}),
        (0, {"week"}),
        (4, {"week"}),
        (5, set()),
        (None, set()),
    ],
)
def test_a_task_counts_by_its_last_day_in_time(stage, days, expected):
    """Wednesday: four days on is Sunday, the last day of this week."""
    case = stage.case()
    stage.task(case, days=days)
    stage.done()

    assert counted(stage, case) == {"open", *expected}


def test_a_case_with_late_work_and_another_date_this_week_counts_for_both_once(stage):
    case = stage.case()
    for days in (-3, -2, 2):
        stage.task(case, days=days)
    stage.done()

    assert counted(stage, case) == {"open", "late", "week"}
    assert board(stage).counts["late"] == 1


def test_a_limit_of_the_case_that_ran_out_makes_it_late_though_every_task_is_in_time(stage):
    case = stage.case()
    stage.task(case, days=9)
    stage.clock(case, state="reached", scope="case", days=-1)
    stage.done()

    assert counted(stage, case) == {"open", "late"}


def test_a_stopped_limit_counts_no_more(stage):
    case = stage.case()
    stage.clock(case, state="stopped", days=-1)
    stage.done()

    assert counted(stage, case) == {"open"}


def test_only_what_comes_due_first_makes_a_date_provisional(stage):
    near, far = stage.case(), stage.case()
    stage.task(near, days=20, provisional=True)
    stage.task(near, days=30)
    stage.task(far, days=20)
    stage.task(far, days=30, provisional=True)
    stage.done()

    assert counted(stage, near) == {"open", "provisional"}
    assert counted(stage, far) == {"open"}


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (0, "paused_short"),
        (6, "paused_short"),
        (7, "paused_long"),
        (29, "paused_long"),
        (30, "paused_very_long"),
        (400, "paused_very_long"),
    ],
)
def test_a_pause_counts_by_how_long_it_has_lasted(stage, days, expected):
    case = stage.case()
    stage.clock(case, state="paused", scope="item", paused_at=stage.at - timedelta(days=days))
    stage.clock(case, state="paused", paused_at=stage.at)
    stage.done()

    assert counted(stage, case) == {"open", "paused", expected}


@pytest.mark.parametrize(
    ("kind", "state", "changes", "expected"),
    [
        ("red", "reached", {}, {"red", "unexplained"}),
        ("red", "reached", {"explanation": "人手不够"}, {"red"}),
        ("red", "reached", {"closed": True}, set()),
        ("red", "reached", {"voided": True}, set()),
        ("yellow", "running", {}, {"yellow"}),
        ("yellow", "reached", {}, set()),
        ("yellow", "running", {"voided": True}, set()),
    ],
)
def test_a_card_counts_while_it_is_open(stage, kind, state, changes, expected):
    case = stage.case()
    clock = stage.clock(case, state=state, scope="item", days=9)
    given = {
        **(
            {"explanation": changes["explanation"], "explained_at": stage.at}
            if "explanation" in changes
            else {}
        ),
        **({"closed_at": stage.at} if "closed" in changes else {}),
        **({"voided_at": stage.at} if "voided" in changes else {}),
    }
    stage.card(case, clock, kind, **given)
    stage.done()

    assert counted(stage, case) == {"open", *expected}


@pytest.mark.parametrize(
    ("changes", "days", "expected"),
    [
        ({}, 0, {"instructed"}),
        ({}, -1, {"instructed", "instructed_late"}),
        ({"state": "answered", "answer": "办好了"}, -1, {"instructed"}),
        ({"state": "closed", "answer": "办好了"}, -1, set()),
    ],
)
def test_an_instruction_counts_until_it_is_closed(stage, changes, days, expected):
    case = stage.case()
    moments = {"answered_at": stage.at} if "answer" in changes else {}
    closed = {"closed_at": stage.at} if changes.get("state") == "closed" else {}
    stage.instruction(case, finish_by=stage.today + timedelta(days=days), **changes, **moments, **closed)
    stage.done()

    assert counted(stage, case) == {"open", *expected}


def test_what_was_taken_off_the_list_counts_no_more(stage):
    listed, delisted = stage.case(), stage.case()
    stage.listing(listed)
    stage.listing(delisted, closed_at=stage.at, close_reason="办结")
    stage.done()

    assert counted(stage, listed) == {"open", "listed"}
    assert counted(stage, delisted) == {"open"}


def test_a_rank_is_unreached_until_somebody_is_in_post_or_the_work_is_done(stage):
    waiting_case, done = stage.case(), stage.case()
    stage.unreached(waiting_case, stage.clock(waiting_case, scope="item", state="reached"))
    stage.unreached(done, stage.clock(done, scope="item", state="stopped"))
    filled = stage.case()
    stage.unreached(filled, stage.clock(filled, scope="item", state="reached"), unit="town")
    stage.done()

    assert counted(stage, waiting_case) == {"open", "unreached"}
    assert counted(stage, done) == {"open"}
    assert counted(stage, filled) == {"open"}


def test_a_closed_case_is_in_no_hand(stage):
    case = stage.case(closed_at=stage.at, outcome="oral_agreement")
    stage.task(case, days=-3)
    stage.done()

    assert counted(stage, case) == set()
    assert board(stage).counts == {**overview.NONE, "closed_late": 1}


def test_a_case_counts_where_it_is_in_hand_and_for_the_month_where_it_happened(stage):
    stage.case("town", unit_id=stage.units["far"].id, reported_at=stage.at)
    stage.done()

    with stage.county.session() as session:
        reported = {
            name: trend.trend(session, stage.unit(name), at=stage.at)[-1].reported
            for name in ("town", "second", "far")
        }

    assert board(stage, "town").counts["open"] == 1
    assert board(stage, "second").counts["open"] == 0
    assert reported == {"town": 0, "second": 1, "far": 1}


def test_lateness_of_a_month_stays_with_the_unit_that_was_late(stage):
    case = stage.case("second")
    clock = stage.clock(case, state="reached", scope="item")
    stage.card(case, clock, unit="village", closed_at=stage.at)
    stage.card(case, clock, unit="village", closed_at=stage.at)
    stage.done()

    with stage.county.session() as session:
        late = {
            name: trend.trend(session, stage.unit(name), at=stage.at)[-1].became_late
            for name in ("village", "second")
        }

    assert late == {"village": 1, "second": 0}


def test_another_county_in_the_same_house_counts_for_itself(stage):
    from tests.factories import a_unit

    stage.units["other"] = a_unit(stage.session, name="望城区", level="county")
    case = stage.case("other")
    stage.task(case, unit="county", days=-3)
    stage.done()

    assert board(stage, "county").counts["late"] == 0
    assert board(stage, "other").counts["late"] == 1


def test_children_stand_by_code_with_the_empty_ones(stage):
    case = stage.case("second")
    stage.task(case, unit="second", days=-3)
    stage.done()

    found = [line.unit.code for line in board(stage).children if line.unit]

    assert found == sorted(found)
    assert {line.unit.name: line.counts["late"] for line in board(stage).children if line.unit} == {
        "官渡镇": 0,
        "张坊镇": 1,
    }


def test_a_unit_out_of_use_shows_only_while_it_holds_something(stage):
    for name in ("empty", "second"):
        stage.units[name].retired_at = stage.at
    stage.case("far")
    stage.done()

    assert [line.unit.name for line in board(stage).children if line.unit] == ["官渡镇", "张坊镇"]
    assert [line.unit.name for line in board(stage, "town").children if line.unit] == ["南岳村"]
