"""退回 where branches run beside each other: they fall only while nobody has begun with them."""

import pytest

from mediation.bootstrap import known
from mediation.casework import returning
from mediation.casework.operations import start_process
from mediation.casework.returning.refusals import NowhereToGo, OthersAtWork
from mediation.kernel.actor import SYSTEM
from mediation.processes.files import read_folder
from mediation.processes.operations import publish
from tests.engine import drawing as d
from tests.factories.county import HOME
from tests.operations.return_stage import Stage

ROLE = {"role": "village_director", "form": "whistle_result"}


def branches() -> bytes:
    """Draw one task, then two beside each other."""
    return d.draw(
        "whistle",
        [
            d.start(),
            d.user("begin", label="先问", due="village.accept", **ROLE),
            d.parallel("split"),
            d.user("left", label="问左邻", due="village.accept", **ROLE),
            d.user(
                "right", label="问右舍", due="village.accept", role="village_mediator", form="whistle_result"
            ),
            d.parallel("join"),
            d.end(),
        ],
        [
            *("begun -> begin", "begin -> split", "split -> left", "split -> right"),
            *("left -> join", "right -> join", "join -> over"),
        ],
        lanes={"调委会主任": ["begun", "begin", "split", "left", "join", "over"], "村级调解员": ["right"]},
    )


@pytest.fixture
def stage(engine):
    made = Stage(engine)
    files = {**read_folder(HOME), "whistle.bpmn": branches()}
    with made.system.uow() as uow:
        publish(uow, files=files, known=known(uow.locality), by=SYSTEM, at=made.at)
        start_process(uow, process="whistle", case_id=made.case_id, at=made.at)
        uow.commit()
    made.step("begin", {})
    return made


def test_the_branch_beside_falls_and_says_so(stage):
    again = stage.send_back("left", "begin", "问错了人")

    assert again.element == "begin"
    assert {"left", "right"}.isdisjoint(stage.open(stage.case_id))
    assert any("以下待办不再办理：问右舍" in line for line in stage.told())


def test_both_clocks_go_on_when_it_splits_again(stage):
    before = {each: stage.item(stage.case_id, each).clock_id for each in ("left", "right")}
    stage.send_back("left", "begin", "问错了人")

    stage.step("begin", {}, at="2026-09-02 09:00")

    assert {each: stage.item(stage.case_id, each).clock_id for each in before} == before


def test_not_while_a_colleague_has_begun_with_it(stage):
    right = stage.item(stage.case_id, "right")
    with stage.system.uow() as uow:
        uow.session.get_one(type(right), right.id).person_id = stage.logins["village_mediator_2"]
        uow.commit()

    with pytest.raises(OthersAtWork, match="问右舍"):
        stage.send_back("left", "begin", "问错了人")


def test_not_once_it_is_done(stage):
    stage.step("right", {}, by="village_mediator")

    assert stage.places("left") == []
    with pytest.raises(NowhereToGo):
        stage.send_back("left", "begin", "问错了人")


def test_a_branch_done_is_taken_back_while_the_other_is_open(stage):
    stage.step("right", {}, by="village_mediator")

    done = stage.last("right")
    with stage.system.uow() as uow:
        by = stage.who("village_mediator")
        returning.take_back(uow, item_id=done.id, reason="没问清", by=by, at=stage.at)
        uow.commit()

    assert sorted(stage.open(stage.case_id))[:2] == ["left", "right"]
    stage.step("left", {})
    stage.step("right", {}, by="village_mediator")
    assert {"left", "right"}.isdisjoint(stage.open(stage.case_id))
