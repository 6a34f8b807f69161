"""Writing the ledger: one line per fact, chained, in three statements, and never changed."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

import pytest
from sqlalchemy import Engine, event, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session, sessionmaker

from mediation.cases.model import Case
from mediation.kernel.actor import SYSTEM, Actor
from mediation.kernel.clock import SHANGHAI
from mediation.kernel.facts import CaseFact
from mediation.kernel.unit_of_work import UnitOfWork
from mediation.ledger.operations import record_refusal, write
from mediation.ledger.queries import count, lines, verify
from tests.factories import a_case, a_party, a_unit

AT = datetime(2026, 9, 8, 10, 30, tzinfo=SHANGHAI)
LUO = Actor(
    person_id=None, name="罗建华", role="village_director", unit_id=None, post="官渡镇南岳村调委会主任"
)


@dataclass(frozen=True, kw_only=True)
class DitchInspected(CaseFact):
    """A fact of these tests alone."""

    found: str
    due_on: date
    secret: str = "13800000000"

    sentence: ClassVar[str] = "{by}查看了水沟：{found}，{due_on}前答复。"


def inspected(case_id: int, found: str = "沟壁塌了两米", by: Actor = LUO) -> DitchInspected:
    return DitchInspected(case_id=case_id, found=found, due_on=date(2026, 9, 22), by=by, at=AT)


@pytest.fixture
def case_id(session: Session) -> int:
    made = a_case(session, unit=a_unit(session, level="village", name="南岳村")).id
    session.commit()
    return made


@pytest.fixture
def reading(reading_factory: sessionmaker[Session]) -> Iterator[Session]:
    with reading_factory() as opened:
        yield opened


def test_writes_one_readable_line_per_fact(
    case_id: int, reading: Session, open_uow: Callable[..., UnitOfWork]
) -> None:
    with open_uow(closers=[write]) as uow:
        uow.record(inspected(case_id))
        uow.record(inspected(case_id, found="已经疏通", by=SYSTEM))
        uow.commit()

    found = lines(reading, case_id)

    assert [line.sentence for line in found.items] == [
        "官渡镇南岳村调委会主任罗建华查看了水沟：沟壁塌了两米，9月22日前答复。",
        "系统查看了水沟：已经疏通，9月22日前答复。",
    ]
    assert [line.seq for line in found.items] == [1, 2]
    assert found.items[0].at == AT
    assert found.next is None


def test_keeps_only_what_the_sentence_says_and_ids(
    case_id: int, reading: Session, open_uow: Callable[..., UnitOfWork]
) -> None:
    with open_uow(closers=[write]) as uow:
        uow.record(inspected(case_id))
        uow.commit()

    line = lines(reading, case_id).items[0]

    assert line.params == {
        "by": "官渡镇南岳村调委会主任罗建华",
        "found": "沟壁塌了两米",
        "due_on": "2026-09-22",
    }
    english = {DitchInspected.sentence: "{by} looked: {found}, {due_on}."}
    assert line.told(lambda words: english.get(words, words)) == (
        "官渡镇南岳村调委会主任罗建华 looked: 沟壁塌了两米, 9月22日."
    )


def test_chains_over_several_acts(
    case_id: int, reading: Session, open_uow: Callable[..., UnitOfWork]
) -> None:
    for found in ("一", "二", "三"):
        with open_uow(closers=[write]) as uow:
            uow.record(inspected(case_id, found=found))
            uow.commit()

    assert [line.seq for line in lines(reading, case_id).items] == [1, 2, 3]
    assert count(reading, case_id) == 3


def test_a_second_commit_does_not_write_the_first_one_again(
    case_id: int, reading: Session, open_uow: Callable[..., UnitOfWork]
) -> None:
    with open_uow(closers=[write]) as uow:
        uow.record(inspected(case_id, found="一"))
        uow.commit()
        uow.record(inspected(case_id, found="二"))
        uow.commit()

    assert count(reading, case_id) == 2


def test_takes_two_statements_for_any_number_of_facts_and_cases(
    session: Session, reading: Session, engine: Engine, open_uow: Callable[..., UnitOfWork]
) -> None:
    unit = a_unit(session, level="village", name="南岳村")
    case_ids = [a_case(session, unit=unit).id for _ in range(3)]
    session.commit()
    seen: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *args: seen.append(args[2]))

    with open_uow(closers=[write]) as uow:
        for case_id in case_ids * 5:
            uow.record(inspected(case_id))
        uow.commit()

    assert len([statement for statement in seen if not statement.startswith("BEGIN")]) == 2, seen
    assert [count(reading, case_id) for case_id in case_ids] == [5, 5, 5]


def test_writes_nothing_when_the_act_is_rolled_back(
    case_id: int, reading: Session, open_uow: Callable[..., UnitOfWork]
) -> None:
    def fail(uow: UnitOfWork) -> None:
        raise RuntimeError("the machine stops here")

    with open_uow(closers=[write, fail]) as uow:
        uow.record(inspected(case_id))
        with pytest.raises(RuntimeError):
            uow.commit()

    assert count(reading, case_id) == 0
    assert lines(reading, case_id).items == ()


def test_a_refused_act_leaves_one_line(
    case_id: int, reading: Session, open_uow: Callable[..., UnitOfWork]
) -> None:
    with open_uow(closers=[write]) as uow:
        record_refusal(
            uow, case_id=case_id, act="召开屋场会", sentence="涉及家庭暴力，不得开会。", by=LUO, at=AT
        )
        uow.commit()

    assert lines(reading, case_id).items[0].sentence == (
        "官渡镇南岳村调委会主任罗建华办理“召开屋场会”未被准许，没有任何改动：涉及家庭暴力，不得开会。"
    )


@pytest.mark.parametrize(
    "statement", ["UPDATE ledger_lines SET sentence = '没有这回事'", "DELETE FROM ledger_lines"]
)
def test_the_database_refuses_to_change_or_remove_a_line(
    case_id: int,
    session: Session,
    reading: Session,
    open_uow: Callable[..., UnitOfWork],
    statement: str,
) -> None:
    with open_uow(closers=[write]) as uow:
        uow.record(inspected(case_id))
        uow.commit()

    with pytest.raises(DBAPIError, match="ledger lines are never"):
        session.execute(text(statement))

    session.rollback()
    assert count(reading, case_id) == len(lines(reading, case_id).items) == 1


def test_pages_by_seq_in_both_directions(
    case_id: int, reading: Session, open_uow: Callable[..., UnitOfWork]
) -> None:
    with open_uow(closers=[write]) as uow:
        for number in range(5):
            uow.record(inspected(case_id, found=str(number)))
        uow.commit()

    first = lines(reading, case_id, size=2)
    second = lines(reading, case_id, size=2, after=first.next or 0)
    last = lines(reading, case_id, size=2, newest_first=True)

    assert [line.seq for line in second.items] == [3, 4]
    assert [line.seq for line in last.items] == [5, 4]
    assert last.next == 4


def test_a_minor_s_name_in_what_was_written_freely_is_not_read_back(
    case_id: int, session: Session, reading: Session, open_uow: Callable[..., UnitOfWork]
) -> None:
    case = session.get_one(Case, case_id)
    a_party(session, case=case, side="child", name="陈小星", is_minor=True)
    session.commit()
    with open_uow(closers=[write]) as uow:
        uow.record(inspected(case_id, found="陈小星掉进过沟里"))
        uow.commit()

    line = lines(reading, case_id).items[0]

    assert line.sentence.endswith("查看了水沟：未成年人掉进过沟里，9月22日前答复。")
    assert line.params["found"] == "未成年人掉进过沟里"
    assert verify(reading) == []
