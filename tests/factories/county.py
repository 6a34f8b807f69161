"""A small working county on the published processes, for tests that walk whole disputes."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from mediation.bootstrap import System, build, known
from mediation.cases.model import Case
from mediation.casework.model import ProcessInstance, WorkItem
from mediation.casework.operations import Done, Reported, complete, report
from mediation.clocks.sweep import tick
from mediation.kernel.actor import SYSTEM
from mediation.kernel.clock import SHANGHAI, day_of
from mediation.ledger.model import LedgerLine
from mediation.parties.model import Party
from mediation.parties.operations import NewParty
from mediation.people.identity import Identity
from mediation.people.model import Person
from mediation.people.queries import identity
from mediation.processes.files import read_folder
from mediation.processes.operations import publish
from mediation.units.model import Unit
from tests.factories import a_ladder, a_person, a_post

HOME = Path(__file__).parents[2] / "workflows" / "liuyang"
WORKING = date(2026, 1, 1)


def moment(text: str) -> datetime:
    """Return ``"2026-09-18 20:15"`` as a moment of the county."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


class County:
    """One unit of each level, one person a role (two village mediators), published processes."""

    def __init__(self, engine: Engine, *, at: str = "2026-09-01 08:00") -> None:
        self.system: System = build(engine, HOME)
        self.at = moment(at)
        self.logins: dict[str, int] = {}
        with self.system.uow() as uow:
            self.units = self._staff(uow.session)
            publish(uow, files=read_folder(HOME), known=known(uow.locality), by=SYSTEM, at=self.at)
            uow.commit()

    def _staff(self, session: Session) -> dict[str, int]:
        ladder = a_ladder(session)
        for role in self.system.locality.roles.values():
            if role.level is None:
                continue
            for number in range(1, 3 if role.key == "village_mediator" else 2):
                person = a_person(session, name=f"{role.title}{'甲乙'[number - 1]}", appointed=True)
                a_post(session, person=person, role=role.key, unit=ladder[role.level], from_on=WORKING)
                self.logins[role.key if number == 1 else f"{role.key}_{number}"] = person.id
        return {level: unit.id for level, unit in ladder.items()}

    def session(self) -> Session:
        """Open a session for looking."""
        return self.system.session()

    def who(self, login: str) -> Identity:
        """Return the person of a role as of now."""
        with self.session() as session:
            return identity(session, self.logins[login], day_of(self.at), locality=self.system.locality)

    def report(self, **changes: Any) -> int:
        """Report a dispute in the grid and return its id."""
        given: dict[str, Any] = {
            "title": "李甲与李乙漏水纠纷",
            "story": "楼上改装水管后漏水，楼下墙面起泡。",
            "kind": "neighbour",
            "source": "group_order",
            "unit_id": self.units["grid"],
            "parties": (
                NewParty(side="applicant", name="李甲"),
                NewParty(side="respondent", name="李乙"),
            ),
        }
        with self.system.uow() as uow:
            by = self.who("grid_leader")
            case = report(uow, dispute=Reported(**{**given, **changes}), by=by, at=self.at)
            uow.commit()
            return case.id

    def said(self, case_id: int, kind: str) -> list[str]:
        """Return the sentences of one kind in the ledger of a case, the first one first."""
        with self.session() as session:
            query = select(LedgerLine.sentence).where(LedgerLine.case_id == case_id, LedgerLine.kind == kind)
            return list(session.scalars(query.order_by(LedgerLine.seq)))

    def running(self, case_id: int) -> list[str]:
        """Return the processes of a case that have not finished, by name."""
        with self.session() as session:
            mine = (ProcessInstance.case_id == case_id, ProcessInstance.finished_at.is_(None))
            return sorted(session.scalars(select(ProcessInstance.process).where(*mine)))

    def item(self, case_id: int, element: str) -> WorkItem:
        """Return the open task of that element: the first made, so not one that is asked about it."""
        with self.session() as session:
            found = session.scalars(
                select(WorkItem)
                .where(WorkItem.case_id == case_id, WorkItem.element == element, WorkItem.state == "open")
                .order_by(WorkItem.id)
            ).all()
            assert found, f"{element} is not open; open: {self.open(case_id)}"
            return found[0]

    def open(self, case_id: int) -> list[str]:
        """Return the element ids of the open tasks."""
        with self.session() as session:
            return list(
                session.scalars(
                    select(WorkItem.element)
                    .where(WorkItem.case_id == case_id, WorkItem.state == "open")
                    .order_by(WorkItem.id)
                )
            )

    def do(
        self, case_id: int, element: str, answers: Mapping[str, Any], *, at: str | None = None, by: str = ""
    ) -> Done:
        """Complete a task as whoever holds it, or as the person of role ``by``."""
        if at:
            self.go_to(at)
        item = self.item(case_id, element)
        with self.session() as session:
            person_id = self.logins[by] if by else item.person_id or self._holder(session, item)
            who = identity(session, person_id, day_of(self.at), locality=self.system.locality)
        with self.system.uow() as uow:
            done = complete(uow, item_id=item.id, answers=answers, by=who, at=self.at)
            uow.commit()
            return done

    def _holder(self, session: Session, item: WorkItem) -> int:
        return self.logins[item.role]

    def go_to(self, at: str) -> None:
        """Let time pass until ``at``; what falls due on the way fires."""
        self.at = moment(at)
        tick(self.system.uow, at=self.at)

    def case(self, case_id: int) -> Case:
        """Return the case as it is now."""
        with self.session() as session:
            return session.get_one(Case, case_id)

    def parties(self, case_id: int) -> Sequence[int]:
        """Return the party ids of a case, applicant first."""
        with self.session() as session:
            return list(session.scalars(select(Party.id).where(Party.case_id == case_id).order_by(Party.id)))


__all__ = ["County", "Person", "Unit", "moment"]
