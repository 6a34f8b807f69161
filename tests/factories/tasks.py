"""Tasks in inboxes, without a process behind them: what lists of work read."""

from datetime import datetime, timedelta
from itertools import count
from typing import Any

from sqlalchemy.orm import Session

from mediation.cases.model import Case
from mediation.casework.model import FAR, ProcessInstance, WorkItem
from mediation.kernel.clock import day_of
from mediation.units.model import Unit

_refs = count(1)
RANKS = ("red", "orange", "yellow")


def a_task(
    session: Session,
    *,
    case: Case,
    role: str,
    unit: Unit,
    due_at: datetime | None = None,
    **changes: Any,
) -> WorkItem:
    """Add an open task for ``role`` at ``unit``, without a due date unless one is given."""
    instance = ProcessInstance(
        case_id=case.id, process="dispute", digest="0" * 64, state=b"", started_at=case.reported_at
    )
    session.add(instance)
    session.flush()
    given: dict[str, Any] = {
        "case_id": case.id,
        "instance_id": instance.id,
        "task_ref": f"task-{next(_refs)}",
        "process": "dispute",
        "element": "village_inquire",
        "label": "调查了解",
        "role": role,
        "unit_id": unit.id,
        "due_at": due_at,
        "due_on": day_of(due_at - timedelta(seconds=1)) if due_at else None,
        "sort_at": due_at or FAR,
        "opened_at": case.reported_at,
        "risk_rank": RANKS.index(case.risk),
        "kind": case.kind,
    }
    task = WorkItem(**{**given, **changes})
    session.add(task)
    session.flush()
    return task
