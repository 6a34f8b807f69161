"""Proving the ledger in the database: every tampering is found and named."""

from collections.abc import Callable, Iterator
from datetime import datetime

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session, sessionmaker

from mediation.kernel.actor import Actor
from mediation.kernel.clock import SHANGHAI
from mediation.kernel.database import writing
from mediation.kernel.unit_of_work import UnitOfWork
from mediation.ledger import guards
from mediation.ledger.operations import record_refusal, write
from mediation.ledger.queries import lines, verify
from tests.factories import a_case, a_person, a_unit

AT = datetime(2026, 9, 8, 10, 30, 15, 123456, tzinfo=SHANGHAI)


@pytest.fixture
def case_ids(session: Session, open_uow: Callable[..., UnitOfWork]) -> list[int]:
    """Two cases with four lines each."""
    unit = a_unit(session, level="village", name="南岳村")
    luo = a_person(session, name="罗建华")
    actor = Actor(luo.id, luo.name, "village_director", unit.id, "南岳村调委会主任", standing_in_for="张桂英")
    ids = [a_case(session, unit=unit, number=f"浏调〔2026〕00001{number}号").id for number in (1, 2)]
    session.commit()
    for step in "一二三四":
        with open_uow(closers=[write]) as uow:
            for case_id in ids:
                record_refusal(
                    uow, case_id=case_id, act=f"第{step}步", sentence="还不到时候。", by=actor, at=AT
                )
            uow.commit()
    return ids


@pytest.fixture
def reading(reading_factory: sessionmaker[Session]) -> Iterator[Session]:
    with reading_factory() as opened:
        yield opened


def tamper(engine: Engine, *statements: str) -> None:
    """Do what only somebody with the database's own keys can: lift the guards, write, put them back."""
    with writing(engine).begin() as connection:
        guards.take_down(connection)
        for statement in statements:
            connection.execute(text(statement))
        guards.put_up(connection)


def test_a_ledger_nobody_touched_is_whole(case_ids: list[int], reading: Session) -> None:
    assert verify(reading) == []


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("UPDATE ledger_lines SET sentence = '没有这回事' WHERE case_id = {0} AND seq = 2", [(2, "changed")]),
        ("UPDATE ledger_lines SET by_text = '别人' WHERE case_id = {0} AND seq = 4", [(4, "changed")]),
        ("DELETE FROM ledger_lines WHERE case_id = {0} AND seq = 2", [(2, "missing")]),
        ("DELETE FROM ledger_lines WHERE case_id = {0} AND seq > 2", [(3, "missing"), (4, "missing")]),
        ("DELETE FROM ledger_lines WHERE case_id = {0}", [(seq, "missing") for seq in (1, 2, 3, 4)]),
        ("DELETE FROM ledger_heads WHERE case_id = {0}", [(4, "headless")]),
    ],
)
def test_finds_what_was_done_to_one_case_and_leaves_the_other_in_peace(
    case_ids: list[int],
    engine: Engine,
    reading: Session,
    statement: str,
    expected: list[tuple[int, str]],
) -> None:
    tamper(engine, statement.format(case_ids[0]))

    faults = verify(reading)

    assert [(fault.seq, fault.kind) for fault in faults] == expected
    assert {fault.case_number for fault in faults} == {"浏调〔2026〕000011号"}
    assert verify(reading, case_ids[0]) == faults
    assert verify(reading, case_ids[1]) == []


def test_finds_lines_that_changed_places(case_ids: list[int], engine: Engine, reading: Session) -> None:
    case_id = case_ids[0]
    tamper(
        engine,
        f"UPDATE ledger_lines SET seq = 99 WHERE case_id = {case_id} AND seq = 2",
        f"UPDATE ledger_lines SET seq = 2 WHERE case_id = {case_id} AND seq = 3",
        f"UPDATE ledger_lines SET seq = 3 WHERE case_id = {case_id} AND seq = 99",
    )

    assert [(fault.seq, fault.kind, fault.was) for fault in verify(reading)][:2] == [
        (2, "reordered", 3),
        (3, "reordered", 2),
    ]


def test_finds_a_line_moved_to_another_case(case_ids: list[int], engine: Engine, reading: Session) -> None:
    tamper(
        engine,
        f"UPDATE ledger_lines SET case_id = {case_ids[1]}, seq = 5 WHERE case_id = {case_ids[0]} AND seq = 4",
    )

    assert {(fault.case_id, fault.seq) for fault in verify(reading)} == {(case_ids[0], 4), (case_ids[1], 5)}


def test_the_guards_hold_again_after_a_migration_lifted_them(case_ids: list[int], engine: Engine) -> None:
    tamper(engine)

    with pytest.raises(DBAPIError, match="never changed"), writing(engine).begin() as connection:
        connection.execute(text("UPDATE ledger_lines SET sentence = ''"))


def test_tells_who_acted_in_which_post_and_for_whom(case_ids: list[int], reading: Session) -> None:
    line = lines(reading, case_ids[0]).items[0]

    assert (line.by_text, line.post, line.standing_in_for) == ("罗建华", "南岳村调委会主任", "张桂英")
    assert line.sentence.startswith("南岳村调委会主任罗建华（代张桂英）办理“第一步”未被准许")
    assert line.at == AT
