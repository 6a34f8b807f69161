"""回避: somebody says that they must keep away from a case, and their work on it goes to others."""

from datetime import datetime

from sqlalchemy import delete, or_, select

from mediation.cases.model import Case
from mediation.cases.operations import last_attempt, recuse
from mediation.cases.queries.visibility import may_see
from mediation.casework import bars
from mediation.casework.model import WorkItem, WorkMove
from mediation.casework.refusals import RecusedFromIt
from mediation.casework.routing import Desk, free_desk
from mediation.inbox.events import WorkPassedUp
from mediation.inbox.model import Follow
from mediation.inbox.operations import desk
from mediation.inbox.refusals import NoAttemptYet, NotOnTheCase
from mediation.kernel.actor import Actor
from mediation.kernel.clock import day_of
from mediation.kernel.text import N_
from mediation.kernel.unit_of_work import UnitOfWork
from mediation.people.identity import Identity
from mediation.people.rules import post_title
from mediation.units.queries import unit as unit_view


def declare_recusal(uow: UnitOfWork, *, item_id: int, relation: str, by: Identity, at: datetime) -> None:
    """Keep away from the case of a task from now on (county default, from 人民调解法 15).

    Who does so no longer sees the case. Their tasks go back to the post; where nobody else is in it,
    to the next one up; what was delegated goes back to whose it is; questions to them fall away.

    :param relation: why, in their own words
    :raises NotOnTheCase: neither the task nor anything else of the case is theirs
    :raises RecusedFromIt: they keep away already
    :raises NoAttemptYet: no level has had the case yet
    """
    task = desk.open_task(uow, item_id, by)
    known = bars.of_task(uow.session, task.item, by)
    if known.is_recused:
        raise RecusedFromIt()
    post = by.post_for(task.item.role, task.item.unit_id)
    theirs = task.item.person_id == by.person_id or post is not None
    if not theirs and task.case.handler_id != by.person_id:
        raise NotOnTheCase()
    if not may_see(uow.session, by, task.case):
        raise NotOnTheCase()
    if last_attempt(uow, task.case) is None:
        raise NoAttemptYet()
    reason = desk.fit(uow, task.case, desk.need(relation, N_("与当事人是什么关系、为什么要回避")))
    actor = by.actor(post) if post is not None else by.speaker()
    recuse(uow, case=task.case, person_id=by.person_id, reason=reason, by=actor, at=at)
    uow.session.flush()
    uow.session.info.pop(bars.RECUSED, None)
    leave_desk(uow, case=task.case, person_id=by.person_id, by=actor, at=at)


def leave_desk(uow: UnitOfWork, *, case: Case, person_id: int, by: Actor, at: datetime) -> None:
    """Take everything of a case off somebody's desk; no due date changes."""
    uow.session.execute(delete(Follow).where(Follow.case_id == case.id, Follow.person_id == person_id))
    recused = bars.recused_from(uow.session, case.id)
    items = uow.session.scalars(
        select(WorkItem).where(
            WorkItem.case_id == case.id,
            WorkItem.state == "open",
            or_(
                WorkItem.person_id.in_(recused),
                WorkItem.delegated_by_id.in_(recused),
                WorkItem.person_id.is_(None),
            ),
        )
    ).all()
    for item in items:
        if item.parent_id is not None:
            drop_question(uow, item, by=by, at=at)
        elif item.delegated_by_id is not None and item.delegated_by_id not in recused:
            end_delegation(uow, item, to_id=item.delegated_by_id, at=at)
        else:
            was_taken = item.person_id is not None
            if item.delegated_by_id is not None:
                end_delegation(uow, item, to_id=None, at=at)
            _seat(uow, case, item, was_taken=was_taken, by=by, at=at)


def drop_question(uow: UnitOfWork, row: WorkItem, *, by: Actor, at: datetime) -> None:
    """Ask a co-signer no more who cannot answer any longer."""
    row.state, row.closed_at = "cancelled", at
    row.closed_by, row.closed_post = by.person_id, by.post
    parent = uow.get(WorkItem, row.parent_id, lock=True)
    parent.cosigns_open = max(0, parent.cosigns_open - 1)
    for move in uow.session.scalars(select(WorkMove).where(WorkMove.to_item_id == row.id)):
        move.outcome, move.answered_at = "dropped", at


def end_delegation(uow: UnitOfWork, item: WorkItem, *, to_id: int | None, at: datetime) -> None:
    """Put a delegated task back to whose it is, or to the post."""
    item.person_id, item.delegated_by_id = to_id, None
    move = desk.last_move(uow, item, "delegated")
    if move is not None and move.outcome is None:
        move.outcome, move.answered_at = "dropped", at


def _seat(uow: UnitOfWork, case: Case, item: WorkItem, *, was_taken: bool, by: Actor, at: datetime) -> None:
    """Put a task to whoever is free in its post, else to the next one up."""
    item.person_id, item.follow_up_on = None, None
    found = free_desk(uow, case, Desk(role=item.role, unit_id=item.unit_id), day_of(at))
    if (found.role, found.unit_id) == (item.role, item.unit_id):
        item.person_id = found.person_id if was_taken else None
        return
    item.role, item.unit_id, item.person_id = found.role, found.unit_id, found.person_id
    item.diverted_from_role, item.diverted_from_id = found.diverted_from_role, found.diverted_from_id
    unit = unit_view(uow.session, found.unit_id).full_name
    uow.record(
        WorkPassedUp(
            case_id=item.case_id,
            item_id=item.id,
            label=item.label,
            to=post_title(unit, uow.locality.role(found.role).title),
            tells=(found.person_id,) if found.person_id is not None else (),
            at=at,
            by=by,
        )
    )
