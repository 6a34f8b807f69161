"""加签, 减签 and the answer: a question beside a task. It holds up completing, no clock and no decision."""

from datetime import date, datetime, timedelta

from sqlalchemy import select

from mediation.casework.access import require_desk
from mediation.casework.model import FAR, WorkItem, WorkMove
from mediation.inbox import refusals, settings
from mediation.inbox.events import CosignAgreed, CosignAsked, CosignDropped, CosignObjected
from mediation.inbox.hands import answers_itself
from mediation.inbox.operations import desk
from mediation.inbox.operations.desk import Task
from mediation.kernel.actor import Actor
from mediation.kernel.clock import day_of, start_of
from mediation.kernel.text import N_
from mediation.kernel.unit_of_work import UnitOfWork
from mediation.people.identity import Identity, PostView
from mediation.units.queries import unit as unit_view


def add_cosigner(
    uow: UnitOfWork,
    *,
    item_id: int,
    to_id: int,
    question: str,
    answer_by: date,
    by: Identity,
    at: datetime,
) -> int:
    """Ask somebody for a word before the task is completed; return the id of the row on their desk.

    Asked is who works on cases at the task's unit, above it or below it (county default). Where the
    task itself is late already, the answer is wanted today.

    :param answer_by: last day to answer, never after the task's own
    :raises TooManyCosigners: so many are asked already
    :raises AskedAlready: this one is
    :raises AnswerTooLate: before today, or after the task is due
    :raises NotInLine: the unit has nothing to do with it
    :raises ReceiverRecused: or ReceiverIsParty, or ClosedToThem
    """
    task = desk.open_task(uow, item_id, by)
    item = task.item
    actor = require_desk(uow.session, uow.locality, item, by)
    desk.check_movable(uow, item)
    question = desk.fit(uow, task.case, desk.need(question, N_("要问对方什么")))
    if to_id in (by.person_id, item.person_id):
        raise refusals.NotToOneself()
    receiver = desk.receiver_of(uow, to_id, at)
    post = _post_in_line(uow, receiver, item)
    desk.check_free(uow, task.case, to_id)
    desk.check_may_know(task.case, receiver)
    _check_number(uow, item, receiver)
    row = uow.add(_row(item, post, to_id, _due_at(item, answer_by, at), answer_by, at))
    item.cosigns_open += 1
    uow.session.flush()
    uow.add(
        WorkMove(
            case_id=item.case_id,
            item_id=item.id,
            kind="cosign",
            by_id=by.person_id,
            by_post=actor.post,
            to_id=to_id,
            to_item_id=row.id,
            reason=question,
            at=at,
        )
    )
    uow.record(
        CosignAsked(
            case_id=item.case_id,
            item_id=item.id,
            label=item.label,
            to=f"{post.title}{receiver.name}",
            question=question,
            answer_by=answer_by,
            asked_id=row.id,
            tells=(to_id,),
            at=at,
            by=actor,
        )
    )
    return row.id


def answer_cosign(
    uow: UnitOfWork, *, item_id: int, agrees: bool, remark: str, by: Identity, at: datetime
) -> None:
    """Answer the question; an objection says why. Neither decides anything.

    :param item_id: the co-signer's row
    :raises TaskTaken: it was answered; says by whom and when
    :raises TaskGone: it is asked no more
    :raises OwnQuestion: one asked it oneself, or has the task, and only stands in for who is asked
    :raises RemarkNeeded: an objection without a word
    """
    task = desk.open_task(uow, item_id, by)
    row = task.item
    if row.parent_id is None or row.person_id not in by.person_ids:
        raise refusals.NotAsked(who=desk.name_of(uow, row.person_id))
    actor = require_desk(uow.session, uow.locality, row, by)
    _check_not_own(uow, row, by)
    said = desk.fit(uow, task.case, remark)
    if not agrees and not said:
        raise refusals.RemarkNeeded(fields={"remark": refusals.RemarkNeeded.message})
    parent = _close(uow, task, state="done", by=actor, at=at)
    move = _answer(uow, row, "agreed" if agrees else "objected", said, at)
    fact = CosignAgreed if agrees else CosignObjected
    uow.record(
        fact(
            case_id=row.case_id,
            item_id=parent.id,
            label=parent.label,
            remark=said,
            tells=(move.by_id,),
            at=at,
            by=actor,
        )
    )


def drop_cosigner(uow: UnitOfWork, *, item_id: int, reason: str, by: Identity, at: datetime) -> None:
    """Ask somebody no more who has not answered (减签).

    :param item_id: the co-signer's row
    :raises TaskTaken: it was answered; says by whom and when
    :raises NoPost: or another refusal of ``require_desk``: the task is not theirs
    """
    task = desk.open_task(uow, item_id, None)
    row = task.item
    if row.parent_id is None:
        raise refusals.NotAsked(who=desk.name_of(uow, row.person_id))
    parent = desk.open_task(uow, row.parent_id, by)
    actor = require_desk(uow.session, uow.locality, parent.item, by)
    reason = desk.fit(uow, task.case, desk.need(reason, N_("减签的理由")))
    asked = row.person_id
    _close(uow, task, state="cancelled", by=actor, at=at)
    _answer(uow, row, "dropped", reason, at)
    uow.record(
        CosignDropped(
            case_id=row.case_id,
            item_id=parent.item.id,
            label=parent.item.label,
            to=desk.name_of(uow, asked),
            reason=reason,
            tells=(asked,) if asked is not None else (),
            at=at,
            by=actor,
        )
    )


def _check_not_own(uow: UnitOfWork, row: WorkItem, by: Identity) -> None:
    """Let nobody answer what they asked themselves, in whose place ever (county default).

    :raises OwnQuestion:
    """
    parent = uow.get(WorkItem, row.parent_id)
    asker = uow.session.scalar(select(WorkMove.by_id).where(WorkMove.to_item_id == row.id))
    if answers_itself((asker, parent.person_id, parent.delegated_by_id), row.person_id, by):
        raise refusals.OwnQuestion(who=desk.name_of(uow, row.person_id))


def _post_in_line(uow: UnitOfWork, receiver: Identity, item: WorkItem) -> PostView:
    """Return the receiver's own post at, above or below the task's unit.

    :raises NotInLine:
    """
    path = unit_view(uow.session, item.unit_id).path
    for post in receiver.posts:
        in_line = path.startswith(post.unit_path) or post.unit_path.startswith(path)
        if in_line and post.standing_in_for is None and "act_on_case" in post.permissions:
            return post
    raise refusals.NotInLine(name=receiver.name)


def _check_number(uow: UnitOfWork, item: WorkItem, receiver: Identity) -> None:
    most = settings.of(uow.locality).cosigners_at_most
    if item.cosigns_open >= most:
        raise refusals.TooManyCosigners(label=item.label, count=item.cosigns_open, most=most)
    asked = select(WorkItem.id).where(
        WorkItem.parent_id == item.id, WorkItem.state == "open", WorkItem.person_id == receiver.person_id
    )
    if uow.session.scalar(asked.limit(1)) is not None:
        raise refusals.AskedAlready(label=item.label, who=receiver.name, when="")


def _due_at(item: WorkItem, answer_by: date, at: datetime) -> datetime:
    """Return the first moment at which the answer is late.

    :raises AnswerTooLate:
    """
    today, due_at = day_of(at), start_of(answer_by + timedelta(days=1))
    if item.due_at is None or item.due_on is None:
        latest = None
    else:
        latest = max(item.due_on, today)
    if answer_by < today or (latest is not None and answer_by > latest):
        shown = f"（{latest.month}月{latest.day}日）" if latest is not None else ""
        raise refusals.AnswerTooLate(latest=shown, fields={"answer_by": refusals.AnswerTooLate.message})
    return min(due_at, item.due_at) if item.due_at is not None and item.due_at > at else due_at


def _row(
    item: WorkItem, post: PostView, to_id: int, due_at: datetime, answer_by: date, at: datetime
) -> WorkItem:
    return WorkItem(
        case_id=item.case_id,
        instance_id=item.instance_id,
        task_ref=item.task_ref,
        process=item.process,
        element=item.element,
        label=f"会签：{item.label}"[:120],
        label_en=f"Co-sign: {item.label_en}"[:120] if item.label_en else "",
        role=post.role,
        unit_id=post.unit_id,
        person_id=to_id,
        attempt_id=item.attempt_id,
        task_level=item.task_level,
        due_at=due_at,
        due_on=answer_by,
        sort_at=due_at or FAR,
        state="open",
        opened_at=at,
        parent_id=item.id,
        risk_rank=item.risk_rank,
        kind=item.kind,
    )


def _close(uow: UnitOfWork, task: Task, *, state: str, by: Actor, at: datetime) -> WorkItem:
    """Take the question off the co-signer's desk and let the task be completed if it was the last."""
    row = task.item
    row.state, row.closed_at = state, at
    row.closed_by, row.closed_post = by.person_id, by.post
    parent = uow.get(WorkItem, row.parent_id, lock=True)
    uow.session.refresh(parent)
    parent.cosigns_open = max(0, parent.cosigns_open - 1)
    return parent


def _answer(uow: UnitOfWork, row: WorkItem, outcome: str, remark: str, at: datetime) -> WorkMove:
    move = uow.session.scalars(select(WorkMove).where(WorkMove.to_item_id == row.id)).one()
    move.outcome, move.answered_at, move.remark = outcome, at, remark
    return move
