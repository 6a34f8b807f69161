"""Claiming a task of one's unit and putting it back. Neither touches a clock."""

from datetime import datetime

from mediation.casework.access import require_desk
from mediation.casework.events import WorkClaimed, WorkReleased
from mediation.casework.model import WorkItem
from mediation.casework.operations import load_item
from mediation.casework.refusals import TaskClaimed, TaskGone, TaskTaken
from mediation.kernel.clock import local
from mediation.kernel.errors import Refused
from mediation.kernel.text import N_
from mediation.kernel.unit_of_work import UnitOfWork
from mediation.people.model import Person
from mediation.people.queries import Identity


class NotClaimed(Refused):
    """Only what one has claimed can be put back."""

    message = N_("“{label}”不在您名下，无需退回。")


def claim(uow: UnitOfWork, *, item_id: int, by: Identity, at: datetime) -> None:
    """Take a task of one's unit; the second of two gets a sentence saying who has it.

    :raises TaskClaimed: a colleague has it
    :raises NoPost: the post is not held
    """
    item = _open(uow, item_id)
    if item.person_id == by.person_id:
        return
    actor = require_desk(uow.session, uow.locality, item, by)
    if item.person_id is not None:
        raise TaskClaimed(label=item.label, who=_name(uow, item.person_id), needed="")
    item.person_id = by.person_id
    uow.record(WorkClaimed(case_id=item.case_id, item_id=item.id, label=item.label, at=at, by=actor))


def release(uow: UnitOfWork, *, item_id: int, by: Identity, at: datetime) -> None:
    """Put a claimed task back to the unit; its due date stays.

    :raises NotClaimed: it is not in one's own name
    """
    item = _open(uow, item_id)
    if item.person_id not in by.person_ids:
        raise NotClaimed(label=item.label)
    actor = require_desk(uow.session, uow.locality, item, by)
    item.person_id = None
    uow.record(WorkReleased(case_id=item.case_id, item_id=item.id, label=item.label, at=at, by=actor))


def _open(uow: UnitOfWork, item_id: int) -> WorkItem:
    item = load_item(uow, item_id=item_id)[0]
    if item.state == "open":
        return item
    assert item.closed_at is not None
    when = f"{local(item.closed_at):%m月%d日%H:%M}"
    if item.state == "cancelled":
        raise TaskGone(label=item.label, when=when, who="")
    raise TaskTaken(label=item.label, when=when, who=_name(uow, item.closed_by))


def _name(uow: UnitOfWork, person_id: int | None) -> str:
    return uow.session.get_one(Person, person_id).name if person_id else "系统"
