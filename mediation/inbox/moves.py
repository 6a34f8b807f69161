"""What is going on around one task: moves that wait for an answer, co-signers' words, nudges."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, aliased

from mediation.cases.model import Appointment
from mediation.casework.model import WorkItem, WorkMove
from mediation.casework.moves import KINDS, OUTCOMES
from mediation.casework.touched import has_begun
from mediation.inbox.model import Nudge
from mediation.people.identity import Identity
from mediation.people.model import Person

OWN = ("handed_over", "delegated", "cosign")


@dataclass(frozen=True)
class Step:
    """One move of a task.

    :ivar asked_id: the co-signer's row, where somebody was asked
    :ivar answer_by: last day to answer
    :ivar may_take_back: this viewer moved it, and nobody has answered or begun
    :ivar is_own: it went from this viewer's desk, or this viewer moved it
    """

    id: int
    kind: str
    kind_title: str
    by_name: str
    to_name: str | None
    reason: str
    at: datetime
    outcome: str | None
    outcome_title: str
    remark: str
    asked_id: int | None
    answer_by: date | None
    may_take_back: bool
    is_own: bool

    @property
    def is_waiting(self) -> bool:
        """Whether an answer is still out."""
        return self.outcome is None

    @property
    def is_cosign(self) -> bool:
        """Whether it asks a co-signer."""
        return self.kind == "cosign"


@dataclass(frozen=True)
class Nudged:
    """How often a task was nudged for, and by whom the last time."""

    times: int
    by_name: str
    at: datetime


def steps_of(session: Session, item_id: int, identity: Identity) -> tuple[Step, ...]:
    """Return the moves of a task, the first one first."""
    mover, receiver, row, parent = aliased(Person), aliased(Person), aliased(WorkItem), aliased(WorkItem)
    found = session.execute(
        select(WorkMove, mover.name, receiver.name, row.due_on, parent)
        .join(parent, parent.id == WorkMove.item_id)
        .join(mover, mover.id == WorkMove.by_id)
        .outerjoin(receiver, receiver.id == WorkMove.to_id)
        .outerjoin(row, (row.id == WorkMove.to_item_id) & row.parent_id.is_not(None))
        .where(WorkMove.item_id == item_id)
        .order_by(WorkMove.id)
    ).tuples()
    return tuple(
        Step(
            id=move.id,
            kind=move.kind,
            kind_title=KINDS[move.kind],
            by_name=by_name,
            to_name=to_name,
            reason=move.reason,
            at=move.at,
            outcome=move.outcome,
            outcome_title=OUTCOMES.get(move.outcome or "", ""),
            remark=move.remark,
            asked_id=move.to_item_id if move.kind == "cosign" else None,
            answer_by=answer_by,
            may_take_back=_may_take_back(session, move, task, identity),
            is_own=not {move.by_id, move.from_id}.isdisjoint(identity.person_ids),
        )
        for move, by_name, to_name, answer_by, task in found
    )


def nudged(session: Session, item_id: int) -> Nudged | None:
    """Return how often the task was nudged for; None where never."""
    rows = session.execute(
        select(Nudge.at, Person.name)
        .join(Person, Person.id == Nudge.by_id)
        .where(Nudge.item_id == item_id)
        .order_by(Nudge.id)
    ).all()
    return Nudged(len(rows), rows[-1][1], rows[-1][0]) if rows else None


@dataclass(frozen=True)
class Question:
    """What a co-signer is asked.

    :ivar hands: who asked, and whose the task is; none of them answers
    :ivar is_asker: this viewer asked, or stands in for who did
    :ivar parent_label: the task it is about
    """

    item_id: int
    parent_id: int
    hands: tuple[int | None, ...]
    is_asker: bool
    parent_label: str
    parent_label_en: str
    case_id: int
    asked_by: str
    post: str
    question: str
    answer_by: date | None


def question(session: Session, item_id: int, identity: Identity) -> Question | None:
    """Return what the co-sign row ``item_id`` asks; None where it is no such row."""
    row, parent = aliased(WorkItem), aliased(WorkItem)
    found = session.execute(
        select(row, parent, WorkMove, Person.name)
        .join(parent, parent.id == row.parent_id)
        .join(WorkMove, WorkMove.to_item_id == row.id)
        .join(Person, Person.id == WorkMove.by_id)
        .where(row.id == item_id)
    ).first()
    if found is None:
        return None
    item, task, move, name = found
    return Question(
        item_id=item.id,
        parent_id=task.id,
        hands=(move.by_id, task.person_id, task.delegated_by_id),
        is_asker=move.by_id in identity.person_ids,
        parent_label=task.label,
        parent_label_en=task.label_en,
        case_id=item.case_id,
        asked_by=name,
        post=move.by_post,
        question=move.reason,
        answer_by=item.due_on,
    )


def _may_take_back(session: Session, move: WorkMove, task: WorkItem, identity: Identity) -> bool:
    if move.outcome is not None or move.kind not in OWN:
        return False
    owners = {move.by_id, move.from_id} if move.kind == "delegated" else {move.by_id}
    return bool(owners & identity.person_ids) and (
        move.kind != "handed_over" or is_untouched(session, task, move)
    )


def is_untouched(session: Session, item: WorkItem, move: WorkMove) -> bool:
    """Say whether nobody has begun on what was handed over, nor became mediator by it."""
    if item.person_id != move.to_id or item.delegated_by_id is not None or item.cosigns_open:
        return False
    if move.to_id is not None and has_begun(session, item.id, move.to_id):
        return False
    return not made_mediator(session, item, move)


def made_mediator(session: Session, item: WorkItem, move: WorkMove) -> bool:
    """Say whether the move came with an appointment: then the parties agreed to it."""
    query = exists().where(
        Appointment.attempt_id == item.attempt_id,
        Appointment.person_id == move.to_id,
        Appointment.appointed_at == move.at,
    )
    return bool(session.scalar(select(query)))
