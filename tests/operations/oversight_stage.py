"""A dispute its village has not accepted in time, and the ranks above that come to know of it."""

from datetime import date
from typing import Any

from mediation.cases.model import Case
from mediation.casework.act import Act
from mediation.casework.model import ProcessInstance, WorkItem
from mediation.casework.steps.oversight import STEPS
from mediation.clocks import operations as clocks
from mediation.clocks.model import Clock
from mediation.engine.definition import Element
from mediation.kernel.actor import SYSTEM, Actor
from mediation.kernel.sentences import sentence_of
from mediation.kernel.unit_of_work import UnitOfWork
from mediation.oversight import queries
from mediation.people.model import Person
from mediation.units.model import Unit
from tests.factories import a_case, a_ladder, a_person, a_post, actor_of
from tests.factories.clocks import a_clock, a_policy, moment

ACCEPT = a_policy(alerts="yellow:-1 working_day", chain="oversight")
OPENED = moment("2026-06-16 09:00")
DUE_ON = date(2026, 6, 22)
LATE = moment("2026-06-23 00:00")


class Stage:
    """北正社区 has not accepted 吴甲's case in time."""

    def __init__(self, uow: UnitOfWork) -> None:
        self.uow, self.session = uow, uow.session
        self.units: dict[str, Unit] = a_ladder(self.session)
        self.director = self.post("王秀兰", "village_director", "village")
        self.leader = self.post("陈志刚", "town_leader", "town")
        self.supervisor = self.post("彭海燕", "county_supervisor", "county")
        self.case: Case = a_case(self.session, unit=self.units["village"])
        self.clock: Clock = a_clock(uow, case=self.case, policy=ACCEPT, at=OPENED)
        self.main = self.process("dispute", None)
        self.item = self.task("village_accept", "受理", "village_director", "village")
        self.oversight = self.process("oversight", self.clock.id)
        self.session.flush()

    def post(self, name: str, role: str, level: str) -> Person:
        person = a_person(self.session, name=name)
        a_post(self.session, person=person, role=role, unit=self.units[level])
        return person

    def process(self, process: str, subject_id: int | None) -> ProcessInstance:
        row = ProcessInstance(
            case_id=self.case.id,
            process=process,
            digest="0" * 64,
            subject_id=subject_id,
            state=b"",
            started_at=OPENED,
        )
        self.session.add(row)
        self.session.flush()
        return row

    def task(self, element: str, label: str, role: str, level: str, person: Person | None = None) -> WorkItem:
        item = WorkItem(
            case_id=self.case.id,
            instance_id=self.main.id,
            task_ref=element,
            process="village_level",
            element=element,
            label=label,
            role=role,
            unit_id=self.units[level].id,
            person_id=person.id if person else None,
            clock_id=self.clock.id,
            sort_at=moment("2026-06-23 00:00"),
            opened_at=OPENED,
        )
        self.session.add(item)
        self.session.flush()
        return item

    def become_late(self) -> None:
        clocks.fire(self.uow, clock=self.clock, at=LATE)
        self.uow.recorded.clear()

    def do(
        self, step: str, *, at: str = "2026-06-23 00:00", by: Actor = SYSTEM, rank: str = "", **answers: Any
    ) -> None:
        element = Element(id="x", kind="user_task", label="x", process="oversight", properties={"rank": rank})
        act = Act(
            uow=self.uow,
            case=self.case,
            instance=self.oversight,
            attempt=None,
            item=None,
            element=element,
            level=None,
            answers=answers,
            by=by,
            at=moment(at),
        )
        STEPS[step](act)
        self.session.flush()

    def told(self) -> list[str]:
        return [sentence_of(fact) for fact in self.uow.recorded if hasattr(fact, "sentence")]

    def actor(self, person: Person, role: str, level: str) -> Actor:
        title = self.uow.locality.role(role).title
        return actor_of(person, role=role, unit=self.units[level], title=title)

    @property
    def cards(self) -> tuple[queries.CardView, ...]:
        return queries.cards_of_case(self.session, self.case.id)
