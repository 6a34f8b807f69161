"""What goes wrong in real life, and that nothing is lost or half-done when it does."""

from threading import Barrier, Thread
from typing import Any

import pytest
from sqlalchemy import event, func, select

from mediation.cases.model import CaseRecord
from mediation.casework.operations import complete
from mediation.casework.refusals import NoPost, TaskTaken
from mediation.kernel.errors import Conflict, Refused
from tests.factories.county import County
from tests.journeys.county_looks import snapshot


def test_of_two_people_at_once_one_wins_and_the_other_is_told_who(county: County) -> None:
    case_id = county.report()
    item = county.item(case_id, "grid_accept")
    me = county.who("grid_leader")
    start, results = Barrier(2), []

    def act() -> None:
        with county.system.uow() as uow:
            start.wait()
            try:
                complete(uow, item_id=item.id, answers={"decision": "accept"}, by=me, at=county.at)
                uow.commit()
                results.append("done")
            except Conflict as refusal:
                results.append(refusal.sentence())

    threads = [Thread(target=act) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(result == "done" for result in results) == [False, True]
    told = next(result for result in results if result != "done")
    assert "微网格长甲" in told
    with county.session() as session:
        assert session.scalar(select(func.count()).select_from(CaseRecord)) == 1
    assert county.open(case_id) == ["grid_talk"]


def test_a_second_person_is_told_who_did_it_and_when(county: County) -> None:
    case_id = county.report()
    item = county.item(case_id, "grid_accept")
    county.do(case_id, "grid_accept", {"decision": "accept"}, at="2026-09-01 09:30")

    with county.system.uow() as uow, pytest.raises(TaskTaken, match="微网格长甲已于09月01日09:30办结"):
        complete(uow, item_id=item.id, answers={}, by=county.who("grid_leader"), at=county.at)


def test_the_same_form_sent_twice_counts_once(county: County) -> None:
    case_id = county.report()
    item = county.item(case_id, "grid_accept")
    answers = {"decision": "accept"}

    for repeated in (False, True):
        with county.system.uow() as uow:
            done = complete(
                uow,
                item_id=item.id,
                answers=answers,
                submission="form-1",
                by=county.who("grid_leader"),
                at=county.at,
            )
            uow.commit()
        assert done.repeated is repeated

    with county.session() as session:
        assert session.scalar(select(func.count()).select_from(CaseRecord)) == 1
    assert county.open(case_id) == ["grid_talk"]


def test_a_dispute_reported_twice_by_one_form_is_one_dispute(county: County) -> None:
    first, second = county.report(submission="form-2"), county.report(submission="form-2")

    assert first == second


def test_a_step_that_refuses_leaves_everything_as_it_was(county: County) -> None:
    case_id = county.report()
    county.do(case_id, "grid_accept", {"decision": "accept"})
    before = snapshot(county)

    with pytest.raises(Refused):
        county.do(case_id, "grid_talk", {"decision": "up", "reason": ""})

    assert snapshot(county) == before


def test_dying_between_any_two_statements_leaves_nothing_half_done(county: County) -> None:
    case_id = county.report()
    item = county.item(case_id, "grid_accept")
    me = county.who("grid_leader")
    before = snapshot(county)
    engine = county.system.engine
    fatal = 0

    class Died(BaseException):
        """The process is gone."""

    def run() -> None:
        with county.system.uow() as uow:
            complete(uow, item_id=item.id, answers={"decision": "accept"}, by=me, at=county.at)
            uow.commit()

    while True:
        fatal += 1
        count = 0

        def die(*_: Any, at: int = fatal) -> None:
            nonlocal count
            count += 1
            if count == at:
                raise Died()

        event.listen(engine, "before_cursor_execute", die)
        try:
            run()
        except Died:
            event.remove(engine, "before_cursor_execute", die)
            assert snapshot(county) == before, f"half-done after statement {fatal}"
            continue
        event.remove(engine, "before_cursor_execute", die)
        break

    assert fatal > 5
    assert county.open(case_id) == ["grid_talk"]


def test_a_task_is_refused_to_somebody_without_the_post(county: County) -> None:
    case_id = county.report()
    before = snapshot(county)

    with pytest.raises(NoPost, match="第9微网格长办理，您现在没有担任这个岗位"):
        county.do(case_id, "grid_accept", {"decision": "accept"}, by="town_mediator")

    assert snapshot(county) == before
