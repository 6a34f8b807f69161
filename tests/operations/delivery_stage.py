"""A village with two mediators and their ways out, and senders that only remember."""

import socket
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from mediation.casework.events import RiskRaised
from mediation.kernel.actor import SYSTEM, Actor
from mediation.kernel.clock import SHANGHAI, SetClock
from mediation.kernel.locality import Locality
from mediation.kernel.unit_of_work import UnitOfWork
from mediation.notifications.delivery import Counted, Delivered, Message, Outcome, Outside, deliver
from mediation.notifications.model import Channel, Delivery, Notice
from mediation.notifications.operations import add_channel
from mediation.notifications.queries import Health, Scope, health, scope_of
from mediation.notifications.rules import EMAIL, WECOM, Robots
from mediation.people.queries import Identity, identity
from tests.factories import a_case, a_ladder, a_party, a_person, a_post

NOON = datetime(2026, 9, 14, 12, 0, tzinfo=SHANGHAI)
HERE = "127.0.0.1"
TODAY = date(2026, 9, 14)
ROBOT = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=693axxx6-7aoc-4bc4-97a0-0ec2sifa5aaa"
HOSTS = Robots(hosts=("qyapi.weixin.qq.com",))


def free_port() -> int:
    """Return a port of this machine where nobody listens yet."""
    with socket.socket() as found:
        found.bind((HERE, 0))
        port: int = found.getsockname()[1]
        return port


class Remembering:
    """A sender that takes everything, or answers as it is told."""

    def __init__(self, *answers: Outcome) -> None:
        self.messages: list[Message] = []
        self._answers = list(answers)

    def send(self, message: Message) -> Outcome:
        """Remember the message."""
        self.messages.append(message)
        return self._answers.pop(0) if self._answers else Outcome("sent")

    def answer(self, *answers: Outcome) -> None:
        """Say how the next ones end."""
        self._answers = list(answers)


@dataclass
class Village:
    """The village, its clock, and what left it."""

    sessions: sessionmaker[Session]
    locality: Locality
    units: dict[str, int] = field(default_factory=dict)
    people: dict[str, int] = field(default_factory=dict)
    case_id: int = 0
    number: str = ""
    clock: SetClock = field(default_factory=lambda: SetClock(NOON))
    mail: Remembering = field(default_factory=Remembering)
    robot: Remembering = field(default_factory=Remembering)
    counts: dict[int, Counted] = field(default_factory=dict)

    def __post_init__(self) -> None:
        with self.sessions() as session:
            units = a_ladder(session)
            staff = {
                "zhang": ("张桂英", "village_mediator", "village"),
                "luo": ("罗建华", "village_mediator", "village"),
                "director": ("周主任", "village_director", "village"),
                "town": ("周德明", "town_director", "town"),
                "county": ("沈启明", "county_supervisor", "county"),
                "auditor": ("丁和平", "auditor", "county"),
            }
            for key, (name, role, unit) in staff.items():
                person = a_person(session, name=name)
                a_post(session, person=person, role=role, unit=units[unit])
                self.people[key] = person.id
            case = a_case(session, unit=units["village"], handler_id=self.people["zhang"])
            a_party(session, case=case, name="李大山")
            self.case_id, self.number = case.id, case.number
            self.units = {level: unit.id for level, unit in units.items()}
            session.commit()

    def outside(self, **changes: Any) -> Outside:
        """Return what delivery is given."""
        given: dict[str, Any] = {
            "senders": {EMAIL: self.mail, WECOM: self.robot},
            "counting": lambda session, identity, at: self.counts.get(identity.person_id, Counted()),
            "link": lambda case_id: f"https://t.example.cn/{'cases/' + str(case_id) if case_id else 'inbox'}",
            "digest_at": time(20),
            "robots": HOSTS,
        }
        return Outside(**{**given, **changes})

    def uow(self) -> UnitOfWork:
        """Open a unit of work on a session of its own."""
        return UnitOfWork(self.sessions(), locality=self.locality)

    def act(self, do: Callable[[UnitOfWork], Any]) -> Any:
        """Do something and commit."""
        uow = self.uow()
        with uow:
            answer = do(uow)
            uow.commit()
        uow.session.close()
        return answer

    def actor(self, who: str) -> Actor:
        """Return somebody acting."""
        return Actor(person_id=self.people[who], name=who, role="", unit_id=None, post=who)

    def who(self, key: str) -> Identity:
        """Return somebody as seen today."""
        with self.sessions() as session:
            return identity(session, self.people[key], TODAY, locality=self.locality)

    def scope(self, key: str) -> Scope:
        """Return whose ways out somebody answers for."""
        return scope_of(self.who(key))

    def seen_by(self, key: str) -> Health:
        """Return what somebody sees of ways out that are dead or stuck."""
        scope = self.scope(key)
        with self.sessions() as session:
            return health(session, scope, on=TODAY)

    def channel(self, who: str, address: str = "", kind: str = EMAIL, **changes: Any) -> int:
        """Give somebody a channel, made yesterday."""
        outside = changes.pop("outside", None) or self.outside()
        address = address or (f"{who}@example.cn" if kind == EMAIL else ROBOT)
        return self.act(
            lambda uow: (
                add_channel(
                    uow,
                    person_id=self.people[who],
                    kind=kind,
                    address=address,
                    outside=outside,
                    by=SYSTEM,
                    at=NOON - timedelta(days=1),
                    **changes,
                ).id
            )
        )

    def notice(self, who: str | None = "zhang", *, urgent: bool = True, **changes: Any) -> int:
        """Put a notice into the outbox, to a person or to a post."""
        given: dict[str, Any] = {
            "person_id": self.people[who] if who else None,
            "case_id": self.case_id,
            "kind": RiskRaised.__name__,
            "params": {"by": "张桂英", "reason": "李大山持刀"},
            "sentence": "张桂英将风险升为红色。情况：李大山持刀，电话13800000001。",
            "at": self.clock.now(),
            "urgent": urgent,
        }
        row = Notice(**{**given, **changes})
        return self.act(lambda uow: (uow.add(row), uow.session.flush(), row.id)[-1])

    def deliver(self, **changes: Any) -> Delivered:
        """Let one pass happen."""
        return deliver(self.uow, outside=self.outside(**changes), clock=self.clock)

    def later(self, **span: Any) -> None:
        """Let time pass."""
        self.clock.set(self.clock.now() + timedelta(**span))

    def deliveries(self) -> list[Delivery]:
        """Return every delivery, the oldest first."""
        with self.sessions() as session:
            return list(session.scalars(select(Delivery).order_by(Delivery.id)))

    def states(self) -> list[str]:
        """Return the state of each delivery."""
        return [each.state for each in self.deliveries()]

    def channels(self, ids: Iterable[int]) -> list[Channel]:
        """Return these channels."""
        with self.sessions() as session:
            return [session.get_one(Channel, each) for each in ids]
