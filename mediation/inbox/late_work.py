"""Which late work a task of 督办 is about, so that two of one case can be told apart."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import cache

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import Session, aliased

from mediation.casework.model import ProcessInstance, WorkItem
from mediation.clocks.model import Clock
from mediation.oversight.model import Card
from mediation.oversight.rules import listed


@dataclass(frozen=True)
class LateWork:
    """Work that was not done in time.

    :ivar label: the late task, in English ``label_en``
    :ivar holder: post and names of who held it then
    :ivar due_on: last day in time by the calendar of now, whatever the card said when it was given
    :ivar person_id: who held it, where that was one person
    :ivar item_id: the late task itself, where it was a task
    :ivar clock_id: the time limit that passed
    :ivar holders: all who held it then, where it was more than one task's
    """

    label: str
    holder: str
    due_on: date | None
    label_en: str = ""
    person_id: int | None = None
    item_id: int | None = None
    clock_id: int | None = None
    holders: str = ""


def behind(session: Session, item_ids: Collection[int]) -> dict[int, LateWork]:
    """Return the late work behind each of the tasks that belong to a 督办."""
    rows = session.execute(_query(), {"items": list(item_ids)}).tuples().all()
    held: dict[int, list[str]] = {}
    for row in rows:
        held.setdefault(row[0], []).append(row[2])
    return {
        item_id: LateWork(
            label, holder, due_on, label_en, person_id, late_id, clock_id, listed(held[item_id])
        )
        for item_id, label, holder, due_on, label_en, person_id, late_id, clock_id in rows
    }


@cache
def _query() -> Select[tuple[int, str, str, date | None, str, int | None, int | None, int]]:
    """Built once: every list with a 督办 in it asks it."""
    late = aliased(WorkItem)
    label_en = func.coalesce(late.label_en, "")
    return (
        select(
            *(WorkItem.id, Card.label, Card.holder, Clock.due_on, label_en),
            *(Card.person_id, Card.item_id, Card.clock_id),
        )
        .join(ProcessInstance, ProcessInstance.id == WorkItem.instance_id)
        .join(Card, (Card.clock_id == ProcessInstance.subject_id) & (Card.kind == "red"))
        .join(Clock, Clock.id == Card.clock_id)
        .outerjoin(late, late.id == Card.item_id)
        .where(WorkItem.id.in_(bindparam("items", expanding=True)), WorkItem.process == "oversight")
        .where(Card.voided_at.is_(None))
        .order_by(Card.id)
    )
