"""Making, renaming, moving and retiring units."""

from collections.abc import Callable, Iterator
from datetime import datetime
from threading import Barrier, Thread

import pytest
from sqlalchemy import Engine, event, select
from sqlalchemy.orm import Session, sessionmaker

from mediation.kernel.actor import SYSTEM
from mediation.kernel.clock import SHANGHAI
from mediation.kernel.errors import NotFound, Refused
from mediation.kernel.unit_of_work import UnitOfWork
from mediation.units import queries, rules
from mediation.units.events import HouseholdsChanged, UnitMoved, UnitRetired
from mediation.units.model import Unit
from mediation.units.operations import create_unit, move_unit, rename_unit, retire_unit, set_households
from tests.factories import a_ladder, a_unit

AT = datetime(2026, 9, 1, 9, 0, tzinfo=SHANGHAI)
SAID = {"by": SYSTEM, "at": AT}


@pytest.fixture
def ladder(session: Session) -> dict[str, Unit]:
    return a_ladder(session)


@pytest.fixture
def reading(reading_factory: sessionmaker[Session]) -> Iterator[Session]:
    with reading_factory() as opened:
        yield opened


def test_makes_a_unit_below_another(uow: UnitOfWork, session: Session, ladder: dict[str, Unit]) -> None:
    made = create_unit(
        uow,
        code="430181104219-0110",
        name=" 第10微网格 ",
        level="grid",
        parent_id=ladder["branch"].id,
        households=12,
        **SAID,
    )
    uow.commit()

    seen = queries.by_code(session, "430181104219-0110")
    assert seen.path == f"{ladder['branch'].path}{made.id}/"
    assert seen.full_name == f"{ladder['branch'].full_name}第10微网格"


def test_a_root_has_no_parent(uow: UnitOfWork, session: Session) -> None:
    made = create_unit(uow, code="430182", name="醴陵市", level="county", **SAID)

    assert made.path == f"/{made.id}/"
    assert queries.children(session, None).items == (queries.view(made),)


def test_refuses_a_code_in_use_and_names_who_has_it(uow: UnitOfWork, ladder: dict[str, Unit]) -> None:
    taken = ladder["village"]

    with pytest.raises(rules.CodeTaken, match=taken.full_name):
        create_unit(uow, code=taken.code, name="另一村", level="village", parent_id=ladder["town"].id, **SAID)


def test_refuses_a_grid_of_thirty_one_households(uow: UnitOfWork, ladder: dict[str, Unit]) -> None:
    with pytest.raises(rules.TooManyHouseholds):
        create_unit(
            uow,
            code="G31",
            name="第31微网格",
            level="grid",
            parent_id=ladder["branch"].id,
            households=31,
            **SAID,
        )


def test_a_new_name_reaches_all_below(uow: UnitOfWork, session: Session, ladder: dict[str, Unit]) -> None:
    old = ladder["grid"].full_name

    rename_unit(uow, unit_id=ladder["village"].id, name="南嶽村", **SAID)
    uow.commit()

    assert queries.unit(session, ladder["grid"].id).full_name == old.replace("南岳村", "南嶽村")


def test_a_county_s_new_name_leaves_the_towns_theirs(
    uow: UnitOfWork, session: Session, ladder: dict[str, Unit]
) -> None:
    rename_unit(uow, unit_id=ladder["county"].id, name="浏阳县", **SAID)

    assert queries.unit(session, ladder["county"].id).full_name == "浏阳县"
    assert queries.unit(session, ladder["village"].id).full_name == "官渡镇南岳村"


def test_moves_a_whole_subtree(uow: UnitOfWork, session: Session, ladder: dict[str, Unit]) -> None:
    other = a_unit(session, level="town", name="张坊镇", parent=ladder["county"])

    move_unit(uow, unit_id=ladder["village"].id, to_id=other.id, **SAID)
    uow.commit()

    village, grid = (queries.unit(session, ladder[key].id) for key in ("village", "grid"))
    assert village.parent_id == other.id
    assert village.path == f"{other.path}{village.id}/"
    assert grid.path.startswith(village.path)
    assert grid.path.endswith(f"/{ladder['branch'].id}/{grid.id}/")
    assert grid.full_name == "张坊镇南岳村青桥党支部第9微网格"
    assert queries.count_below(session, queries.unit(session, ladder["town"].id)) == {}
    assert queries.count_below(session, queries.unit(session, other.id)) == {
        "village": 1,
        "branch": 1,
        "grid": 1,
    }


def test_tells_where_a_moved_unit_was_and_is(
    uow: UnitOfWork, session: Session, ladder: dict[str, Unit]
) -> None:
    other = a_unit(session, level="town", name="张坊镇", parent=ladder["county"])

    move_unit(uow, unit_id=ladder["village"].id, to_id=other.id, **SAID)

    (fact,) = uow.recorded
    assert isinstance(fact, UnitMoved)
    assert (fact.unit_id, fact.name) == (ladder["village"].id, "张坊镇南岳村")
    assert (fact.old_parent, fact.new_parent) == ("官渡镇", "张坊镇")
    assert fact.path == queries.unit(session, ladder["village"].id).path


def test_moves_any_number_of_units_in_the_same_few_statements(
    uow: UnitOfWork, session: Session, engine: Engine, ladder: dict[str, Unit]
) -> None:
    other = a_unit(session, level="town", name="张坊镇", parent=ladder["county"])
    for _ in range(30):
        a_unit(session, level="grid", parent=ladder["branch"])
    session.commit()
    village_id, other_id = ladder["village"].id, other.id
    session.expunge_all()
    updates: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *args: updates.append(args[2]))

    move_unit(uow, unit_id=village_id, to_id=other_id, **SAID)
    uow.commit()

    assert len([said for said in updates if said.startswith("UPDATE")]) == 2, updates


@pytest.mark.parametrize(("unit", "to"), [("town", "town"), ("town", "grid"), ("village", "branch")])
def test_refuses_to_move_a_unit_into_itself(
    uow: UnitOfWork, ladder: dict[str, Unit], unit: str, to: str
) -> None:
    with pytest.raises(rules.InsideItself):
        move_unit(uow, unit_id=ladder[unit].id, to_id=ladder[to].id, **SAID)


def test_refuses_to_move_a_unit_below_its_own_level_or_to_where_it_is(
    uow: UnitOfWork, session: Session, ladder: dict[str, Unit]
) -> None:
    other = a_unit(session, level="village", name="竹山村", parent=ladder["town"])

    with pytest.raises(rules.WrongLevel):
        move_unit(uow, unit_id=ladder["village"].id, to_id=other.id, **SAID)
    with pytest.raises(rules.AlreadyThere):
        move_unit(uow, unit_id=ladder["village"].id, to_id=ladder["town"].id, **SAID)
    with pytest.raises(NotFound):
        move_unit(uow, unit_id=ladder["village"].id, to_id=999_999, **SAID)


def test_two_moves_at_once_make_no_circle(
    ladder: dict[str, Unit], session: Session, open_uow: Callable[..., UnitOfWork], reading: Session
) -> None:
    """While a branch goes to another village, its grid leaves it: neither may be left on an old path."""
    second = a_unit(session, level="village", name="竹山村", parent=ladder["town"])
    ids = {key: unit.id for key, unit in (*ladder.items(), ("second", second))}
    session.commit()
    start, refused = Barrier(2), []

    def move(unit_id: int, to_id: int) -> None:
        with open_uow() as uow:
            start.wait()
            try:
                move_unit(uow, unit_id=unit_id, to_id=to_id, **SAID)
                uow.commit()
            except Refused as refusal:
                refused.append(refusal)

    moves = ((ids["branch"], ids["second"]), (ids["grid"], ids["village"]))
    threads = [Thread(target=move, args=each) for each in moves]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert refused == []
    for unit in reading.scalars(select(Unit)):
        above = reading.get(Unit, unit.parent_id) if unit.parent_id else None
        assert unit.path == f"{above.path if above else '/'}{unit.id}/"


def test_retires_a_unit_once_nothing_stands_below(
    uow: UnitOfWork, session: Session, ladder: dict[str, Unit]
) -> None:
    with pytest.raises(rules.HasUnitsBelow, match="还有1个单位"):
        retire_unit(uow, unit_id=ladder["branch"].id, **SAID)

    retire_unit(uow, unit_id=ladder["grid"].id, **SAID)
    retire_unit(uow, unit_id=ladder["branch"].id, **SAID)

    assert [type(fact) for fact in uow.recorded] == [UnitRetired, UnitRetired]
    assert queries.unit(session, ladder["grid"].id).is_retired
    assert queries.children(session, ladder["village"].id).items == ()
    assert len(queries.children(session, ladder["village"].id, retired=True).items) == 1


def test_a_retired_unit_takes_nothing_more(uow: UnitOfWork, ladder: dict[str, Unit]) -> None:
    retire_unit(uow, unit_id=ladder["grid"].id, **SAID)

    for act in (
        lambda: rename_unit(uow, unit_id=ladder["grid"].id, name="新名", **SAID),
        lambda: set_households(uow, unit_id=ladder["grid"].id, households=12, **SAID),
        lambda: retire_unit(uow, unit_id=ladder["grid"].id, **SAID),
    ):
        with pytest.raises(rules.UnitIsRetired):
            act()


def test_writes_down_households_and_says_what_they_were(uow: UnitOfWork, ladder: dict[str, Unit]) -> None:
    set_households(uow, unit_id=ladder["grid"].id, households=15, **SAID)
    set_households(uow, unit_id=ladder["grid"].id, households=15, **SAID)

    (fact,) = uow.recorded
    assert isinstance(fact, HouseholdsChanged)
    assert (fact.old_households, fact.new_households) == (13, 15)


def test_finds_the_unit_of_a_level_above(session: Session, ladder: dict[str, Unit]) -> None:
    grid = ladder["grid"].id

    assert [each.level for each in queries.lineage(session, grid)] == list(ladder)
    assert queries.ancestor_at(session, grid, "village") == queries.view(ladder["village"])
    assert queries.ancestor_at(session, grid, "grid") == queries.view(ladder["grid"])
    assert queries.ancestor_at(session, ladder["town"].id, "village") is None


def test_a_doubtful_name_is_not_found(session: Session, ladder: dict[str, Unit]) -> None:
    town = a_unit(session, level="town", name="沙市镇", parent=ladder["county"])
    a_unit(session, level="village", name="南岳村", parent=town)

    with pytest.raises(NotFound, match="重名"):
        queries.unit_named(session, "南岳村")
    assert queries.unit_named(session, "官渡镇南岳村").id == ladder["village"].id
    assert queries.unit_named(session, "南岳村", within=queries.view(town)).parent_id == town.id


def test_pages_in_order_of_code(session: Session, ladder: dict[str, Unit]) -> None:
    for number in range(5):
        a_unit(session, level="town", name=f"第{number}镇", parent=ladder["county"], code=f"Z{number}")

    first = queries.children(session, ladder["county"].id, size=4)
    second = queries.children(session, ladder["county"].id, size=4, after=first.next)

    assert [each.code for each in first.items[1:]] == ["Z0", "Z1", "Z2"]
    assert [each.code for each in second.items] == ["Z3", "Z4"]
    assert second.next is None


def test_finds_by_words_and_by_code(session: Session, ladder: dict[str, Unit]) -> None:
    a_unit(session, level="village", name="100%村", parent=ladder["town"], code="V-100")

    assert [each.level for each in queries.find(session, "南岳 青桥")] == ["branch", "grid"]
    assert [each.code for each in queries.find(session, "V-10")] == ["V-100"]
    assert [each.code for each in queries.find(session, "0%")] == ["V-100"]


def test_a_subtree_is_read_through_the_index(
    session: Session, engine: Engine, ladder: dict[str, Unit]
) -> None:
    query = queries.subtree_query(queries.view(ladder["town"]))
    explain = {"sqlite": "EXPLAIN QUERY PLAN", "postgresql": "EXPLAIN"}[engine.dialect.name]
    connection = session.connection()
    if engine.dialect.name == "postgresql":
        # It would rather scan a table as small as this one.
        connection.exec_driver_sql("SET LOCAL enable_seqscan = off")

    compiled = query.compile(engine)
    ordered = tuple(compiled.params[name] for name in compiled.positiontup or ())

    plan = connection.exec_driver_sql(f"{explain} {compiled}", ordered or compiled.params)

    assert "ix_units_path" in " ".join(str(row) for row in plan)
