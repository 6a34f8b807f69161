"""Claiming a task of one's unit and putting it back. Neither touches a clock."""

from datetime import datetime

from mediation.casework.access import require_desk, require_post
from mediation.casework.events import WorkClaimed, WorkReleased
from mediation.inbox.hands import another_may_claim
from mediation.inbox.operations.desk import check_movable, fit, open_task
from mediation.inbox.refusals import LateWithoutReason, NobodyElse, NotClaimed
from mediation.kernel.clock import day_of
from mediation.kernel.unit_of_work import UnitOfWork
from mediation.people.queries import Identity


def claim(uow: UnitOfWork, *, item_id: int, by: Identity, at: datetime) -> None:
    """Take a task of one's unit; the second of two gets a sentence saying who has it.

    A substitute takes it in the name of whom he stands in for, so that it stays with the post
    when that person is back.

    :raises TaskClaimed: a colleague has it
    :raises NoPost: the post is not held
    :raises NotTheMediator: it is for the mediators the parties have
    """
    item = open_task(uow, item_id, by).item
    if item.person_id in by.person_ids:
        return
    post = require_post(uow.session, uow.locality, item, by)
    item.person_id = post.held_by_id
    uow.record(WorkClaimed(case_id=item.case_id, item_id=item.id, label=item.label, at=at, by=by.actor(post)))


def release(uow: UnitOfWork, *, item_id: int, reason: str = "", by: Identity, at: datetime) -> None:
    """Put a claimed task back to the unit; its due date stays.

    :param reason: why; "" only while it is in time (county default)
    :raises NotClaimed: it is not in one's own name
    :raises Personal: it is to be done in person
    :raises DelegatedHere: it was delegated, and is given back to whose it is
    :raises NobodyElse: no colleague could take it
    :raises LateWithoutReason:
    """
    task = open_task(uow, item_id, by)
    item = task.item
    if item.person_id not in by.person_ids:
        raise NotClaimed(label=item.label)
    check_movable(uow, item)
    actor = require_desk(uow.session, uow.locality, item, by)
    if not another_may_claim(uow.session, uow.locality, item.id, by, day_of(at)):
        raise NobodyElse(label=item.label)
    why = fit(uow, task.case, reason)
    if not why and item.due_at is not None and item.due_at <= at:
        raise LateWithoutReason(label=item.label)
    item.person_id, item.follow_up_on = None, None
    uow.record(
        WorkReleased(case_id=item.case_id, item_id=item.id, label=item.label, reason=why, at=at, by=actor)
    )
