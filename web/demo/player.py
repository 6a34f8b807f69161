"""Plays the demo's disputes day by day: whoever holds a task does it, clocks fire on the way."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from heapq import heappop, heappush
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from mediation.bootstrap import System
from mediation.cases.model import Case
from mediation.casework.model import ProcessInstance, WorkItem
from mediation.casework.operations import Reported, complete, report
from mediation.clocks.sweep import tick
from mediation.kernel.clock import day_of, local
from mediation.parties.operations import NewParty
from mediation.parties.queries import parties
from mediation.people.model import Post
from mediation.people.queries import holders, identity
from mediation.units.model import Unit
from web.demo.answers import ANSWERS, Scene
from web.demo.names import Names, nickname_of
from web.demo.plans import Plan
from web.demo.stories import Story

SESSION = 106
WAITS = {
    "village_session": SESSION,
    "town_session": SESSION,
    "county_session": SESSION,
    "hearing_sign_in": SESSION,
}


@dataclass(order=True)
class Turn:
    """When a dispute is next worked on."""

    at: datetime
    number: int
    plan: Plan = field(compare=False)
    story: Story = field(compare=False)
    unit_id: int = field(compare=False)
    names: tuple[str, str] = field(compare=False)
    case_id: int | None = field(default=None, compare=False)


class Player:
    """Works through all plans in the order of time until ``now``."""

    def __init__(self, system: System, *, now: datetime) -> None:
        self._system, self._now = system, now
        self._random = Random(430181104)  # noqa: S311 - the same county every time
        self._turns: list[Turn] = []

    def add(self, plan: Plan, story: Story, unit_id: int, names: Names) -> None:
        """Put a dispute on the programme."""
        at = self._now - timedelta(days=plan.days_ago, hours=self._random.randint(1, 9))
        at = min(
            local(at).replace(hour=self._random.randint(8, 17), minute=self._random.randint(0, 59)), self._now
        )
        turn = Turn(at, len(self._turns), plan, story, unit_id, (names.next(), names.next()))
        heappush(self._turns, turn)

    def play(self, done: Callable[[int], None]) -> None:
        """Play until now; ``done`` hears of each dispute that is left where its plan says."""
        ticked = None
        while self._turns:
            turn = heappop(self._turns)
            if turn.at >= self._now and turn.case_id is not None:
                done(1)
                continue
            if ticked != turn.at.date():
                ticked = turn.at.date()
                tick(self._system.uow, at=turn.at)
            again = self._report(turn) if turn.case_id is None else self._work(turn)
            if again is None:
                done(1)
                continue
            turn.at = _awake(turn.at + again)
            heappush(self._turns, turn)
        tick(self._system.uow, at=self._now)

    def _report(self, turn: Turn) -> timedelta:
        story, (first, second) = turn.story, turn.names
        words = {"a": first, "b": second}
        dispute = Reported(
            title=story.title.format(**words),
            story=story.story.format(**words),
            kind=story.kind,
            source=story.source,
            unit_id=turn.unit_id,
            place=story.place.format(**words),
            plot=story.plot,
            difficulty=story.difficulty,
            people_count=story.people,
            amount_fen=story.amount_fen,
            traits=story.traits,
            parties=(
                NewParty(
                    side="applicant",
                    name=first,
                    nickname=nickname_of(turn.number),
                    phone=f"13907410{turn.number:03d}",
                ),
                NewParty(side="respondent", name=second, phone=f"13807310{turn.number:03d}"),
            ),
        )
        with self._system.session() as session:
            level = self._system.locality.level(session.get_one(Unit, turn.unit_id).level)
            reporter = holders(session, level.lead or "", turn.unit_id, day_of(turn.at))[0]
            who = identity(session, reporter, day_of(turn.at), locality=self._system.locality)
        with self._system.uow() as uow:
            turn.case_id = report(uow, dispute=dispute, by=who, at=turn.at).id
            uow.commit()
        return self._pause()

    def _work(self, turn: Turn) -> timedelta | None:
        with self._system.session() as session:
            items = self._open(session, turn)
            is_there = any(item.element == turn.plan.stop for item in items)
            items = [item for item in items if item.element != turn.plan.stop]
            if not items:
                return timedelta(days=1) if not is_there and self._is_open(session, turn) else None
            item = items[0]
            scene = self._scene(session, turn, item)
            who = identity(
                session, self._doer(session, item, turn.at), day_of(turn.at), locality=self._system.locality
            )
        say = turn.plan.say.get(item.element) or ANSWERS[item.element]
        with self._system.uow() as uow:
            complete(uow, item_id=item.id, answers=say(scene), by=who, at=turn.at)
            uow.commit()
        with self._system.session() as session:
            upcoming = [after.element for after in self._open(session, turn)]
        return self._pause(max((WAITS.get(element, 0) for element in upcoming), default=0))

    def _open(self, session: Session, turn: Turn) -> Sequence[WorkItem]:
        """Return the open tasks of the dispute; a future due date of a visit or promise is waited for."""
        items = session.scalars(
            select(WorkItem)
            .join(ProcessInstance, ProcessInstance.id == WorkItem.instance_id)
            .where(
                WorkItem.case_id == turn.case_id,
                WorkItem.state == "open",
                ProcessInstance.process == "dispute",
            )
            .order_by(WorkItem.id)
        ).all()
        waits = ("return_visit", "confirm_performance")
        soon = turn.at + timedelta(days=2)
        return [
            item
            for item in items
            if item.element == turn.plan.stop
            or item.element not in waits
            or item.due_at is None
            or item.due_at <= soon
        ]

    def _is_open(self, session: Session, turn: Turn) -> bool:
        return session.get_one(Case, turn.case_id).archived_at is None

    def _doer(self, session: Session, item: WorkItem, at: datetime) -> int:
        return item.person_id or holders(session, item.role, item.unit_id, day_of(at))[0]

    def _scene(self, session: Session, turn: Turn, item: WorkItem) -> Scene:
        case = session.get_one(Case, turn.case_id)
        today = day_of(turn.at)
        disputing = [party for party in parties(session, case.id) if party.side != "child"]
        level = "village" if case.level in ("grid", "branch") else case.level
        return Scene(
            at=local(turn.at),
            today=today,
            parties=[party.id for party in disputing],
            names=[party.name for party in disputing],
            mediators=holders(session, f"{level}_mediator", case.held_by_id, today),
            recorders=self._recorders(session, level, case),
        )

    def _recorders(self, session: Session, level: str, case: Case) -> Sequence[int]:
        """Return the recorders of the unit, the town's where the level has none of its own."""
        own = select(Post.person_id).where(Post.role == f"{level}_recorder", Post.unit_id == case.held_by_id)
        town = select(Post.person_id).where(Post.role == "town_recorder")
        return session.scalars(own).all() or session.scalars(town).all()

    def _pause(self, hours: int = 0) -> timedelta:
        return timedelta(hours=max(hours, self._random.randint(3, 30)))


def _awake(at: datetime) -> datetime:
    """Return the moment, or the next morning where people sleep."""
    there = local(at)
    if there.hour < 8:
        return there.replace(hour=8, minute=10 + there.minute // 2)
    if there.hour > 20:
        return (there + timedelta(days=1)).replace(hour=8, minute=10 + there.minute // 2)
    return there
