"""One order on one dispute: what it does, said as part of a sentence."""

from datetime import datetime
from typing import Any

from sqlalchemy import select

from mediation.boards.acting import orders
from mediation.boards.acting.orders import Instruct, Order, PutOnList, Reassign, TakeOff
from mediation.boards.acting.reach import owner_of, post_over, reached
from mediation.cases.model import Case
from mediation.casework.model import WorkItem
from mediation.inbox.hands import PERSONAL
from mediation.inbox.operations import desk, hand_over
from mediation.kernel.actor import Actor
from mediation.kernel.sentences import part
from mediation.kernel.text import N_
from mediation.kernel.unit_of_work import UnitOfWork
from mediation.oversight import operations as oversight
from mediation.oversight import refusals
from mediation.oversight.queries import unclosed
from mediation.oversight.rules import said
from mediation.parties.queries import mask_names, parties
from mediation.people.identity import Identity
from mediation.units.queries import unit as unit_view

INSTRUCTED = N_("下达督办单，由{owner}办理，到{finish_by}止")
REASSIGNED = N_("“{labels}”转给{to}")
LISTED, TAKEN_OFF = N_("在{unit}挂牌"), N_("从{unit}摘牌")
OWNER_AT_MOST = 120


def do(
    uow: UnitOfWork, *, case_id: int, order: Order, submission: str, by: Identity, at: datetime
) -> dict[str, Any]:
    """Carry the order out on one dispute and return what was done.

    :param submission: token of the form that ordered it
    :raises Refused: why it cannot be done to this one
    """
    case, actor = reached(uow, case_id, by)
    if isinstance(order, Instruct):
        return _instruct(uow, case, order, submission, by, actor, at)
    if isinstance(order, Reassign):
        return _reassign(uow, case, order, by, at)
    return _list(uow, case, order, by, at)


def _instruct(
    uow: UnitOfWork,
    case: Case,
    order: Instruct,
    submission: str,
    by: Identity,
    actor: Actor,
    at: datetime,
) -> dict[str, Any]:
    who, post = owner_of(uow, case, order.owner, by=by, at=at)
    _check_besides(uow, case, order)
    given = oversight.instruct(
        uow,
        case_id=case.id,
        origin="board",
        unit_id=post.unit_id,
        owner=f"{post.title}{who.name}"[-OWNER_AT_MOST:],
        owner_id=who.person_id,
        finish_by=order.finish_by,
        instruction=mask_names(order.instruction.strip(), parties(uow.session, case.id)),
        submission=f"{submission}:{case.id}",
        by=actor,
        at=at,
    )
    return part(INSTRUCTED, owner=given.owner, finish_by=given.finish_by.isoformat())


def _check_besides(uow: UnitOfWork, case: Case, order: Instruct) -> None:
    """Let another one be given knowingly only; of two presses at once, the second waits and sees the first.

    :raises InstructedAlready: one is not closed yet that nobody said to go beside
    """
    uow.get(Case, case.id, lock=True)
    unknown = [
        each for each in unclosed(uow.session, [case.id]).get(case.id, ()) if each.id not in order.besides
    ]
    if unknown:
        last = unknown[-1]
        raise orders.InstructedAlready(number=last.number, owner=last.owner, day=said(last.finish_by))


def _reassign(uow: UnitOfWork, case: Case, order: Reassign, by: Identity, at: datetime) -> dict[str, Any]:
    """Hand over every open task of a post they hold; one refusal leaves all as it was.

    :raises NothingToReassign:
    :raises HeldAlready:
    """
    receiver = desk.receiver_of(uow, order.to_id, at)
    held = {(post.role, post.unit_id) for post in receiver.posts}
    query = select(WorkItem).where(
        WorkItem.case_id == case.id, WorkItem.state == "open", WorkItem.parent_id.is_(None)
    )
    items = [
        each
        for each in uow.session.scalars(query.order_by(WorkItem.id))
        if (each.role, each.unit_id) in held and each.step not in PERSONAL
    ]
    if not items:
        raise orders.NothingToReassign(name=receiver.name)
    labels = {each.id: each.label for each in items}
    moved: list[int] = []
    for each in items:
        if each.id not in moved and each.person_id != receiver.person_id:
            moved += hand_over(uow, item_id=each.id, to_id=order.to_id, reason=order.reason, by=by, at=at)
    if not moved:
        raise orders.HeldAlready(name=receiver.name)
    named = "、".join(dict.fromkeys(labels[item_id] for item_id in moved if item_id in labels))
    return part(REASSIGNED, labels=named, to=receiver.name)


def _list(
    uow: UnitOfWork, case: Case, order: PutOnList | TakeOff, by: Identity, at: datetime
) -> dict[str, Any]:
    """List at, or take off, a unit above the one that holds it, as whoever supervises there.

    :raises NotListedBelow: it is no unit one supervises above the dispute
    """
    unit = unit_view(uow.session, order.unit_id)
    post = post_over(by, unit.path)
    if post is None or not unit_view(uow.session, case.held_by_id).path.startswith(unit.path):
        raise refusals.NotListedBelow()
    given: dict[str, Any] = {
        "case_id": case.id,
        "unit_id": unit.id,
        "unit_name": unit.full_name,
        "reason": mask_names(order.reason.strip(), parties(uow.session, case.id)),
        "by": by.actor(post),
        "at": at,
    }
    if isinstance(order, PutOnList):
        oversight.list_case(uow, **given)
        return part(LISTED, unit=unit.full_name)
    oversight.delist_case(uow, **given)
    return part(TAKEN_OFF, unit=unit.full_name)
