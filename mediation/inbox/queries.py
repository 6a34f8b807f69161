"""Whose desk holds what: lists and counts read from one table, never from the engine."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, false, func, literal, or_, select, tuple_
from sqlalchemy.orm import Session, aliased

from mediation.cases.model import Case
from mediation.casework.model import ProcessInstance, WorkItem
from mediation.kernel.errors import NotFound, Refused
from mediation.kernel.text import N_
from mediation.people.model import Person
from mediation.people.queries import Identity
from mediation.units.model import Unit

BOXES = ("mine", "unit", "late", "done")
COUNT_CAP = 1000


class BadPageKey(Refused):
    """The address of the page was cut or changed."""

    message = N_("网址中的翻页位置不完整，请从第一页重新翻起。")


@dataclass(frozen=True, kw_only=True)
class ItemView:
    """One task as an inbox or a form page shows it."""

    id: int
    case_id: int
    case_number: str
    case_title: str
    risk: str
    kind: str
    process: str
    element: str
    digest: str
    label: str
    label_en: str
    form_key: str | None
    role: str
    unit_id: int
    unit_name: str
    diverted_from: str | None
    diverted_from_role: str | None
    person_id: int | None
    person_name: str | None
    task_level: str | None
    due_at: datetime | None
    due_on: date | None
    provisional: bool
    late: bool
    is_mine: bool
    may_do: bool
    state: str
    opened_at: datetime
    closed_at: datetime | None
    closed_by_name: str | None

    def is_overdue(self, at: datetime) -> bool:
        """Say whether its time was up at ``at``."""
        return self.state == "open" and self.due_at is not None and self.due_at <= at

    @property
    def is_open(self) -> bool:
        """Say whether it still waits to be done."""
        return self.state == "open"


@dataclass(frozen=True)
class Page:
    """A page of tasks; ``next`` is the key of the page after it, or None."""

    items: tuple[ItemView, ...]
    next: str | None


@dataclass(frozen=True)
class Counts:
    """How many tasks each box holds, counted up to a cap."""

    mine: int
    unit: int
    late: int

    def shown(self, box: str) -> str:
        """Return the count as people read it, "1000+" above the cap."""
        count = int(getattr(self, box))
        return f"{COUNT_CAP}+" if count > COUNT_CAP else str(count)


def listing(
    session: Session, *, identity: Identity, box: str, at: datetime, after: str | None = None, size: int = 30
) -> Page:
    """Return one page of ``box`` for ``identity``, the most urgent first; "done" the latest first.

    :param after: key from the page before
    :raises BadPageKey: the key cannot be read
    """
    column = WorkItem.closed_at if box == "done" else WorkItem.sort_at
    query = _rows().where(_box(identity, box, at))
    if after:
        moment, ident = _read_key(after)
        place = tuple_(literal(moment, type_=WorkItem.sort_at.type), literal(ident))
        here = tuple_(column, WorkItem.id)
        query = query.where(here < place if box == "done" else here > place)
    order = (column.desc(), WorkItem.id.desc()) if box == "done" else (column, WorkItem.id)
    rows = session.execute(query.order_by(*order).limit(size + 1)).all()
    items = tuple(_view(row, identity) for row in rows[:size])
    more = len(rows) > size
    last = rows[size - 1][0] if more else None
    return Page(items, _key(last.closed_at if box == "done" else last.sort_at, last.id) if last else None)


def counts(session: Session, *, identity: Identity, at: datetime) -> Counts:
    """Return how full each box is, in one statement, never counting past the cap."""

    def capped(box: str) -> Any:
        some = select(WorkItem.id).where(_box(identity, box, at)).limit(COUNT_CAP + 1).subquery()
        return select(func.count()).select_from(some).scalar_subquery()

    query = select(capped("mine"), capped("unit"), capped("late"))
    mine, unit, late = session.execute(query).tuples().one()
    return Counts(mine=mine, unit=unit, late=late)


def open_item(session: Session, *, item_id: int, identity: Identity) -> ItemView:
    """Return the task as ``identity`` sees it, open or not.

    :raises NotFound: there is no such task
    """
    row = session.execute(_rows().where(WorkItem.id == item_id)).first()
    if row is None:
        raise NotFound(what="这项待办")
    return _view(row, identity)


def of_case(session: Session, *, case_id: int, identity: Identity) -> tuple[ItemView, ...]:
    """Return the open tasks of a case, the most urgent first."""
    rows = session.execute(
        _rows()
        .where(WorkItem.case_id == case_id, WorkItem.state == "open")
        .order_by(WorkItem.sort_at, WorkItem.id)
    ).all()
    return tuple(_view(row, identity) for row in rows)


_holder, _closer, _vacant_at = aliased(Person), aliased(Person), aliased(Unit)


def _rows() -> Select[Any]:
    return (
        select(
            WorkItem,
            Case.number,
            Case.title,
            Case.risk,
            Case.kind,
            ProcessInstance.digest,
            Unit.full_name,
            _holder.name,
            _closer.name,
            _vacant_at.full_name,
        )
        .join(Case, Case.id == WorkItem.case_id)
        .join(ProcessInstance, ProcessInstance.id == WorkItem.instance_id)
        .join(Unit, Unit.id == WorkItem.unit_id)
        .outerjoin(_holder, _holder.id == WorkItem.person_id)
        .outerjoin(_closer, _closer.id == WorkItem.closed_by)
        .outerjoin(_vacant_at, _vacant_at.id == WorkItem.diverted_from_id)
    )


def _box(identity: Identity, box: str, at: datetime) -> ColumnElement[bool]:
    if box == "done":
        return WorkItem.closed_by == identity.person_id
    mine = and_(WorkItem.state == "open", WorkItem.person_id.in_(identity.person_ids))
    unit = and_(WorkItem.state == "open", WorkItem.person_id.is_(None), _posts(identity))
    if box == "mine":
        return mine
    if box == "unit":
        return unit
    return and_(or_(mine, unit), WorkItem.sort_at <= at)


def _posts(identity: Identity) -> ColumnElement[bool]:
    pairs = {(post.unit_id, post.role) for post in identity.posts}
    if not pairs:
        return false()
    return or_(*(and_(WorkItem.unit_id == unit, WorkItem.role == role) for unit, role in sorted(pairs)))


def _view(row: Row[Any], identity: Identity) -> ItemView:
    item, number, title, risk, kind, digest, unit, holder, closer, vacant_at = row
    named = item.person_id in identity.person_ids
    in_post = any(post.unit_id == item.unit_id and post.role == item.role for post in identity.posts)
    return ItemView(
        **{name: getattr(item, name) for name in _COPIED},
        case_number=number,
        case_title=title,
        risk=risk,
        kind=kind,
        digest=digest,
        unit_name=unit,
        diverted_from=vacant_at,
        person_name=holder,
        is_mine=named,
        may_do=item.state == "open" and (named or (item.person_id is None and in_post)),
        closed_by_name=closer,
    )


_COPIED = (
    *("id", "case_id", "process", "element", "label", "label_en", "form_key", "role", "unit_id"),
    *("diverted_from_role", "person_id", "task_level", "due_at", "due_on", "provisional", "late"),
    *("state", "opened_at", "closed_at"),
)


def _key(moment: datetime, ident: int) -> str:
    return f"{moment.isoformat()}~{ident}"


def _read_key(key: str) -> tuple[datetime, int]:
    try:
        moment, ident = key.rsplit("~", 1)
        return datetime.fromisoformat(moment), int(ident)
    except ValueError:
        raise BadPageKey() from None
