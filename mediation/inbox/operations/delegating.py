"""委派: somebody at the unit prepares a task and gives it back; whose it was answers for it."""

from datetime import datetime

from mediation.casework.access import require_desk, require_post
from mediation.casework.model import WorkItem, WorkMove
from mediation.inbox import refusals
from mediation.inbox.events import DelegationGivenBack, WorkDelegated
from mediation.inbox.operations import desk
from mediation.kernel.text import N_
from mediation.kernel.unit_of_work import UnitOfWork
from mediation.people.identity import Identity
from mediation.units.queries import unit as unit_view


def delegate(uow: UnitOfWork, *, item_id: int, to_id: int, words: str, by: Identity, at: datetime) -> None:
    """Let somebody at the task's unit prepare it; it stays the owner's, and so does its due date.

    :param words: what is to be done
    :raises NotAtTheUnit: the delegate holds no post at the unit in which cases are worked on
    :raises ReceiverRecused: or ReceiverIsParty, or ClosedToThem
    :raises AlreadyDelegated: it is with a delegate
    """
    task = desk.open_task(uow, item_id, by)
    item = task.item
    if item.delegated_by_id in by.person_ids:
        raise refusals.AlreadyDelegated(label=item.label, who=desk.name_of(uow, item.person_id))
    post = require_post(uow.session, uow.locality, item, by)
    desk.check_movable(uow, item)
    words = desk.need(words, N_("要对方办什么"))
    receiver = desk.receiver_of(uow, to_id, at)
    owner_id = item.person_id or post.held_by_id
    desk.check_another(uow, by, to_id)
    if to_id == owner_id:
        raise refusals.NotToOneself()
    if not _works_at(receiver, item.unit_id):
        unit = unit_view(uow.session, item.unit_id).full_name
        raise refusals.NotAtTheUnit(name=receiver.name, unit=unit)
    desk.check_free(uow, task.case, to_id)
    desk.check_may_know(task.case, receiver)
    desk.settle_moves(uow, item, at)
    item.person_id, item.delegated_by_id = to_id, owner_id
    uow.add(
        WorkMove(
            case_id=item.case_id,
            item_id=item.id,
            kind="delegated",
            by_id=by.person_id,
            by_post=post.title,
            from_id=owner_id,
            to_id=to_id,
            reason=desk.fit(uow, task.case, words),
            at=at,
        )
    )
    uow.record(
        WorkDelegated(
            case_id=item.case_id,
            item_id=item.id,
            label=item.label,
            to=receiver.name,
            owner=desk.name_of(uow, owner_id),
            words=desk.fit(uow, task.case, words),
            tells=(to_id,),
            at=at,
            by=by.actor(post),
        )
    )


def give_back(uow: UnitOfWork, *, item_id: int, remark: str, by: Identity, at: datetime) -> None:
    """Give a delegated task back to whose it is, saying how far it is.

    :raises MoveAnswered: it was taken back meanwhile; says when
    :raises NotDelegated: it is not with this person
    """
    task = desk.open_task(uow, item_id, by)
    item = task.item
    move = desk.last_move(uow, item, "delegated")
    if item.delegated_by_id is None or item.person_id not in by.person_ids:
        raise _not_there(item, move, by)
    actor = require_desk(uow.session, uow.locality, item, by)
    remark = desk.fit(uow, task.case, desk.need(remark, N_("办理情况")))
    owner_id = item.delegated_by_id
    item.person_id, item.delegated_by_id = owner_id, None
    if move is not None:
        move.outcome, move.answered_at, move.remark = "given_back", at, remark
    uow.record(
        DelegationGivenBack(
            case_id=item.case_id,
            item_id=item.id,
            label=item.label,
            owner=desk.name_of(uow, owner_id),
            remark=remark,
            tells=(owner_id,),
            at=at,
            by=actor,
        )
    )


def _works_at(who: Identity, unit_id: int) -> bool:
    """Say whether somebody holds a post of their own at the unit in which cases are worked on."""
    return any(
        post.unit_id == unit_id and "act_on_case" in post.permissions and post.standing_in_for is None
        for post in who.posts
    )


def _not_there(item: WorkItem, move: WorkMove | None, by: Identity) -> refusals.Conflict:
    if move is None or move.to_id not in by.person_ids or move.answered_at is None:
        return refusals.NotDelegated(label=item.label, who="", when="")
    return refusals.MoveAnswered(
        what=N_("委派"),
        done=N_("已被撤回") if move.outcome == "taken_back" else N_("已经交回"),
        when=desk.moment_of(move.answered_at),
    )
