"""One dispute between 李甲 and 李乙 with everybody on the ladder, acted on step by step."""

import zlib
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from mediation.cases.model import Attempt, Case, Receipt
from mediation.casework.act import Act
from mediation.casework.facts import Context, FactBook
from mediation.casework.model import ProcessInstance, WorkItem
from mediation.casework.steps import all_steps
from mediation.documents.model import Paper
from mediation.engine.definition import Element
from mediation.engine.digest import digest_of
from mediation.kernel.actor import SYSTEM, Actor
from mediation.kernel.clock import SHANGHAI
from mediation.kernel.sentences import sentence_of
from mediation.kernel.unit_of_work import UnitOfWork
from mediation.parties.model import Party
from mediation.processes.model import PublicationBlob, PublicationFile, PublicationRow
from mediation.units.model import Unit
from tests.factories import a_case, a_ladder, a_party, a_person, actor_of

DECISIONS = Path(__file__).parents[2] / "workflows" / "liuyang" / "decisions"
LEADS = {
    "county": "county_director",
    "town": "town_director",
    "village": "village_director",
    "branch": "branch_secretary",
    "grid": "grid_leader",
}


def moment(month: int, day: int, hour: int = 9, minute: int = 0) -> datetime:
    """Return a moment of 2026 in the county."""
    return datetime(2026, month, day, hour, minute, tzinfo=SHANGHAI)


@dataclass
class CaseStage:
    """Who and what is on stage.

    :ivar leads: level -> who answers for it
    :ivar at: what time it is; move it as the story goes on
    """

    uow: UnitOfWork
    units: dict[str, Unit]
    leads: dict[str, Actor]
    case: Case
    applicant: Party
    respondent: Party
    at: datetime = field(default_factory=lambda: moment(9, 8))

    @property
    def session(self) -> Session:
        """The session of the unit of work."""
        return self.uow.session

    @property
    def both(self) -> list[int]:
        """Ids of both parties."""
        return [self.applicant.id, self.respondent.id]

    @property
    def attempt(self) -> Attempt | None:
        """The newest attempt."""
        self.session.flush()
        return self.session.scalars(
            select(Attempt).where(Attempt.case_id == self.case.id).order_by(Attempt.seq.desc()).limit(1)
        ).first()

    @property
    def instance(self) -> ProcessInstance:
        """The main process of the case."""
        return self.session.scalars(
            select(ProcessInstance).where(ProcessInstance.case_id == self.case.id)
        ).one()

    def do(
        self,
        step: str,
        *,
        level: str | None = None,
        ends_as: str | None = None,
        properties: dict[str, str] | None = None,
        item: WorkItem | None = None,
        by: Actor | None = None,
        **answers: Any,
    ) -> Any:
        """Do one step as a diagram would."""
        element = Element(
            id=step.replace(".", "_"),
            kind="user_task",
            label=step,
            process="dispute",
            step=step,
            level=level,
            result=ends_as,
            properties=properties or {},
        )
        act = Act(
            uow=self.uow,
            case=self.case,
            instance=self.instance,
            attempt=self.attempt,
            item=item,
            element=element,
            level=level,
            answers=answers,
            by=by or self.leads.get(self.case.level, SYSTEM),
            at=self.at,
        )
        answered = all_steps()[step](act)
        self.session.flush()
        return answered

    def open(self, level: str, *, accepted: bool = True) -> None:
        """Let ``level`` open its attempt, and accept it."""
        self.do("attempt.open", level=level)
        if accepted:
            self.do("attempt.accept", decision="accept")

    def ready(self, level: str = "village", **case: Any) -> None:
        """Bring the case to where a session may be called at ``level``."""
        for name, value in case.items():
            setattr(self.case, name, value)
        self.open(level)
        mediator = a_person(self.session, name="张桂英")
        self.do("mediators.appoint", mediators=[mediator.id])
        self.do("rights.tell", told_on="2026-09-08", all_told=True)

    def fact(self, name: str) -> Any:
        """Return a fact as a condition would see it."""
        self.session.flush()
        context = Context(instance=self.instance, attempt=self.attempt, locality=self.uow.locality)
        return FactBook(self.session, self.case, context)(name)

    def facts(self, kind: type) -> list[Any]:
        """Return the recorded facts of ``kind``."""
        return [fact for fact in self.uow.recorded if isinstance(fact, kind)]

    def told(self) -> str:
        """Return all that the ledger would say."""
        return "\n".join(sentence_of(fact) for fact in self.uow.recorded if hasattr(fact, "sentence"))

    def papers(self) -> list[str]:
        """Return the kinds of the papers issued, in order."""
        return list(
            self.session.scalars(select(Paper.kind).where(Paper.case_id == self.case.id).order_by(Paper.seq))
        )

    def receipts(self) -> list[Receipt]:
        """Return the hops of the case, in order."""
        self.session.flush()
        return list(
            self.session.scalars(select(Receipt).where(Receipt.case_id == self.case.id).order_by(Receipt.id))
        )


def set_case_stage(uow: UnitOfWork, *, at: str = "grid", **case: Any) -> CaseStage:
    """Set a water-leak dispute at the unit of level ``at``, reported on 7 September."""
    session = uow.session
    publish_tables(uow)
    units = a_ladder(session)
    leads = {
        level: actor_of(a_person(session), role=role, unit=units[level], title=uow.locality.role(role).title)
        for level, role in LEADS.items()
    }
    dispute = a_case(session, unit=units[at], entry_level=None, **case)
    session.add(
        ProcessInstance(
            case_id=dispute.id, process="dispute", digest="0" * 64, state=b"", started_at=dispute.reported_at
        )
    )
    stage = CaseStage(
        uow=uow,
        units=units,
        leads=leads,
        case=dispute,
        applicant=a_party(session, case=dispute, name="李甲"),
        respondent=a_party(session, case=dispute, side="respondent", name="李乙"),
    )
    session.flush()
    return stage


def publish_tables(uow: UnitOfWork) -> None:
    """Publish 浏阳's tables of deadlines, risk and routing, without diagrams and their checks."""
    digest, files = _tables()
    publication = PublicationRow(
        digest=digest,
        locality=uow.locality.key,
        published_at=moment(1, 1),
        current_from=moment(1, 1),
        turn=1,
        by_post=SYSTEM.post,
    )
    uow.session.add(publication)
    uow.session.add_all(PublicationBlob(digest=name, content=content) for name, content in files)
    uow.session.flush()
    uow.session.add_all(PublicationFile(publication=digest, name=name, blob=name) for name, _ in files)
    uow.session.flush()


@cache
def _tables() -> tuple[str, tuple[tuple[str, bytes], ...]]:
    """Return the digest of the tables, and each with its name, packed; read once."""
    plain = {path.name: path.read_bytes() for path in sorted(DECISIONS.glob("*.dmn"))}
    packed = tuple((name, zlib.compress(content)) for name, content in plain.items())
    return digest_of(plain), packed
