"""The day on which somebody wants to see a task again (跟进日期). It is no deadline; no clock knows of it."""

from datetime import date, datetime

from mediation.casework.access import require_desk
from mediation.inbox.events import FollowUpCleared, FollowUpSet
from mediation.inbox.operations.desk import open_task
from mediation.inbox.refusals import FollowUpPast, NotItsHolder
from mediation.kernel.clock import day_of
from mediation.kernel.unit_of_work import UnitOfWork
from mediation.people.queries import Identity


def set_follow_up(uow: UnitOfWork, *, item_id: int, on: date | None, by: Identity, at: datetime) -> None:
    """Put a task under "today" on a day of its holder's choice, or on none; its due date stays.

    Only its holder chooses, and no day that is past (county default). The same day again changes nothing.

    :param on: None: no longer any
    :raises NotItsHolder: it is in nobody's name, or another's
    :raises FollowUpPast: the day is past
    """
    item = open_task(uow, item_id, by).item
    if item.person_id not in by.person_ids:
        raise NotItsHolder(label=item.label)
    actor = require_desk(uow.session, uow.locality, item, by)
    if on == item.follow_up_on:
        return
    if on is not None and on < day_of(at):
        raise FollowUpPast(fields={"follow_up_on": FollowUpPast.message})
    item.follow_up_on = on
    known = FollowUpCleared(case_id=item.case_id, item_id=item.id, label=item.label, at=at, by=actor)
    uow.record(known if on is None else FollowUpSet(**vars(known), on=on))
