"""A village at work on one dispute, with colleagues to pass its tasks to, for tests of every such move."""

from datetime import date
from typing import Any

from sqlalchemy import Engine, select

from mediation.casework.model import WorkItem, WorkMove
from mediation.clocks.model import Clock
from mediation.kernel.unit_of_work import transact
from mediation.ledger.model import LedgerLine
from mediation.notifications.model import Notice
from mediation.parties.model import Consent
from mediation.people.model import Absence, Person
from mediation.units.model import Unit
from tests.factories import a_person, a_post
from tests.factories.county import County, moment

START = "2026-09-01 09:00"


class Passing(County):
    """A county whose village has two mediators, a third not appointed, and a spare recorder."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine, at=START)
        self.join("third", "陈友良", "village_mediator", "village")
        self.join("recorder2", "刘佳慧", "village_recorder", "village")
        self.join("director2", "何桂生", "village_director", "village")
        self.join("stranger", "邱远山", "grid_leader", "grid")

    def join(self, login: str, name: str, role: str, level: str) -> int:
        """Let somebody take up a post."""
        with self.system.uow() as uow:
            unit = uow.get(Unit, self.units[level])
            person = a_person(uow.session, name=name, appointed=role.endswith("mediator"))
            a_post(uow.session, person=person, role=role, unit=unit, from_on=date(2026, 1, 1))
            uow.commit()
            self.logins[login] = person.id
            return person.id

    def at_village(self, **changes: Any) -> int:
        """Report a dispute that the village has accepted."""
        case_id = self.report(unit_id=self.units["village"], **changes)
        self.do(case_id, "village_accept", {"decision": "accept"}, by="village_director")
        return case_id

    def mediated(self, *mediators: str, **changes: Any) -> int:
        """Report a dispute mediated by ``mediators``; the first one has to tell of rights."""
        case_id = self.at_village(**changes)
        named = [str(self.logins[each]) for each in mediators or ("village_mediator",)]
        answers = {"mediators": named, "parties_agree": True}
        self.do(case_id, "village_appoint", answers, by="village_director")
        return case_id

    def act(self, operation: Any, *, by: str, **given: Any) -> Any:
        """Do one operation of the inbox as ``by``, in a transaction of its own."""
        who = self.who(by)
        return transact(self.system.uow, lambda uow: operation(uow, **given, by=who, at=self.at))

    def away(self, absent: str, substitute: str) -> None:
        """Let ``substitute`` stand in for ``absent`` these days."""
        with self.system.uow() as uow:
            day = self.at.date()
            uow.add(
                Absence(
                    person_id=self.logins[absent],
                    substitute_id=self.logins[substitute],
                    from_on=day,
                    to_on=day,
                    reason="",
                )
            )
            uow.commit()

    def row(self, item_id: int) -> WorkItem:
        """Return a task as it is now."""
        with self.session() as session:
            return session.get_one(WorkItem, item_id)

    def moves(self, item_id: int) -> list[WorkMove]:
        """Return the moves of a task, the first one first."""
        with self.session() as session:
            query = select(WorkMove).where(WorkMove.item_id == item_id).order_by(WorkMove.id)
            return list(session.scalars(query))

    def told(self, case_id: int) -> str:
        """Return the ledger of a case as one text."""
        with self.session() as session:
            query = select(LedgerLine.sentence).where(LedgerLine.case_id == case_id).order_by(LedgerLine.id)
            return "\n".join(session.scalars(query))

    def notices(self, login: str) -> list[Notice]:
        """Return what somebody was told."""
        with self.session() as session:
            query = select(Notice).where(Notice.person_id == self.logins[login]).order_by(Notice.id)
            return list(session.scalars(query))

    def consents(self, case_id: int, kind: str) -> list[Consent]:
        """Return what parties said to one kind of question."""
        with self.session() as session:
            query = select(Consent).where(Consent.case_id == case_id, Consent.kind == kind)
            return list(session.scalars(query))

    def times(self, case_id: int) -> dict[str, Any]:
        """Return all that a move must leave as it is: clocks and due dates."""
        with self.session() as session:
            clocks = session.scalars(select(Clock).where(Clock.case_id == case_id)).all()
            items = session.scalars(
                select(WorkItem).where(WorkItem.case_id == case_id, WorkItem.parent_id.is_(None))
            ).all()
            return {
                "clocks": {
                    clock.id: (clock.state, clock.due_at, clock.due_on, clock.row_version) for clock in clocks
                },
                "items": {
                    item.id: (item.due_at, item.due_on, item.sort_at, item.late, item.clock_id)
                    for item in items
                },
            }

    def rename(self, login: str, name: str, phone: str | None = None) -> None:
        """Give somebody another name, as if born with it."""
        with self.system.uow() as uow:
            person = uow.get(Person, self.logins[login])
            person.name, person.phone = name, phone
            uow.commit()


__all__ = ["Passing", "moment"]
