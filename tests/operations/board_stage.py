"""A small county with something of everything on its board; rows lie as work would have left them."""

from datetime import date, datetime, timedelta
from itertools import count
from random import Random
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from mediation.casework.model import FAR, ProcessInstance, WorkItem
from mediation.clocks.model import Clock
from mediation.kernel.clock import day_of, start_of
from mediation.oversight.model import Card, Instruction, Listing, UnreachedRank
from mediation.people.model import Person
from mediation.units.model import Unit
from mediation.units.queries import UnitView, view
from tests.factories import a_case, a_person, a_post, a_unit
from tests.factories.county import County, moment

WEDNESDAY = "2026-09-16 10:00"
KINDS, SOURCES, RISKS = ("neighbour", "family", "land"), ("patrol", "petition"), ("yellow", "orange", "red")
ROLES = {
    "county": "county_mediator",
    "town": "town_mediator",
    "village": "village_mediator",
    "grid": "grid_leader",
}


class Stage:
    """The county of the tests with a second town beside the first, and ways to put rows down."""

    def __init__(self, engine: Engine) -> None:
        self.county = County(engine, at=WEDNESDAY)
        self.at = moment(WEDNESDAY)
        self.today = day_of(self.at)
        self.session: Session = self.county.system.uow().session
        self._numbers = count(1)
        self.units = {name: self.session.get_one(Unit, key) for name, key in self.county.units.items()}
        self.units["second"] = a_unit(self.session, name="张坊镇", parent=self.units["county"], level="town")
        self.units["far"] = a_unit(self.session, name="白石村", parent=self.units["second"], level="village")
        self.units["empty"] = a_unit(self.session, name="空空村", parent=self.units["town"], level="village")

    def unit(self, name: str) -> UnitView:
        """Return a unit as boards take it."""
        return view(self.units[name])

    def case(self, unit: str = "village", **changes: Any) -> int:
        """Put down a dispute held by a unit."""
        where = self.units[unit]
        made = a_case(
            self.session, unit=where, **{"number": f"浏调〔2026〕9{next(self._numbers):05d}号", **changes}
        )
        return made.id

    def task(self, case_id: int, *, unit: str = "village", days: int | None = None, **changes: Any) -> int:
        """Put down an open task whose last day in time is ``days`` from today."""
        due = self._due(days)
        instance = ProcessInstance(
            case_id=case_id, process="dispute", digest="d", state=b"", started_at=self.at
        )
        self.session.add(instance)
        self.session.flush()
        item = WorkItem(
            **{
                "case_id": case_id,
                "instance_id": instance.id,
                "task_ref": "t",
                "process": "dispute",
                "element": "accept",
                "label": "受理审查",
                "label_en": "Decide on acceptance",
                "role": ROLES[self.units[unit].level],
                "unit_id": self.units[unit].id,
                "due_at": due,
                "due_on": due and day_of(due) - timedelta(days=1),
                "sort_at": due or FAR,
                "opened_at": self.at,
                **changes,
            }
        )
        return self._add(item)

    def clock(
        self, case_id: int, *, state: str = "running", scope: str = "case", days: int = 5, **changes: Any
    ) -> int:
        """Put down a time limit."""
        due = None if state == "paused" else self._due(days)
        clock = Clock(
            **{
                "case_id": case_id,
                "policy": "village.accept",
                "title": "受理期限",
                "scope": scope,
                "family": f"family{next(self._numbers)}",
                "amount": "3",
                "unit": "working_day",
                "anchor": "opened",
                "counted_from": self.at,
                "state": state,
                "started_at": self.at,
                "due_at": due,
                "due_on": due and day_of(due) - timedelta(days=1),
                "reminders": [],
                "wake_at": due if state == "running" else None,
                "reached_at": due if state == "reached" else None,
                "ended_at": self.at if state == "stopped" else None,
                **changes,
            }
        )
        return self._add(clock)

    def card(
        self, case_id: int, clock_id: int, kind: str = "red", *, unit: str = "village", **changes: Any
    ) -> int:
        """Put down a card."""
        given = {
            "kind": kind,
            "case_id": case_id,
            "clock_id": clock_id,
            "title": "受理期限",
            "label": "受理审查",
            "role": ROLES[self.units[unit].level],
            "unit_id": self.units[unit].id,
            "holder": "调解员",
            "since": self.at,
            "given_at": self.at,
        }
        return self._add(Card(**{**given, **changes}))

    def instruction(self, case_id: int, *, finish_by: date, **changes: Any) -> int:
        """Put down a 督办单."""
        given = {"case_id": case_id, "owner": "镇长", "finish_by": finish_by, "instruction": "限期办结"}
        given |= {"given_post": "县督查专员", "given_at": self.at}
        return self._add(Instruction(**{**given, **changes}))

    def listing(self, case_id: int, **changes: Any) -> int:
        """Put a case on the list of the county."""
        given = {"case_id": case_id, "unit_id": self.units["county"].id, "title": "受理期限"}
        return self._add(Listing(**{**given, "listed_at": self.at, **changes}))

    def unreached(self, case_id: int, clock_id: int, unit: str = "empty") -> int:
        """Put down a rank found vacant; in the town somebody is in post by now."""
        row = UnreachedRank(
            case_id=case_id,
            clock_id=clock_id,
            role="town_leader",
            unit_id=self.units[unit].id,
            post="镇长",
            found_at=self.at,
        )
        return self._add(row)

    def person(self, name: str, role: str = "village_mediator", unit: str = "village") -> Person:
        """Put somebody in post."""
        made = a_person(self.session, name=name)
        a_post(self.session, person=made, role=role, unit=self.units[unit])
        return made

    def done(self) -> "Stage":
        """Commit all that was put down."""
        self.session.commit()
        return self

    def crowd(self, cases: int = 90) -> "Stage":
        """Put down cases with a bit of everything, dealt out without a pattern."""
        random = Random(7)
        people = [self.person("李一"), self.person("王二"), None]
        for number in range(cases):
            unit = random.choice(("county", "town", "village", "village", "grid", "second", "far"))
            case_id = self.case(
                unit,
                kind=random.choice(KINDS),
                source=random.choice(SOURCES),
                risk=random.choice(RISKS),
                reported_at=self.at - timedelta(days=random.randrange(400)),
                **self._maybe_closed(random),
            )
            for _ in range(random.randrange(3)):
                who = random.choice(people)
                days = random.choice((None, -3, -1, 0, 1, 4, 5, 40))
                self.task(
                    case_id,
                    unit=unit,
                    days=days,
                    person_id=who and who.id,
                    provisional=random.random() < 0.3,
                    late=random.random() < 0.1,
                )
            self._overseen(random, case_id, unit, number)
        return self.done()

    def _maybe_closed(self, random: Random) -> dict[str, Any]:
        if random.random() < 0.8:
            return {}
        return {"closed_at": self.at - timedelta(days=random.randrange(200)), "outcome": "oral_agreement"}

    def _overseen(self, random: Random, case_id: int, unit: str, number: int) -> None:
        state = random.choice(("running", "running", "reached", "paused", "stopped"))
        scope = random.choice(("case", "item"))
        paused = self.at - timedelta(days=random.choice((1, 7, 20, 30, 90))) if state == "paused" else None
        clock = self.clock(
            case_id, state=state, scope=scope, days=random.choice((-9, 0, 3, 9)), paused_at=paused
        )
        if random.random() < 0.5:
            self.card(
                case_id,
                clock,
                random.choice(("red", "yellow")),
                unit=unit,
                since=self.at - timedelta(days=random.randrange(300)),
                closed_at=random.choice((None, None, self.at)),
                voided_at=random.choice((None, None, None, self.at)),
                **random.choice(({}, {"explanation": "人手不够", "explained_at": self.at})),
            )
        if number % 4 == 0:
            self.instruction(case_id, finish_by=self.today + timedelta(days=random.choice((-2, 0, 3))))
        if number % 5 == 0:
            self.listing(case_id)
        if number % 6 == 0:
            self.unreached(case_id, clock)

    def _due(self, days: int | None) -> datetime | None:
        return None if days is None else start_of(self.today + timedelta(days=days + 1))

    def _add(self, row: Any) -> int:
        self.session.add(row)
        self.session.flush()
        return int(row.id)
