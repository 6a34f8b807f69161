"""A dispute in the village, where work is sent back and taken back."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Engine, select

from mediation.casework import returning
from mediation.casework.model import WorkItem, WorkMove
from mediation.clocks.model import Clock
from mediation.ledger.queries import lines
from mediation.people.queries import Identity
from tests.factories.county import County, moment

WHY = "两位当事人说他和李乙是表亲"


class Stage(County):
    """A county, and one case in it that a test walks."""

    case_id: int = 0

    def __init__(self, engine: Engine, *, at: str = "2026-09-01 09:00") -> None:
        super().__init__(engine, at=at)
        self.case_id = self.report(unit_id=self.units["village"])

    def step(self, element: str, answers: Mapping[str, Any], *, at: str | None = None, by: str = "") -> None:
        """Complete a task."""
        self.do(self.case_id, element, answers, at=at, by=by)

    def to_rights(self) -> None:
        """Go to 告知权利义务: accepted and appointed on the morning of 1 September."""
        self.step("village_accept", {"decision": "accept"})
        self.appoint("village_mediator")

    def appoint(self, mediator: str, *, at: str | None = None, by: str = "") -> None:
        """Name who mediates."""
        self.step("village_appoint", {"mediators": [self.logins[mediator]]}, at=at, by=by)

    def to_route(self) -> None:
        """Go to 确定调解方式."""
        self.to_rights()
        self.step("village_rights", {"all_told": True})
        self.step("village_inquire", {"findings": "水管老化", "evidence": "照片"})

    def to_signing(self) -> None:
        """Go to 起草协议."""
        self.to_route()
        self.step("village_route", {"decision": "session"})
        self.step("village_notice", {"session_at": "2026-09-04T15:00", "place": "村委会"})
        both = self.parties(self.case_id)
        answers = {"decision": "agreed", "attended": list(both), "summary": "谈好了"}
        self.step("village_session", answers, at="2026-09-04 16:00")

    def last(self, element: str, state: str = "done") -> WorkItem:
        """Return the newest task of an element in that state."""
        with self.session() as session:
            query = select(WorkItem).where(WorkItem.element == element, WorkItem.state == state)
            return session.scalars(query.order_by(WorkItem.id.desc()).limit(1)).one()

    def holder(self, item: WorkItem, by: str) -> Identity:
        """Return who acts: the person of role ``by``, else whoever holds the task."""
        login = by or next((key for key, each in self.logins.items() if each == item.person_id), item.role)
        return self.who(login)

    def send_back(self, element: str, to: str, reason: str = WHY, *, at: str = "", by: str = "") -> WorkItem:
        """Send the open task of an element back."""
        if at:
            self.go_to(at)
        item = self.item(self.case_id, element)
        with self.system.uow() as uow:
            again = returning.send_back(
                uow, item_id=item.id, to=to, reason=reason, by=self.holder(item, by), at=self.at
            )
            uow.commit()
            return again

    def take_back(self, element: str, reason: str = "选错了人", *, at: str = "", by: str = "") -> WorkItem:
        """Take back the task of an element that was done last."""
        if at:
            self.go_to(at)
        item = self.last(element)
        login = by or next(key for key, each in self.logins.items() if each == item.closed_by)
        with self.system.uow() as uow:
            again = returning.take_back(uow, item_id=item.id, reason=reason, by=self.who(login), at=self.at)
            uow.commit()
            return again

    def places(self, element: str) -> list[str]:
        """Return where the open task of an element may be sent back to."""
        item = self.item(self.case_id, element)
        with self.session() as session:
            return [place.element for place in returning.places(session, item.id)]

    def told(self) -> list[str]:
        """Return the sentences of the ledger."""
        with self.session() as session:
            return [line.sentence for line in lines(session, self.case_id, size=500).items]

    def moves(self) -> list[WorkMove]:
        """Return what was sent and taken back."""
        with self.session() as session:
            return list(session.scalars(select(WorkMove).order_by(WorkMove.id)))

    def clock(self, item: WorkItem) -> Clock:
        """Return the clock of a task."""
        with self.session() as session:
            return session.get_one(Clock, item.clock_id)

    def rows(self, model: type[Any]) -> list[Any]:
        """Return all rows of a table."""
        with self.session() as session:
            return list(session.scalars(select(model)))


def draft(**changes: Any) -> dict[str, Any]:
    """Return answers to 起草协议."""
    return {"terms": "李乙修好水管。", "promises": "李乙|修水管|2026-09-20", **changes}


def signed(stage: Stage) -> dict[str, Any]:
    """Return answers to 各方签字, all parties signing."""
    return {
        "decision": "signed",
        "signed": list(stage.parties(stage.case_id)),
        "identities_checked": True,
        "read_aloud": True,
    }


__all__ = ["WHY", "Stage", "draft", "moment", "signed"]
