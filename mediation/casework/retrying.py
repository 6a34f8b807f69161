"""Trying a parked step again, by hand: what it was to do, in the name of whoever set it going."""

from datetime import datetime

from mediation.cases.model import Case
from mediation.casework import running
from mediation.casework.events import StepRetried
from mediation.casework.model import ParkedStep, ProcessInstance
from mediation.kernel.actor import SYSTEM, Actor
from mediation.kernel.errors import Conflict
from mediation.kernel.text import N_
from mediation.kernel.unit_of_work import UnitOfWork


class AlreadyResolved(Conflict):
    """Somebody tried it again before, or its token is gone."""

    message = N_("“{label}”已经处理过了，不用再办。请刷新页面，看最新的情况。")


def retry(uow: UnitOfWork, *, parked_id: int, by: Actor, at: datetime) -> bool:
    """Take a parked step again and all that follows from it; return whether it went through.

    One that fails again stays parked with what went wrong this time. What the step writes bears the
    name of whoever set it going; who tried again has a line of their own.

    :raises NotFound: there is no such incident
    :raises AlreadyResolved: it is none any more
    """
    parked = uow.get(ParkedStep, parked_id, what=N_("这条记录"))
    row = uow.get(ProcessInstance, parked.instance_id, lock=True)
    uow.session.refresh(parked)
    if parked.resolved_at is not None:
        raise AlreadyResolved(label=parked.label)
    case = uow.get(Case, parked.case_id, lock=True)
    process = running.resume(uow, row=row, case=case, at=at)
    handed = parked.handed or {}
    actor = Actor(**handed["by"]) if handed else SYSTEM
    if not process.retry(parked.task_ref, answers=handed.get("answers", {}), by=actor):
        return False
    parked.resolution, parked.resolved_at, parked.resolved_by = "retried", at, by.person_id
    uow.record(StepRetried(case_id=parked.case_id, label=parked.label, at=at, by=by))
    return True
