"""Disputes as a board lists them: what is late or due, whom each waits for, as the reader may see it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, case, or_, select
from sqlalchemy.orm import Session, aliased, load_only

from mediation.boards.facts import Now, facts
from mediation.boards.population import COLUMNS
from mediation.cases.model import Case
from mediation.cases.queries import shown_text, visible_to
from mediation.casework.model import FAR, WorkItem
from mediation.clocks.model import Clock
from mediation.inbox.late_work import OVERSIGHT, LateWork, behind
from mediation.people.identity import Identity
from mediation.people.model import Person
from mediation.units.model import Unit

_place, _holder = aliased(Unit), aliased(Unit)


@dataclass(frozen=True)
class Wait:
    """One open task: what, who holds it and its end; ``person`` None: nobody has claimed it.

    :ivar about: the late work that a task of 督办 is about; two of one dispute read alike without it
    """

    about: LateWork | None
    label: str
    label_en: str
    role: str
    unit: str
    person: str | None
    due_on: date | None
    due_at: datetime | None
    is_late: bool


@dataclass(frozen=True)
class Overdue:
    """A deadline that was missed and is still owed: of a task, or a limit of the whole case."""

    label: str
    label_en: str
    due_on: date | None
    due_at: datetime | None
    about: LateWork | None = None


@dataclass(frozen=True)
class Coming:
    """The date that comes next: last day in time, and the moment it is late."""

    due_on: date | None
    due_at: datetime


@dataclass(frozen=True, kw_only=True)
class BoardLine:
    """A dispute in a list of the board.

    :ivar title: None: the reader may not open the case, and reads no title
    :ivar due_on: last day in time of the first of its dates, past or to come; ``due_at`` when it is late
    :ivar next_due: the first of its dates to come, None where all have passed
    :ivar provisional: whether that next date is; the number of the board asks the same
    :ivar overdue: all that is owed and late, the longest first, after the closing too
    """

    id: int
    number: str
    title: str | None
    kind: str
    source: str
    level: str
    risk: str
    unit: str
    held_by: str
    reported_at: datetime
    outcome: str | None
    closed_at: datetime | None
    is_late: bool
    due_at: datetime | None
    due_on: date | None
    next_due: Coming | None
    provisional: bool
    paused_at: datetime | None
    red: bool
    unexplained: bool
    yellow: bool
    listed: bool
    instructed: bool
    waits: tuple[Wait, ...]
    overdue: tuple[Overdue, ...]

    @property
    def may_be_opened(self) -> bool:
        """Whether the reader may open the case."""
        return self.title is not None

    @property
    def is_closed(self) -> bool:
        """Whether it has an outcome."""
        return self.closed_at is not None

    def days_late(self, today: date) -> int | None:
        """Return by how many days the longest overdue is late; 0: hours; None where nothing dated is."""
        days = [(today - each.due_on).days for each in self.overdue if each.due_on is not None]
        return max(0, *days) if days else None


def lines(session: Session, ids: Sequence[int], *, identity: Identity, at: datetime) -> tuple[BoardLine, ...]:
    """Return the cases of those ids in their order, as ``identity`` may see them."""
    if not ids:
        return ()
    waits, limits = _waits(session, ids, at), _limits(session, ids, at)
    dated = {row.id: row for row in session.execute(_facts(ids, Now(at)))}
    found = {row[0].id: row for row in session.execute(_cases(ids, identity))}
    return tuple(
        _line(session, identity, found[each], dated[each], waits[each], limits[each])
        for each in ids
        if each in found
    )


def _facts(ids: Sequence[int], now: Now) -> Select[Any]:
    needs = ("pressing", "dates", "pauses", "red_cards", "yellow_cards", "listings", "instructions")
    return facts(select(*COLUMNS).where(Case.id.in_(ids)).cte("held"), now, needs=needs)


def _cases(ids: Sequence[int], identity: Identity) -> Select[Any]:
    """Return each case with its units, and whether it may be opened."""
    needed = (Case.number, Case.title, Case.traits, Case.handler_id, Case.reported_by, Case.outcome)
    may_open = case((visible_to(identity), True), else_=False)
    return (
        select(Case, _place.full_name, _holder.full_name, may_open)
        .options(load_only(*needed, *COLUMNS[1:], Case.closed_at))
        .join(_place, _place.id == Case.unit_id)
        .join(_holder, _holder.id == Case.held_by_id)
        .where(Case.id.in_(ids))
    )


def _waits(session: Session, ids: Sequence[int], at: datetime) -> dict[int, tuple[Wait, ...]]:
    rows = session.execute(
        select(WorkItem.id, WorkItem.process, WorkItem.case_id)
        .add_columns(WorkItem.label, WorkItem.label_en, WorkItem.role, Unit.full_name, Person.name)
        .add_columns(
            WorkItem.due_on,
            WorkItem.due_at,
            case((or_(WorkItem.late, WorkItem.due_at <= at), True), else_=False),
        )
        .join(Unit, Unit.id == WorkItem.unit_id)
        .outerjoin(Person, Person.id == WorkItem.person_id)
        .where(WorkItem.state == "open", WorkItem.case_id.in_(ids))
        .order_by(WorkItem.sort_at, WorkItem.id)
    ).all()
    of_oversight = [item_id for item_id, process, *_ in rows if process == OVERSIGHT]
    about = behind(session, of_oversight) if of_oversight else {}
    found: dict[int, list[Wait]] = defaultdict(list)
    for item_id, _process, case_id, *wait in rows:
        found[case_id].append(Wait(about.get(item_id), *wait))
    return {case_id: tuple(found[case_id]) for case_id in ids}


def _limits(session: Session, ids: Sequence[int], at: datetime) -> dict[int, tuple[Overdue, ...]]:
    """Return the limits of each case and its attempts that have run out and are not met."""
    rows = session.execute(
        select(Clock.case_id, Clock.title, Clock.due_on, Clock.due_at)
        .where(Clock.scope != "item", Clock.state != "stopped", Clock.case_id.in_(ids))
        .where(or_(Clock.state == "reached", Clock.due_at <= at))
        .order_by(Clock.due_at, Clock.id)
    )
    found: dict[int, list[Overdue]] = defaultdict(list)
    for case_id, title, due_on, due_at in rows:
        found[case_id].append(Overdue(title, "", due_on, due_at))
    return {case_id: tuple(found[case_id]) for case_id in ids}


def _overdue(waits: Sequence[Wait], limits: Sequence[Overdue]) -> tuple[Overdue, ...]:
    tasks = [
        Overdue(each.label, each.label_en, each.due_on, each.due_at, each.about)
        for each in waits
        if each.is_late
    ]
    return tuple(sorted((*tasks, *limits), key=lambda each: (each.due_at is None, each.due_at or FAR)))


def _line(
    session: Session,
    identity: Identity,
    row: Any,
    dated: Any,
    waits: tuple[Wait, ...],
    limits: tuple[Overdue, ...],
) -> BoardLine:
    found, unit, held_by, may_open = row
    late = found.closed_at is None and bool(dated.is_late)
    return BoardLine(
        id=found.id,
        number=found.number,
        title=shown_text(session, identity, found, found.title) if may_open else None,
        kind=found.kind,
        source=found.source,
        level=found.level,
        risk=found.risk,
        unit=unit,
        held_by=held_by,
        reported_at=found.reported_at,
        outcome=found.outcome,
        closed_at=found.closed_at,
        is_late=late,
        due_at=dated.first_due,
        due_on=dated.first_due_on,
        next_due=Coming(dated.next_due_on, dated.next_due) if dated.next_due is not None else None,
        provisional=bool(dated.is_provisional),
        paused_at=dated.paused_at,
        red=bool(dated.red),
        unexplained=bool(dated.unexplained),
        yellow=bool(dated.yellow),
        listed=bool(dated.listed),
        instructed=bool(dated.instructed),
        waits=waits,
        overdue=_overdue(waits, () if found.closed_at else limits),
    )
