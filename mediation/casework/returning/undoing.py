"""What was done on the way back is taken back, the last first, each by the room that did it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from mediation.cases.model import Attempt, Case, CaseRecord
from mediation.casework.act import Act
from mediation.casework.model import ProcessInstance, WorkItem
from mediation.casework.returning.law import USER
from mediation.casework.steps import all_undo
from mediation.engine.definition import Element
from mediation.kernel.actor import Actor
from mediation.kernel.unit_of_work import UnitOfWork


def done_items(session: Session, row: ProcessInstance, undone: Sequence[Element]) -> list[WorkItem | None]:
    """Return the task of each of ``undone`` as it was last done, the last first; None: no task."""
    ids = {element.id for element in undone}
    query = select(WorkItem).where(
        WorkItem.instance_id == row.id, WorkItem.state == "done", WorkItem.element.in_(ids)
    )
    left = list(session.scalars(query.order_by(WorkItem.closed_at.desc(), WorkItem.id.desc())))
    found: list[WorkItem | None] = []
    for element in undone:
        key = (element.process, element.id)
        item = next((each for each in left if (each.process, each.element) == key), None)
        if item is not None:
            left.remove(item)
        found.append(item if element.kind == USER else None)
    return found


def take_back_effects(
    uow: UnitOfWork,
    *,
    case: Case,
    row: ProcessInstance,
    attempt: Attempt | None,
    undone: Sequence[Element],
    items: Sequence[WorkItem | None],
    by: Actor,
    at: datetime,
) -> None:
    """Void what the steps of ``undone`` wrote."""
    for element, item in zip(undone, items, strict=True):
        undo = all_undo().get(element.step or "")
        if undo is None:
            continue
        act = Act(
            uow=uow,
            case=case,
            instance=row,
            attempt=attempt,
            item=item,
            element=element,
            level=item.task_level if item else None,
            answers=_answers(uow.session, item),
            by=by,
            at=at,
        )
        undo(act)
        uow.session.flush()


def _answers(session: Session, item: WorkItem | None) -> dict[str, object]:
    if item is None:
        return {}
    query = select(CaseRecord.answers).where(CaseRecord.item_id == item.id).order_by(CaseRecord.id.desc())
    return session.scalars(query.limit(1)).first() or {}
