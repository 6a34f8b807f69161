"""Which disputes a board looks at: those in hand at a unit and below, or those of a month."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select
from sqlalchemy.orm import aliased

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


def in_hand(unit: UnitView, *, own: bool = False, closed_too: bool = False) -> Select[Any]:
    """Return the open cases that ``unit`` and the units below it hold, with the child unit each is below.

    :param own: only those ``unit`` itself holds
    :param closed_too: also what is being performed, visited and archived after its closing
    """
    where = Case.held_by_id == unit.id if own else below(Unit.path, unit.path)
    return (
        select(*COLUMNS, step_below(Unit.path.expression, unit.path).label("child"))
        .join(Unit, Unit.id == Case.held_by_id)
        .where(where if closed_too else and_(Case.closed_at.is_(None), where))
    )


def late_afterwards(now: Now) -> Select[tuple[int]]:
    """Return the ids of closed cases with a late task, looked up from the tasks: a task, a case."""
    closed_at = select(Case.closed_at).where(Case.id == WorkItem.case_id).scalar_subquery()
    return select(WorkItem.case_id).distinct().where(_is_late(now), closed_at.is_not(None))


def _is_late(now: Now) -> ColumnElement[bool]:
    return and_(WorkItem.state == word("open"), or_(WorkItem.late, WorkItem.due_at <= now.moment))


def afterwards(unit: UnitView, now: Now, *, own: bool = False) -> Select[Any]:
    """Return the closed cases of ``unit`` and below of which a task that follows the closing is late."""
    late = select(WorkItem.case_id).where(_is_late(now))
    held = in_hand(unit, own=own, closed_too=True)
    return held.where(Case.closed_at.is_not(None), Case.id.in_(late))


def is_whole(unit: UnitView) -> bool:
    """Say whether all that is in hand anywhere is in hand at ``unit`` and below."""
    return unit.parent_id is None


def of_month(unit: UnitView, number: str, month: date) -> Select[Any]:
    """Return the cases that count for ``number`` in ``month``, open or closed by now."""
    begin, end = span(month)
    if number == "became_late":
        return select(*COLUMNS).where(
            exists()
            .where(Card.case_id == Case.id, *became_late(unit))
            .where(within(Card.since.expression, begin, end))
        )
    return placed(select(*COLUMNS), unit).where(within(MOMENTS[number], begin, end))


MOMENTS: dict[str, ColumnElement[Any]] = {
    "reported": Case.reported_at.expression,
    "closed": Case.closed_at.expression,
}


def placed(query: Select[Any], unit: UnitView) -> Select[Any]:
    """Return the query of cases, those alone whose place is in ``unit``."""
    return query.join(Unit, Unit.id == Case.unit_id).where(below(Unit.path, unit.path))


def became_late(unit: UnitView) -> tuple[ColumnElement[bool], ...]:
    """Return what makes a card count as lateness of ``unit``: it stays with who was late, moved or not."""
    return (
        Card.kind == "red",
        Card.voided_at.is_(None),
        Card.unit_id == _late_at.id,
        below(_late_at.path, unit.path),
    )


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
