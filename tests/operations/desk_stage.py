"""A village desk with colleagues, on Wednesday 16 September 2026 at ten: tasks are put on it one by one."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from mediation.cases.model import Case
from mediation.casework.model import WorkItem
from mediation.inbox.queries import Asked, Page, count, counts, listing
from mediation.kernel.clock import SHANGHAI, day_of
from mediation.kernel.unit_of_work import UnitOfWork
from mediation.people.identity import Identity
from mediation.people.queries import identity
from mediation.units.model import Unit
from tests.factories import a_case, a_ladder, a_person, a_post, a_unit
from tests.factories.tasks import a_task

ROLE = "village_mediator"


def moment(day: int, hour: int = 0, minute: int = 0) -> datetime:
    """Return a moment of September 2026; midnight is when a task of the day before is late."""
    return datetime(2026, 9, day, hour, minute, tzinfo=SHANGHAI)


@dataclass
class DeskStage:
    """Who works here, and what time it is.

    :ivar people: name -> id of the person; 王秀兰 and 陈友良 mediate in one village, 谢家旺 in another
    """

    uow: UnitOfWork
    units: dict[str, Unit]
    people: dict[str, int] = field(default_factory=dict)
    at: datetime = field(default_factory=lambda: moment(16, 10))

    @property
    def session(self) -> Session:
        """The session everything is written through."""
        return self.uow.session

    def hire(self, name: str, *posts: tuple[str, Unit]) -> int:
        """Put somebody in posts."""
        person = a_person(self.session, name=name)
        for role, unit in posts:
            a_post(self.session, person=person, role=role, unit=unit)
        self.people[name] = person.id
        return person.id

    def who(self, name: str = "王秀兰") -> Identity:
        """Return who somebody is now."""
        return identity(self.session, self.people[name], day_of(self.at), locality=self.uow.locality)

    def case(self, **changes: Any) -> Case:
        """Report a dispute in the village."""
        return a_case(self.session, unit=changes.pop("unit", self.units["village"]), **changes)

    def task(self, label: str, *, of: Case | None = None, by: str | None = None, **changes: Any) -> WorkItem:
        """Open a task of the village's mediators, unclaimed unless it is ``by`` somebody."""
        given: dict[str, Any] = {"role": ROLE, "unit": self.units["village"], "label": label, **changes}
        holder = self.people[by] if by else None
        return a_task(self.session, case=of or self.case(), person_id=holder, **given)

    def page(self, name: str = "王秀兰", *, after: str | None = None, size: int = 30, **asked: Any) -> Page:
        """Return a page of a list as somebody gets it."""
        self.session.flush()
        return listing(
            self.session,
            identity=self.who(name),
            asked=Asked(**asked),
            at=self.at,
            after=after,
            size=size,
        )

    def labels(self, name: str = "王秀兰", **asked: Any) -> list[str]:
        """Return the names of all tasks of a list; its count and the box's count must agree with it."""
        page = self.page(name, size=500, **asked)
        who, whole = self.who(name), Asked(**asked)
        assert count(self.session, identity=who, asked=whole, at=self.at) == len(page.items)
        if not whole.filters:
            shown = counts(self.session, identity=who, at=self.at)
            assert shown.shown(whole.box) == str(len(page.items))
        return [item.label for item in page.items]


def set_desk_stage(uow: UnitOfWork) -> DeskStage:
    """Return the village of 南岳 with two mediators, and 大成 with one."""
    units = a_ladder(uow.session)
    units["elsewhere"] = a_unit(uow.session, level="village", name="大成村", parent=units["town"])
    stage = DeskStage(uow, units)
    stage.hire("王秀兰", (ROLE, units["village"]))
    stage.hire("陈友良", (ROLE, units["village"]))
    stage.hire("谢家旺", (ROLE, units["elsewhere"]))
    return stage
