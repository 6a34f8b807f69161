"""Through whose hands the tasks of a case went: handed over, delegated, co-signed, sent back, taken back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session, aliased

from mediation.casework.model import WorkItem, WorkMove
from mediation.kernel.text import N_
from mediation.people.model import Person

KINDS = {
    "handed_over": N_("转办"),
    "delegated": N_("委派"),
    "cosign": N_("会签"),
    "sent_back": N_("退回"),
    "taken_back": N_("撤回"),
}
OUTCOMES = {
    "done": N_("已办"),
    "given_back": N_("已交回"),
    "agreed": N_("同意"),
    "objected": N_("有异议"),
    "dropped": N_("已减签"),
    "taken_back": N_("已撤回"),
}


@dataclass(frozen=True)
class MoveView:
    """One move.

    :ivar sender: who held the task before, else whoever moved it
    :ivar receiver: who got it or was asked; None where it went back to a unit
    :ivar outcome_title: what became of it; None: not answered yet
    """

    id: int
    kind: str
    kind_title: str
    label: str
    label_en: str
    sender: str
    by_post: str
    receiver: str | None
    reason: str
    at: datetime
    outcome: str | None
    outcome_title: str | None
    remark: str
    answered_at: datetime | None

    @property
    def is_waiting(self) -> bool:
        """Whether an answer is still out."""
        return self.outcome is None


def moves(session: Session, case_id: int, *, size: int = 50) -> Sequence[MoveView]:
    """Return the last moves of a case's tasks, the newest first, in one statement."""
    rows = session.execute(_rows(), {"case_id": case_id, "size": size}).tuples()
    return tuple(
        MoveView(
            id=row.id,
            kind=row.kind,
            kind_title=KINDS[row.kind],
            label=label,
            label_en=label_en,
            sender=held_by or moved_by,
            by_post=row.by_post,
            receiver=received_by,
            reason=row.reason,
            at=row.at,
            outcome=row.outcome,
            outcome_title=OUTCOMES.get(row.outcome, row.outcome) if row.outcome else None,
            remark=row.remark,
            answered_at=row.answered_at,
        )
        for row, label, label_en, moved_by, held_by, received_by in rows
    )


@cache
def _rows() -> Select[Any]:
    """Built once: every opening of a case asks it."""
    mover, holder, receiver = aliased(Person), aliased(Person), aliased(Person)
    return (
        select(WorkMove, WorkItem.label, WorkItem.label_en, mover.name, holder.name, receiver.name)
        .join(WorkItem, WorkItem.id == WorkMove.item_id)
        .join(mover, mover.id == WorkMove.by_id)
        .outerjoin(holder, holder.id == WorkMove.from_id)
        .outerjoin(receiver, receiver.id == WorkMove.to_id)
        .where(WorkMove.case_id == bindparam("case_id"))
        .order_by(WorkMove.id.desc())
        .limit(bindparam("size"))
    )
