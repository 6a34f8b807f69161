"""Claiming a task of one's unit and putting it back. Neither touches a clock."""

from datetime import datetime

from mediation.casework.access import require_desk, require_post
from mediation.casework.events import WorkClaimed, WorkReleased
from mediation.inbox.operations.desk import check_movable, open_task
from mediation.inbox.refusals import NotClaimed
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


def release(uow: UnitOfWork, *, item_id: int, by: Identity, at: datetime) -> None:
    """Put a claimed task back to the unit; its due date stays.

    :raises NotClaimed: it is not in one's own name
    :raises DelegatedHere: it was delegated, and is given back to whose it is
    """
    item = open_task(uow, item_id, by).item
    if item.person_id not in by.person_ids:
        raise NotClaimed(label=item.label)
    check_movable(uow, item)
    actor = require_desk(uow.session, uow.locality, item, by)
    item.person_id, item.follow_up_on = None, None
    uow.record(WorkReleased(case_id=item.case_id, item_id=item.id, label=item.label, at=at, by=actor))
