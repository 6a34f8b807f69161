"""Which late work a task of 督办 is about, so that two of a case can be told apart, and what goes on."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import Session, aliased

from mediation.casework.model import ProcessInstance, TimerWait, WorkItem
from mediation.clocks.model import Clock
from mediation.oversight.model import Card, Listing
from mediation.oversight.rules import listed
from mediation.units.model import Unit

OVERSIGHT = "oversight"


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
        .where(WorkItem.id.in_(bindparam("items", expanding=True)), WorkItem.process == OVERSIGHT)
        .where(Card.voided_at.is_(None))
        .order_by(Card.id)
    )


@dataclass(frozen=True)
class Onward:
    """What the chain does about late work meanwhile: it waits for nobody's step, done late or not at all.

    :ivar listed_at: since when the work is listed at ``listed_where``; None: it is not
    :ivar interview: role that has to hold the 约谈 by now; "": nobody yet
    :ivar next_step: what comes once ``next_on`` has passed and the work still is not done; "": nothing more
    """

    listed_at: datetime | None = None
    listed_where: str = ""
    interview: str = ""
    next_step: str = ""
    next_on: date | None = None

    def __bool__(self) -> bool:
        return bool(self.listed_at or self.interview or self.next_step)


def onward(session: Session, item_ids: Collection[int]) -> dict[int, Onward]:
    """Return by task of a 督办 how far its chain has come without it, in one statement."""
    rows = session.execute(_onward_query(), {"items": list(item_ids)}).tuples()
    found: dict[int, Onward] = {}
    for item_id, listed_at, where, interview, next_step, next_on in rows:
        found.setdefault(item_id, Onward(listed_at, where, interview, next_step, next_on))
    return {item_id: each for item_id, each in found.items() if each}


@cache
def _onward_query() -> Select[tuple[int, datetime | None, str, str, str, date | None]]:
    """The next timer of each chain comes first."""
    talk = aliased(WorkItem)
    said = (
        Listing.listed_at,
        *(func.coalesce(each, "") for each in (Unit.full_name, talk.role, Clock.title)),
    )
    return (
        select(WorkItem.id, *said, Clock.due_on)
        .join(ProcessInstance, ProcessInstance.id == WorkItem.instance_id)
        .outerjoin(Listing, (Listing.clock_id == ProcessInstance.subject_id) & Listing.closed_at.is_(None))
        .outerjoin(Unit, Unit.id == Listing.unit_id)
        .outerjoin(
            talk,
            (talk.instance_id == WorkItem.instance_id)
            & (talk.step == "oversight.interview")
            & (talk.state == "open")
            & (talk.id != WorkItem.id),
        )
        .outerjoin(TimerWait, TimerWait.instance_id == WorkItem.instance_id)
        .outerjoin(Clock, (Clock.id == TimerWait.clock_id) & (Clock.state == "running"))
        .where(WorkItem.id.in_(bindparam("items", expanding=True)), WorkItem.process == OVERSIGHT)
        .order_by(Clock.due_at.is_(None), Clock.due_at, Listing.id)
    )
