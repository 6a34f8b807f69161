"""转办: a colleague in the very same post has the task from now on. No clock hears of it."""

from datetime import datetime

from mediation.cases.queries.hands import handled_by
from mediation.casework.model import WorkItem, WorkMove
from mediation.casework.steps.rating import OTHER_HANDS
from mediation.inbox import refusals
from mediation.inbox.events import WorkHandedOver
from mediation.inbox.mediating import mediators_of
from mediation.inbox.operations import desk
from mediation.inbox.operations.desk import Task
from mediation.inbox.operations.mediators import PartiesAgreed, replace
from mediation.kernel.actor import Actor
from mediation.kernel.text import N_
from mediation.kernel.unit_of_work import UnitOfWork
from mediation.people.identity import Identity
from mediation.people.rules import post_title
from mediation.units.queries import unit as unit_view


def hand_over(
    uow: UnitOfWork,
    *,
    item_id: int,
    to_id: int,
    reason: str,
    agreed: PartiesAgreed | None = None,
    by: Identity,
    at: datetime,
) -> tuple[int, ...]:
    """Put a task on the desk of somebody in its very post and return the ids of all that went along.

    The receiver is in post at the task's unit today. Whoever only stands in for somebody there takes
    it for that person: it stays with the post when the absence ends. Work of an appointed mediator
    goes to another appointed one, or with every party's word to a new one, who is appointed by it and
    gets all that is open of the mediation.

    :param agreed: what the parties said, where a mediator is replaced
    :raises NoPost: whoever asks neither holds the task nor leads or supervises above
    :raises WithoutThePost: the receiver does not hold the post
    :raises ReceiverRecused: or ReceiverIsParty
    :raises ConsentMissing: a new mediator without every party's word (人民调解法 23)
    :raises AlreadyWith: it lies there already
    """
    task = desk.open_task(uow, item_id, by)
    actor = desk.require_hand(uow, task, by)
    desk.check_movable(uow, task.item)
    reason = desk.need(reason, N_("转办的理由"))
    desk.check_another(uow, by, to_id)
    receiver = desk.receiver_of(uow, to_id, at)
    mediators = mediators_of(uow.session, uow.locality, task.item)
    holder_id = _holder(uow, task.item, receiver, mediators)
    desk.check_free(uow, task.case, to_id, holder_id)
    if task.item.person_id == holder_id:
        raise refusals.AlreadyWith(label=task.item.label, who=receiver.name)
    desk.check_another(uow, by, holder_id)
    _check_other_hands(uow, task, receiver)
    moved = [task.item]
    if mediators is not None and holder_id not in mediators:
        moved = replace(uow, task, coming=receiver, agreed=agreed, by=actor, at=at)
    for item in moved:
        _pass(uow, item, holder_id, receiver, desk.fit(uow, task.case, reason), by=actor, at=at)
    return tuple(item.id for item in moved)


def _check_other_hands(uow: UnitOfWork, task: Task, receiver: Identity) -> None:
    """Let work that needs other hands than the case's own go to nobody who handled it (county default).

    :raises HandledItBefore:
    """
    if task.item.step in OTHER_HANDS and receiver.person_id in handled_by(
        uow.session, uow.locality, task.case
    ):
        raise refusals.HandledItBefore(label=task.item.label, name=receiver.name)


def _holder(uow: UnitOfWork, item: WorkItem, receiver: Identity, mediators: tuple[int, ...] | None) -> int:
    """Return in whose name the receiver gets the task: their own, or that of whom they stand in for.

    :raises WithoutThePost:
    """
    if mediators is not None and receiver.person_id in mediators:
        return receiver.person_id
    fitting = [post for post in receiver.posts if (post.role, post.unit_id) == (item.role, item.unit_id)]
    held = [post.held_by_id for post in fitting if post.held_by_id != item.person_id]
    if mediators is not None:
        held = [each for each in held if each in mediators or each == receiver.person_id]
    if not fitting:
        unit = unit_view(uow.session, item.unit_id).full_name
        needed = post_title(unit, uow.locality.role(item.role).title)
        raise refusals.WithoutThePost(name=receiver.name, needed=needed, label=item.label)
    if not held:
        raise refusals.AlreadyWith(label=item.label, who=receiver.name)
    return min(held, key=lambda each: each != receiver.person_id)


def _pass(
    uow: UnitOfWork,
    item: WorkItem,
    holder_id: int,
    receiver: Identity,
    reason: str,
    *,
    by: Actor,
    at: datetime,
) -> None:
    """Put one task on the new desk and write the move down."""
    desk.settle_moves(uow, item, at)
    before, item.person_id, item.delegated_by_id = item.person_id, holder_id, None
    item.follow_up_on = None
    assert by.person_id is not None
    uow.add(
        WorkMove(
            case_id=item.case_id,
            item_id=item.id,
            kind="handed_over",
            by_id=by.person_id,
            by_post=by.post,
            from_id=before,
            to_id=holder_id,
            reason=reason,
            at=at,
        )
    )
    stands_in = "" if holder_id == receiver.person_id else f"（代{desk.name_of(uow, holder_id)}）"
    uow.record(
        WorkHandedOver(
            case_id=item.case_id,
            item_id=item.id,
            label=item.label,
            to=f"{receiver.name}{stands_in}",
            reason=reason,
            tells=tuple(each for each in (receiver.person_id, before) if each is not None),
            at=at,
            by=by,
        )
    )
