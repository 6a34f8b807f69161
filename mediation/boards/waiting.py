"""Whom the disputes in hand wait for: a role by unit, a unit by person. Never in order of lateness."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Subquery, and_, func, select
from sqlalchemy.orm import Session

from mediation.boards.asked import NOBODY
from mediation.boards.facts import Now, word
from mediation.boards.numbers import counted
from mediation.boards.population import Area, area, in_hand
from mediation.boards.posts import own_marks
from mediation.casework.model import WorkItem
from mediation.people.model import Person
from mediation.units.model import Unit
from mediation.units.queries import UnitView

NUMBERS = ("open", "late", "week")
AT_MOST = 1_000


@dataclass(frozen=True)
class WaitLine:
    """Disputes that wait for a role at a unit, or for one person in it.

    :ivar id: of the unit or the person; ``NOBODY``: tasks nobody has claimed
    """

    id: int
    name: str
    counts: dict[str, int]


def by_unit(session: Session, unit: UnitView, role: str, *, at: datetime) -> Sequence[WaitLine]:
    """Return how many cases in hand below ``unit`` wait for ``role`` at each unit, in order of code."""
    found = _grouped(area(session, unit), Now(at), WorkItem.unit_id, WorkItem.role == role)
    query = select(found, Unit.full_name).join(Unit, Unit.id == found.c.key).order_by(Unit.code)
    return [_line(row) for row in session.execute(query.limit(AT_MOST))]


def by_person(
    session: Session, unit: UnitView, role: str, at_unit: int, *, at: datetime
) -> Sequence[WaitLine]:
    """Return how many of them wait for each person in that role at one unit, in order of name."""
    held = and_(WorkItem.role == role, WorkItem.unit_id == at_unit)
    found = _grouped(area(session, unit), Now(at), func.coalesce(WorkItem.person_id, NOBODY), held)
    query = select(found, func.coalesce(Person.name, "")).outerjoin(Person, Person.id == found.c.key)
    rows = session.execute(query.order_by(Person.name, found.c.key).limit(AT_MOST)).all()
    return [_line(row) for row in sorted(rows, key=lambda row: row.key == NOBODY)]


def _grouped(within: Area, now: Now, key: Any, held: ColumnElement[bool]) -> Subquery:
    """Count cases by who holds an open task of them; a case that waits for two counts for both."""
    cases = in_hand(within).cte("held")
    tasks = select(WorkItem.case_id, key.label("key"), *own_marks(NUMBERS, now))
    tasks = tasks.where(WorkItem.state == word("open"), held).group_by(WorkItem.case_id, key)
    if not within.is_whole:
        tasks = tasks.where(WorkItem.case_id.in_(select(cases.c.id)))
    waits = tasks.subquery("waits")
    return (
        select(waits.c.key, *counted(waits, NUMBERS))
        .select_from(waits.join(cases, cases.c.id == waits.c.case_id))
        .group_by(waits.c.key)
        .subquery("counted")
    )


def _line(row: Any) -> WaitLine:
    key, *counts, name = row
    return WaitLine(key, name, dict(zip(NUMBERS, counts, strict=True)))
