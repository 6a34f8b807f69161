"""撤回 of a hand-over, a delegation or a question, as long as nobody has acted on it."""

from datetime import datetime

from mediation.casework.bars import mediators_of
from mediation.casework.model import WorkItem, WorkMove
from mediation.inbox import refusals
from mediation.inbox.events import MOVES, MoveTakenBack
from mediation.inbox.moves import is_untouched, made_mediator
from mediation.inbox.operations import desk
from mediation.inbox.operations.cosigning import drop_cosigner
from mediation.inbox.operations.desk import Task
from mediation.kernel.clock import day_of
from mediation.kernel.errors import NotFound
from mediation.kernel.text import N_
from mediation.kernel.unit_of_work import UnitOfWork
from mediation.people.identity import Identity
from mediation.people.queries import holders

ANSWERED = {
    "done": N_("对方已经接着办了"),
    "given_back": N_("对方已经交回"),
    "agreed": N_("对方已经答复同意"),
    "objected": N_("对方已经答复有异议"),
    "dropped": N_("已经取消"),
    "taken_back": N_("已经撤回过"),
}


def take_back(uow: UnitOfWork, *, move_id: int, by: Identity, at: datetime) -> None:
    """Take back what one has moved or asked; the task is where it was, its due date too.

    A delegation may be taken back until it was given back, whatever the delegate has begun; a
    hand-over only until the receiver has begun, and never where it made somebody mediator.

    :raises MoveAnswered: it was answered, or taken back already; says when (409)
    :raises ActedOn: the receiver has begun (409)
    :raises TaskTaken: the receiver has done it; says by whom and when (409)
    :raises NotYourMove: somebody else moved it
    :raises ConsentedTo: the parties agreed to a new mediator by it
    """
    move = uow.session.get(WorkMove, move_id)
    if move is None or move.kind not in MOVES:
        raise NotFound(what="这次转办、委派或会签")
    if move.kind == "cosign" and move.to_item_id is not None and move.outcome is None:
        _check_own(uow, move, by)
        return drop_cosigner(uow, item_id=move.to_item_id, reason="本人撤回", by=by, at=at)
    task = desk.open_task(uow, move.item_id, by)
    uow.session.refresh(move)
    desk.check_keeps(uow, task, by)
    _check_own(uow, move, by)
    if move.outcome is not None and move.answered_at is not None:
        raise refusals.MoveAnswered(
            what=MOVES[move.kind], done=ANSWERED[move.outcome], when=desk.moment_of(move.answered_at), who=""
        )
    if move.kind == "handed_over":
        _check_untouched(uow, task, move)
        task.item.person_id = _still_there(uow, task.item, move.from_id, at)
        task.item.follow_up_on = None
    else:
        task.item.person_id = _still_there(uow, task.item, task.item.delegated_by_id, at)
        task.item.delegated_by_id = None
    move.outcome, move.answered_at = "taken_back", at
    return _tell(uow, task, move, by, at)


def _check_own(uow: UnitOfWork, move: WorkMove, by: Identity) -> None:
    """Let only whoever moved it, or whose it is, take it back; a substitute in their place."""
    owners = {move.by_id, move.from_id} if move.kind == "delegated" else {move.by_id}
    if not owners & by.person_ids:
        raise refusals.NotYourMove(what=MOVES[move.kind], who=desk.name_of(uow, move.by_id))


def _check_untouched(uow: UnitOfWork, task: Task, move: WorkMove) -> None:
    item = task.item
    if made_mediator(uow.session, item, move):
        raise refusals.ConsentedTo()
    if not is_untouched(uow.session, item, move):
        raise refusals.ActedOn(who=desk.name_of(uow, move.to_id), label=item.label, when="")


def _still_there(uow: UnitOfWork, item: WorkItem, person_id: int | None, at: datetime) -> int | None:
    """Return the one it goes back to; None, so to the post, where that person has left it."""
    if person_id is None:
        return None
    in_post = holders(uow.session, item.role, item.unit_id, day_of(at))
    named = person_id in in_post or person_id in mediators_of(uow.session, item.attempt_id)
    return person_id if named or not in_post else None


def _tell(uow: UnitOfWork, task: Task, move: WorkMove, by: Identity, at: datetime) -> None:
    item = task.item
    post = by.post_for(item.role, item.unit_id)
    uow.record(
        MoveTakenBack(
            case_id=item.case_id,
            item_id=item.id,
            label=item.label,
            what=move.kind,
            to=desk.name_of(uow, item.person_id) if item.person_id else "本单位",
            tells=(move.to_id,) if move.to_id is not None else (),
            at=at,
            by=by.actor(post) if post is not None else by.speaker(),
        )
    )
