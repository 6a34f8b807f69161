"""Stores the engine state of a case that climbed all five levels and ended: at most 4 KB."""

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import func, select

from benchmarks.figure import Figure
from mediation.casework.model import ProcessInstance, WorkItem
from mediation.clocks.sweep import tick
from mediation.kernel.clock import day_of
from tests import databases
from tests.factories.county import County
from web.demo.answers import ANSWERS, Scene
from web.demo.plans import UP_TOWN

TURNS = 200


def measure() -> Iterator[Figure]:
    """Yield the bytes stored for one finished five-level case, and the tasks it took."""
    maker = databases.make("sqlite")
    try:
        with maker.fresh() as engine:
            county = County(engine, at="2026-03-02 09:00")
            case_id = county.report()
            _play(county, case_id)
            with county.session() as session:
                row = session.scalars(
                    select(ProcessInstance).where(
                        ProcessInstance.case_id == case_id, ProcessInstance.process == "dispute"
                    )
                ).one()
                tasks = session.scalar(
                    select(func.count()).select_from(WorkItem).where(WorkItem.instance_id == row.id)
                )
                assert row.finished_at is not None, county.open(case_id)
                yield Figure("tasks of a finished five-level case", tasks or 0, "")
                yield Figure("engine state of a finished five-level case", len(row.state), "bytes", 4096)
    finally:
        maker.close()


def _play(county: County, case_id: int) -> None:
    """Do whatever is open, a day at a time, climbing to the county before it is settled."""
    for _ in range(TURNS):
        main = [item for item in county.open(case_id) if item not in ("explain_lateness",)]
        answered = [element for element in main if element in ANSWERS or element in UP_TOWN]
        if answered:
            element = answered[0]
            scene = _scene(county, case_id)
            say = UP_TOWN.get(element) or ANSWERS[element]
            if element == "return_visit" or element == "confirm_performance":
                county.at = max(county.at, county.at + timedelta(days=10))
            county.do(case_id, element, say(scene))
        elif county.case(case_id).archived_at is not None:
            return
        county.at += timedelta(days=5) if "session" in "".join(county.open(case_id)) else timedelta(hours=20)
        tick(county.system.uow, at=county.at)


def _scene(county: County, case_id: int) -> Scene:
    logins = county.logins
    level = county.case(case_id).level
    own = "village" if level in ("grid", "branch") else level
    mediators = [logins[f"{own}_mediator"], logins.get(f"{own}_mediator_2", logins["village_mediator"])]
    return Scene(
        at=county.at,
        today=day_of(county.at),
        parties=county.parties(case_id),
        names=["李甲", "李乙"],
        mediators=mediators,
        recorders=[logins["town_recorder"]],
    )
