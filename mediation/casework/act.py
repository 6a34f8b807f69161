"""What a step's operation is handed: one act of one person on one case."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from mediation.cases.model import Attempt, Case
from mediation.casework.model import ProcessInstance, WorkItem
from mediation.engine.definition import Element
from mediation.kernel.actor import Actor
from mediation.kernel.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Act:
    """One task being done, by a person or by the process itself.

    :ivar item: the work item; None for a step the process takes by itself
    :ivar level: key of the level whose process this is; None outside the ladder
    :ivar answers: validated answers of the form, by field name
    """

    uow: UnitOfWork
    case: Case
    instance: ProcessInstance
    attempt: Attempt | None
    item: WorkItem | None
    element: Element
    level: str | None
    answers: Mapping[str, Any] = field(default_factory=dict)
    by: Actor = field(kw_only=True)
    at: datetime = field(kw_only=True)


Step = Callable[[Act], Mapping[str, Any] | None]
Undo = Callable[[Act], None]
