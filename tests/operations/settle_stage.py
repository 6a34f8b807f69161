"""A dispute at its village, with everybody a settlement needs."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from mediation.cases.model import Appointment, Attempt, Case
from mediation.kernel.actor import Actor
from mediation.kernel.clock import SHANGHAI
from mediation.kernel.sentences import sentence_of
from mediation.kernel.unit_of_work import UnitOfWork
from mediation.parties.model import Party
from tests.factories import a_case, a_ladder, a_party, a_person, actor_of, an_attempt


def moment(month: int, day: int, hour: int = 9, minute: int = 0) -> datetime:
    """Return a moment of 2026 in the county."""
    return datetime(2026, month, day, hour, minute, tzinfo=SHANGHAI)


@dataclass
class Stage:
    """Who and what is on stage.

    :ivar grid_leader: appointed 人民调解员
    :ivar mediator: appointed to the attempt
    """

    uow: UnitOfWork
    case: Case
    attempt: Attempt
    applicant: Party
    respondent: Party
    grid_leader: Actor
    mediator: Actor
    director: Actor

    @property
    def session(self) -> Session:
        """The session of the unit of work."""
        return self.uow.session

    @property
    def here(self) -> dict[str, Any]:
        """Case and attempt, as operations take them."""
        return {"case_id": self.case.id, "attempt_id": self.attempt.id}

    @property
    def both(self) -> list[int]:
        """Ids of both parties."""
        return [self.applicant.id, self.respondent.id]

    def facts(self, kind: type) -> list[Any]:
        """Return the recorded facts of ``kind``."""
        return [fact for fact in self.uow.recorded if isinstance(fact, kind)]

    def told(self) -> str:
        """Return all that the ledger would say, to look into."""
        return "\n".join(sentence_of(fact) for fact in self.uow.recorded)


def set_stage(uow: UnitOfWork, *, level: str = "village", **case: Any) -> Stage:
    """Set a water-leak dispute between 李甲 and 李乙 at ``level``, reported on 7 September."""
    session = uow.session
    units = a_ladder(session)
    village, grid = units["village"], units["grid"]
    grid_leader = a_person(session, name="罗建华", appointed=True)
    mediator = a_person(session, name="张桂英")
    director = a_person(session, name="刘明远")
    dispute = a_case(session, unit=grid, **case)
    attempt = an_attempt(session, case=dispute, level=level, unit=units[level])
    session.add(
        Appointment(
            case_id=dispute.id,
            attempt_id=attempt.id,
            person_id=mediator.id,
            duty="mediator",
            appointed_at=moment(9, 8),
        )
    )
    stage = Stage(
        uow=uow,
        case=dispute,
        attempt=attempt,
        applicant=a_party(session, case=dispute, name="李甲"),
        respondent=a_party(session, case=dispute, side="respondent", name="李乙"),
        grid_leader=actor_of(grid_leader, role="grid_leader", unit=grid, title="微网格长"),
        mediator=actor_of(mediator, role="village_mediator", unit=village, title="村级调解员"),
        director=actor_of(director, role="village_director", unit=village, title="调委会主任"),
    )
    session.flush()
    return stage
