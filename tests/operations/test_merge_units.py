"""A unit that becomes part of another: its work, posts and history go on there."""

from datetime import date

import pytest
from sqlalchemy import select

from mediation.cases.model import Case
from mediation.casework.model import WorkItem
from mediation.kernel.actor import SYSTEM
from mediation.kernel.errors import Refused
from mediation.ledger.queries import lines
from mediation.oversight.model import Instruction
from mediation.people.model import Post
from mediation.statistics.queries.rates import rates
from mediation.statistics.queries.returns import show
from mediation.statistics.rules import periods
from mediation.units import queries, rules
from mediation.units.model import Unit
from mediation.units.operations import merge_units, rename_unit
from tests.factories import a_person, a_post, a_unit
from tests.factories.county import County, moment
from tests.operations.statistics_stage import AUGUST, SEPTEMBER, set_stage
from tests.operations.statistics_stage import moment as on


@pytest.fixture
def stage(uow):
    return set_stage(uow)


def _merge(stage, unit, into, at=None):
    merged = merge_units(stage.uow, unit_id=unit.id, into_id=into.id, by=SYSTEM, at=at or on(9, 15))
    stage.session.flush()
    stage.session.expire_all()
    return merged


def test_the_merged_unit_lies_below_the_other_and_its_units_right_below_that(stage):
    village, branch, grid = (stage.units[level] for level in ("village", "branch", "grid"))
    other = a_unit(stage.session, level="village", name="大成村", parent=stage.units["town"])

    _merge(stage, village, other)

    assert village.path == f"{other.path}{village.id}/"
    assert (village.merged_into_id, village.merged_at, village.retired_at) == (other.id, on(9, 15), on(9, 15))
    assert village.full_name == "官渡镇南岳村"
    assert branch.path == f"{other.path}{branch.id}/"
    assert grid.path == f"{branch.path}{grid.id}/"
    assert grid.full_name == "官渡镇大成村青桥党支部第9微网格"
    assert [each.id for each in queries.children(stage.session, other.id).items] == [branch.id]


def test_refuses_what_makes_no_sense(stage):
    village, town = stage.units["village"], stage.units["town"]
    gone = a_unit(stage.session, level="village", name="大成村", parent=town)
    gone.retired_at = on(9, 1)
    grid = a_unit(stage.session, level="grid", name="第10微网格", parent=stage.units["branch"], households=20)

    for unit, into, refusal in (
        (village, village, rules.IntoItself),
        (village, town, rules.MergeAcrossLevels),
        (stage.units["county"], town, rules.TopUnitStays),
        (village, gone, rules.UnitIsRetired),
        (gone, village, rules.UnitIsRetired),
        (grid, stage.units["grid"], rules.TooManyHouseholds),
    ):
        with pytest.raises(refusal):
            merge_units(stage.uow, unit_id=unit.id, into_id=into.id, by=SYSTEM, at=on(9, 15))


def test_what_happened_before_counts_in_the_other_unit_and_returns_say_so(stage):
    other = a_unit(stage.session, level="village", name="大成村", parent=stage.units["town"])
    stage.case(on(8, 3), "failed", on(8, 20))
    stage.case(on(8, 4), "failed", on(8, 21), unit=stage.units["village"])
    _merge(stage, stage.units["village"], other)
    shown = show(
        stage.session,
        unit=queries.view(other),
        period=AUGUST,
        today=date(2026, 10, 8),
        locality=stage.uow.locality,
    )
    window = rates(
        stage.session, unit=queries.view(other), window=SEPTEMBER.previous, locality=stage.uow.locality
    )

    assert shown.sums.totals["closed"] == 2
    assert [(each.name, each.into, each.on) for each in shown.joined] == [
        ("官渡镇南岳村", "官渡镇大成村", date(2026, 9, 15))
    ]
    assert window.whole.of("ended") == (2, 2)
    assert len(window.joined) == 1


def test_history_that_came_with_a_merger_is_no_correction(stage):
    stage.units["town"] = a_unit(stage.session, level="town", name="大瑶镇", parent=stage.units["county"])
    stage.case(on(8, 3), "failed", on(8, 20))
    stage.submit(AUGUST, at=on(9, 2), by=stage.county)
    old = stage.session.get_one(Unit, stage.units["village"].parent_id)
    _merge(stage, old, stage.units["town"])
    late = stage.case(on(8, 5), "failed", on(8, 25), unit=stage.units["town"])

    shown = stage.shown(SEPTEMBER, at=on(10, 8))

    assert [each.case_id for each in shown.corrections] == [late.id]


def test_a_merged_unit_is_named_only_until_the_period_of_its_merger(stage):
    other = a_unit(stage.session, level="village", name="大成村", parent=stage.units["town"])
    _merge(stage, stage.units["village"], other)

    assert stage.shown(SEPTEMBER, at=on(11, 3)).joined
    assert not stage.shown(periods.month(2026, 10), at=on(11, 3)).joined


def test_open_work_and_posts_go_on_at_the_other_unit_and_the_ledger_says_so(engine):
    county = County(engine, at="2026-09-01 08:00")
    case_id = county.report()
    county.do(case_id, "grid_accept", {"decision": "accept"})
    before = county.item(case_id, "grid_talk")
    county.at = moment("2026-09-02 10:00")
    with county.system.uow() as uow:
        branch = uow.get(Unit, county.units["branch"])
        other = a_unit(uow.session, name="第10微网格", parent=branch, households=12)
        other_id = other.id
        merge_units(uow, unit_id=county.units["grid"], into_id=other_id, by=SYSTEM, at=county.at)
        uow.commit()

    item, case = county.item(case_id, "grid_talk"), county.case(case_id)

    assert (item.unit_id, case.held_by_id, case.unit_id) == (other_id, other_id, other_id)
    assert (item.person_id, item.due_at) == (before.person_id, before.due_at)
    with county.session() as session:
        told = [line.sentence for line in lines(session, case_id).items]
        posts = session.execute(
            select(Post.unit_id, Post.from_on, Post.to_on)
            .where(Post.role == "grid_leader")
            .order_by(Post.from_on)
        ).all()
    assert any("第9微网格并入官渡镇南岳村青桥党支部第10微网格；已开的待办和期限不变" in each for each in told)
    assert posts == [
        (county.units["grid"], date(2026, 1, 1), date(2026, 9, 1)),
        (other_id, date(2026, 9, 2), None),
    ]
    county.do(
        case_id,
        "grid_talk",
        {
            "talked_on": date(2026, 9, 2),
            "kind": "talk",
            "attended": [str(party) for party in county.parties(case_id)],
            "decision": "up",
            "reason": "双方差距大",
            "note": "谈了一次",
        },
    )
    assert county.open(case_id) == ["branch_accept"]


def test_an_unanswered_instruction_goes_along_and_whoever_holds_both_posts_holds_one(engine):
    county = County(engine)
    case_id = county.report()
    with county.system.uow() as uow:
        branch = uow.get(Unit, county.units["branch"])
        other = a_unit(uow.session, name="第10微网格", parent=branch, households=10)
        leader = a_person(uow.session, name="徐满爷")
        for unit in (other, uow.get(Unit, county.units["grid"])):
            a_post(uow.session, person=leader, role="grid_leader", unit=unit, from_on=date(2026, 1, 1))
        asked = Instruction(
            case_id=case_id, unit_id=county.units["grid"], owner="徐满爷", finish_by=date(2026, 9, 9),
            instruction="三日内办结", given_post="镇长", given_at=county.at, rejections=[],
        )  # fmt: skip
        uow.add(asked)
        uow.session.flush()
        merge_units(uow, unit_id=county.units["grid"], into_id=other.id, by=SYSTEM, at=county.at)
        uow.commit()
        uow.session.refresh(asked)
        open_posts = select(Post.unit_id).where(Post.person_id == leader.id, Post.to_on.is_(None))
        assert asked.unit_id == other.id
        assert uow.session.scalars(open_posts).all() == [other.id]


def test_a_unit_that_moved_with_its_history_remembers_where_it_lay(stage):
    village = stage.units["village"]
    rename_unit(stage.uow, unit_id=village.id, name="南岳社区", by=SYSTEM, at=on(9, 1))
    stage.session.expire_all()
    assert stage.units["grid"].joined_at is None
    other = a_unit(stage.session, level="village", name="大成村", parent=stage.units["town"])
    before = stage.units["grid"].path

    _merge(stage, village, other)

    assert stage.units["grid"].former_path == before
    assert stage.session.get_one(Case, stage.case(on(9, 20)).id).unit_id == stage.units["grid"].id


def test_a_refused_merger_says_how_to_go_on(stage):
    with pytest.raises(Refused) as refused:
        merge_units(
            stage.uow,
            unit_id=stage.units["village"].id,
            into_id=stage.units["town"].id,
            by=SYSTEM,
            at=on(9, 15),
        )

    assert "只能并入同一级的单位" in refused.value.sentence()
    assert stage.session.scalars(select(WorkItem)).all() == []
