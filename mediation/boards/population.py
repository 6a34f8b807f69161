"""Which disputes a board looks at: those in hand at a unit and below, or those of a month."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from mediation.boards.facts import Now, word
from mediation.boards.paths import step_below
from mediation.cases.model import Case
from mediation.casework.model import WorkItem
from mediation.kernel.clock import start_of
from mediation.oversight.model import Card
from mediation.units.model import Unit
from mediation.units.paths import below
from mediation.units.queries import UnitView

# What numbers and lists ask of the case itself.
COLUMNS = (Case.id, Case.kind, Case.source, Case.level, Case.risk, Case.reported_at)
_late_at = aliased(Unit)


@dataclass(frozen=True)
class Area:
    """A unit and all below it.

    :ivar is_whole: nothing lies outside it: no dispute, task or card need be asked whose it is
    """

    unit: UnitView
    is_whole: bool

    def has(self, path: ColumnElement[str]) -> ColumnElement[bool]:
        """Return the condition that a unit's path lies in it."""
        return below(path, self.unit.path)


def area(session: Session, unit: UnitView) -> Area:
    """Return what lies at ``unit`` and below: everything where it is the one root."""
    if unit.parent_id is not None:
        return Area(unit, is_whole=False)
    roots = session.scalar(select(func.count(Unit.id)).where(Unit.parent_id.is_(None)))
    return Area(unit, is_whole=roots == 1)


def in_hand(
    of: Area, *, own: bool = False, closed_too: bool = False, with_child: bool = False
) -> Select[Any]:
    """Return the open cases held in an area.

    :param own: only those its unit itself holds
    :param closed_too: also what is being performed, visited and archived after its closing
    :param with_child: with the unit right below the area's own that each is below, as ``child``
    """
    query = select(*COLUMNS) if closed_too else select(*COLUMNS).where(Case.closed_at.is_(None))
    if own:
        return query.where(Case.held_by_id == of.unit.id)
    if with_child:
        query = query.add_columns(step_below(Unit.path.expression, of.unit.path).label("child"))
    elif of.is_whole:
        return query
    query = query.join(Unit, Unit.id == Case.held_by_id)
    return query if of.is_whole else query.where(of.has(Unit.path.expression))


def late_afterwards(now: Now) -> Select[tuple[int]]:
    """Return the ids of closed cases with a late task, looked up from the tasks: a task, a case."""
    closed_at = select(Case.closed_at).where(Case.id == WorkItem.case_id).scalar_subquery()
    return select(WorkItem.case_id).distinct().where(is_late(now), closed_at.is_not(None))


def is_late(now: Now) -> ColumnElement[bool]:
    """Return the condition that a task is open and its time is over."""
    return and_(WorkItem.state == word("open"), or_(WorkItem.late, WorkItem.due_at <= now.moment))


def afterwards(of: Area, now: Now, *, own: bool = False) -> Select[Any]:
    """Return the closed cases of an area of which a task that follows the closing is late."""
    late = select(WorkItem.case_id).where(is_late(now))
    held = in_hand(of, own=own, closed_too=True)
    return held.where(Case.closed_at.is_not(None), Case.id.in_(late))


def of_month(of: Area, number: str, month: date) -> Select[Any]:
    """Return the cases that count for ``number`` in ``month``, open or closed by now."""
    begin, end = span(month)
    if number == "became_late":
        return select(*COLUMNS).where(
            exists()
            .where(Card.case_id == Case.id, *became_late(of))
            .where(within(Card.since.expression, begin, end))
        )
    return placed(select(*COLUMNS), of).where(within(MOMENTS[number], begin, end))


MOMENTS: dict[str, ColumnElement[Any]] = {
    "reported": Case.reported_at.expression,
    "closed": Case.closed_at.expression,
}


def placed(query: Select[Any], of: Area) -> Select[Any]:
    """Return the query of cases, those alone whose place is in the area."""
    if of.is_whole:
        return query
    return query.join(Unit, Unit.id == Case.unit_id).where(of.has(Unit.path.expression))


def became_late(of: Area) -> Iterator[ColumnElement[bool]]:
    """Yield what makes a card count as lateness of an area: it stays with who was late, moved or not."""
    yield Card.kind == word("red")
    yield Card.voided_at.is_(None)
    if not of.is_whole:
        yield Card.unit_id == _late_at.id
        yield of.has(_late_at.path.expression)


def span(month: date) -> tuple[datetime, datetime]:
    """Return the first moment of the month and of the next."""
    return start_of(month), start_of(following(month))


def following(month: date, by: int = 1) -> date:
    """Return the first day of the month ``by`` months later; negative: earlier."""
    count = month.year * 12 + month.month - 1 + by
    return date(count // 12, count % 12 + 1, 1)


def within(moment: ColumnElement[Any], begin: datetime, end: datetime) -> ColumnElement[bool]:
    """Return the condition that ``moment`` is from ``begin`` until before ``end``."""
    return and_(moment >= begin, moment < end)
