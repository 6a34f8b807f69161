"""Lists of disputes as people look for them: by number or title, by place, those that are late."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, exists, select
from sqlalchemy.orm import Session, aliased

from mediation.cases.model import Case
from mediation.cases.queries import knows_names, shown_text, visible_to
from mediation.casework.model import WorkItem
from mediation.people.queries import Identity
from mediation.units.model import Unit
from mediation.units.paths import below
from mediation.units.queries import unit as unit_of

PAGE = 30
_place, _holder = aliased(Unit), aliased(Unit)


@dataclass(frozen=True, kw_only=True)
class FoundCase:
    """A dispute in a list.

    :ivar is_late: one of its open tasks is late
    """

    id: int
    number: str
    title: str
    kind: str
    risk: str
    level: str
    unit: str
    held_by: str
    reported_at: datetime
    outcome: str | None
    is_late: bool

    @property
    def is_closed(self) -> bool:
        """Whether it has an outcome."""
        return self.outcome is not None


@dataclass(frozen=True)
class FoundPage:
    """Some disputes, the newest first; ``next`` is the id to go on after, None at the end."""

    items: tuple[FoundCase, ...]
    next: int | None


def find_cases(
    session: Session,
    *,
    identity: Identity,
    at: datetime,
    words: str = "",
    unit_id: int | None = None,
    late_only: bool = False,
    after: int | None = None,
    size: int = PAGE,
) -> FoundPage:
    """Return a page of the disputes ``identity`` may see, the newest first.

    :param words: parts of the number or, for those who read names, of the title; all must be there
    :param unit_id: only those whose place is in this unit or below it
    :param after: id of the last one of the page before
    :raises NotFound: there is no such unit
    """
    late = exists().where(WorkItem.case_id == Case.id, WorkItem.state == "open", WorkItem.sort_at <= at)
    query = (
        select(Case, _place.full_name, _holder.full_name, late)
        .join(_place, _place.id == Case.unit_id)
        .join(_holder, _holder.id == Case.held_by_id)
        .where(visible_to(identity))
    )
    for word in words.split():
        in_number = Case.number.contains(word, autoescape=True)
        in_title = and_(Case.title.contains(word, autoescape=True), knows_names(identity))
        query = query.where(in_number | in_title)
    if unit_id is not None:
        query = query.where(below(_place.path, unit_of(session, unit_id).path))
    if late_only:
        query = query.where(late)
    if after is not None:
        query = query.where(Case.id < after)
    rows = session.execute(query.order_by(Case.id.desc()).limit(size + 1)).tuples().all()
    items = tuple(_found(session, identity, *row) for row in rows[:size])
    return FoundPage(items, items[-1].id if len(rows) > size else None)


def _found(
    session: Session, identity: Identity, case: Case, unit: str, held_by: str, is_late: bool
) -> FoundCase:
    return FoundCase(
        id=case.id,
        number=case.number,
        title=shown_text(session, identity, case, case.title),
        kind=case.kind,
        risk=case.risk,
        level=case.level,
        unit=unit,
        held_by=held_by,
        reported_at=case.reported_at,
        outcome=case.outcome,
        is_late=is_late,
    )
