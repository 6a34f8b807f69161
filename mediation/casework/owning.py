"""A dispute sent back and forth: the level above names one owner with a day (DOMAIN 4; county default)."""

from datetime import datetime
from typing import Protocol

from sqlalchemy import select

from mediation.cases.events import CaseEnded, CaseSettled
from mediation.cases.model import Case
from mediation.cases.refusals import SentBackTooOften
from mediation.casework import running
from mediation.casework.model import ProcessInstance, WorkItem
from mediation.kernel.actor import SYSTEM
from mediation.kernel.unit_of_work import UnitOfWork
from mediation.oversight.events import OwnerAsked
from mediation.oversight.model import Instruction
from mediation.people.rules import post_title
from mediation.units.queries import unit as unit_view

OWNER = "owner"
CASE_OVER = "work_done"


class RefusedAct(Protocol):
    """What the ledger says of an act that was refused.

    :ivar refusal: name of the refusal's class
    """

    @property
    def case_id(self) -> int: ...
    @property
    def refusal(self) -> str: ...
    @property
    def at(self) -> datetime: ...


def on_act_refused(uow: UnitOfWork, fact: RefusedAct) -> None:
    """Ask the level above for one owner where a dispute was to be sent back once too often; asked once."""
    if fact.refusal != SentBackTooOften.__name__:
        return
    case = uow.get(Case, fact.case_id, lock=True)
    if case.closed_at is not None or _asked(uow, case.id) or _is_named(uow, case.id):
        return
    row = running.start_process(uow, process=OWNER, case=case, by=SYSTEM, at=fact.at)
    task = uow.session.scalars(select(WorkItem).where(WorkItem.instance_id == row.id)).one()
    unit, role = unit_view(uow.session, task.unit_id), uow.locality.role(task.role)
    asked = OwnerAsked(
        case_id=case.id,
        returns=case.returns,
        post=post_title(unit.full_name, role.title),
        role=task.role,
        unit_id=task.unit_id,
        person_id=task.person_id,
        at=fact.at,
        by=SYSTEM,
    )
    uow.record(asked)


def on_case_over(uow: UnitOfWork, fact: CaseSettled | CaseEnded) -> None:
    """Ask for no owner any more."""
    case = uow.get(Case, fact.case_id)
    row = _asked(uow, case.id) if case.returns else None
    if row is None:
        return
    process = running.resume(uow, row=row, case=case, at=fact.at)
    if CASE_OVER in process.engine.waiting_messages():
        process.deliver(CASE_OVER, answers={}, by=SYSTEM)


def _asked(uow: UnitOfWork, case_id: int) -> ProcessInstance | None:
    return uow.session.scalars(
        select(ProcessInstance).where(
            ProcessInstance.case_id == case_id,
            ProcessInstance.process == OWNER,
            ProcessInstance.finished_at.is_(None),
        )
    ).first()


def _is_named(uow: UnitOfWork, case_id: int) -> bool:
    """Say whether the owner named before still has to answer."""
    query = select(Instruction.id).where(
        Instruction.case_id == case_id, Instruction.origin == "returns", Instruction.state != "closed"
    )
    return uow.session.scalars(query).first() is not None
