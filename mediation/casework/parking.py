"""An automatic step that fails is parked: its token waits there, and the rest of the act stands."""

import logging
from collections.abc import Collection, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm.exc import StaleDataError

from mediation.casework.answers import plain
from mediation.casework.events import StepParked
from mediation.casework.model import ParkedStep, ProcessInstance
from mediation.engine.instance import OpenTask
from mediation.kernel.actor import SYSTEM, Actor
from mediation.kernel.errors import Refused
from mediation.kernel.failures import told
from mediation.kernel.unit_of_work import UnitOfWork

log = logging.getLogger(__name__)


def is_fault(error: Exception) -> bool:
    """Say whether a step failed for a reason nobody at a desk can mend.

    A refusal says itself how to go on; a lost race or a busy database undoes the whole act, which is
    then tried again.
    """
    return not isinstance(error, Refused | StaleDataError | OperationalError)


def known(uow: UnitOfWork, row: ProcessInstance, waiting: Collection[OpenTask]) -> set[str]:
    """Return which of the automatic steps that wait in a stored instance are parked.

    Nothing is asked where none waits, as in nearly every act.
    """
    if not waiting:
        return set()
    refs = select(ParkedStep.task_ref).where(
        ParkedStep.instance_id == row.id, ParkedStep.resolved_at.is_(None)
    )
    return set(uow.session.scalars(refs))


def park(
    uow: UnitOfWork,
    *,
    row: ProcessInstance,
    task: OpenTask,
    error: Exception,
    answers: Mapping[str, Any],
    by: Actor,
    at: datetime,
) -> None:
    """Keep what failed and what it was handed, so that it can be tried again as it was meant."""
    log.error("step %s of case %s failed", task.element.step, row.case_id, exc_info=error)
    failure = told(error)
    again = uow.session.scalars(
        select(ParkedStep).where(
            ParkedStep.instance_id == row.id,
            ParkedStep.task_ref == task.ref,
            ParkedStep.resolved_at.is_(None),
        )
    ).first()
    if again is not None:
        again.failures += 1
        again.failure, again.failed_at = failure, at
        return
    element = task.element
    parked = ParkedStep(
        case_id=row.case_id,
        instance_id=row.id,
        task_ref=task.ref,
        process=element.process,
        element=element.id,
        label=element.label,
        step=element.step or "",
        failure=failure,
        handed={"answers": plain(answers), "by": asdict(by)},
        parked_at=at,
        failed_at=at,
    )
    uow.add(parked)
    uow.record(StepParked(case_id=row.case_id, label=element.label, at=at, by=SYSTEM))


def let_go(uow: UnitOfWork, row: ProcessInstance, *, refs: Collection[str], at: datetime) -> None:
    """Close the incidents of tokens that are not there any more: the case went another way."""
    found = uow.session.scalars(
        select(ParkedStep).where(
            ParkedStep.instance_id == row.id,
            ParkedStep.task_ref.in_(refs),
            ParkedStep.resolved_at.is_(None),
        )
    )
    for parked in found:
        parked.resolution, parked.resolved_at = "gone", at
