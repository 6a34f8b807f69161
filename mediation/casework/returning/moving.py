"""What sending back and taking back have in common: effects void, clocks kept, the token moved."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from mediation.cases.model import Attempt, Case
from mediation.casework import carrying
from mediation.casework.desks import close_item
from mediation.casework.model import ProcessInstance, WorkItem, WorkMove
from mediation.casework.returning.undoing import take_back_effects
from mediation.casework.routing import Desk
from mediation.casework.running import Running
from mediation.clocks import operations as clocks
from mediation.clocks.model import Clock
from mediation.engine.instance import Earlier, Instance, Report
from mediation.kernel.actor import Actor
from mediation.kernel.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Return:
    """One way back in one process.

    :ivar undone: the done task of each of ``earlier.undone``, the last first, the target at the end
    :ivar falls: open tasks that fall away
    """

    process: Running
    row: ProcessInstance
    case: Case
    attempt: Attempt | None
    earlier: Earlier
    undone: Sequence[WorkItem | None]
    falls: Sequence[WorkItem]

    @property
    def target(self) -> WorkItem:
        """The task as it was done, which opens again."""
        target = self.undone[-1]
        assert target is not None, "a way back leads to a task that somebody did"
        return target


def falling(uow: UnitOfWork, row: ProcessInstance, earlier: Earlier) -> list[WorkItem]:
    """Return the open tasks that fall away."""
    query = select(WorkItem).where(
        WorkItem.instance_id == row.id,
        WorkItem.task_ref.in_(earlier.falls),
        WorkItem.state == "open",
        WorkItem.parent_id.is_(None),
    )
    return list(uow.session.scalars(query.order_by(WorkItem.id)))


def find_lateness(uow: UnitOfWork, items: Sequence[WorkItem], at: datetime) -> None:
    """Let work that ran out a moment ago be late on the desk where it lies, before it leaves it."""
    for clock in _clocks(uow, items):
        clocks.fire_if_late(uow, clock=clock, at=at)


def go(
    uow: UnitOfWork, way: Return, move: Callable[[Instance], Report], *, desk: Desk, by: Actor, at: datetime
) -> WorkItem:
    """Void what was done, put the open tasks aside, and open the target again on ``desk``."""
    take_back_effects(
        uow,
        case=way.case,
        row=way.row,
        attempt=way.attempt,
        undone=way.earlier.undone,
        items=way.undone,
        by=by,
        at=at,
    )
    aside = sorted(_clocks(uow, way.falls), key=lambda clock: (clock.due_at is None, clock.due_at or at))
    carrying.keep(
        way.row,
        [*way.falls, *(each for each in way.undone if each is not None)],
        sent_back=aside[0].id if aside else None,
    )
    late = {clock.id for clock in aside if clock.state == "reached"}
    for item in way.falls:
        close_item(uow, item, state="cancelled", clock_stays=item.clock_id in late, by=by, at=at)
    uow.session.flush()
    return way.process.go_back(move, desk=desk, by=by)


def enter(
    uow: UnitOfWork, kind: str, *, item: WorkItem, again: WorkItem, reason: str, by: Actor, at: datetime
) -> None:
    """Write the move down; nobody is asked for an answer to it."""
    assert by.person_id is not None
    uow.add(
        WorkMove(
            case_id=item.case_id,
            item_id=item.id,
            kind=kind,
            by_id=by.person_id,
            by_post=by.post,
            from_id=item.person_id,
            to_id=again.person_id,
            to_item_id=again.id,
            reason=reason,
            at=at,
            answered_at=at,
            outcome="done",
        )
    )


def _clocks(uow: UnitOfWork, items: Sequence[WorkItem]) -> list[Clock]:
    ids = dict.fromkeys(item.clock_id for item in items if item.clock_id)
    return [uow.get(Clock, clock_id) for clock_id in ids]
