"""Tasks with all that a line or a form page says of them."""

from collections.abc import Callable
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Row, ScalarSelect, Select, Subquery, bindparam, join, select
from sqlalchemy.orm import Session, aliased, load_only

from mediation.cases.model import Case
from mediation.cases.queries import masked, viewer
from mediation.casework.model import ProcessInstance, WorkItem
from mediation.clocks.model import Clock
from mediation.inbox.queries.views import ItemView
from mediation.kernel.errors import NotFound
from mediation.parties.queries import Standing, parties
from mediation.people.identity import Identity
from mediation.people.model import Person
from mediation.units.model import Unit

_holder, _closer, _owner, _vacant_at = aliased(Person), aliased(Person), aliased(Person), aliased(Unit)
_COPIED = (
    *("id", "case_id", "process", "element", "label", "label_en", "form_key", "role", "unit_id"),
    *("diverted_from_role", "person_id", "task_level", "due_at", "due_on", "provisional", "late"),
    *("state", "opened_at", "closed_at"),
    *("parent_id", "clock_id", "cosigns_open", "delegated_by_id", "follow_up_on"),
)
_SORTED = ("sort_at", "risk_rank", "kind")
_OF_CASE = (Case.number, Case.title, Case.risk, Case.kind, Case.level)
# Who may read the names in a title hangs on these.
_OF_READING = (Case.traits, Case.reported_by, Case.handler_id)


def open_item(session: Session, *, item_id: int, identity: Identity) -> ItemView:
    """Return the task as ``identity`` sees it, open or not.

    :raises NotFound: there is no such task
    """
    row = session.execute(_one(), {"item_id": item_id}).first()
    if row is None:
        raise NotFound(what="这项待办")
    return viewing(session, identity)(row)


def of_case(session: Session, *, case_id: int, identity: Identity) -> tuple[ItemView, ...]:
    """Return the open tasks of a case, the most urgent first."""
    return tuple(map(viewing(session, identity), session.execute(_of_case(), {"case_id": case_id})))


def rows(of: Subquery | None = None) -> Select[Any]:
    """Return the query of tasks as :func:`viewing` reads them, to narrow and order.

    :param of: only those whose ids are in this; it comes first, so that PostgreSQL begins with it
    """
    return (
        select(
            WorkItem,
            Case,
            ProcessInstance.digest,
            Unit.full_name,
            _holder.name,
            _closer.name,
            _owner.name,
            _vacant_at.full_name,
            _paused_at(),
        )
        .select_from(WorkItem if of is None else join(of, WorkItem, WorkItem.id == of.c.id))
        .join(Case, Case.id == WorkItem.case_id)
        .join(ProcessInstance, ProcessInstance.id == WorkItem.instance_id)
        .join(Unit, Unit.id == WorkItem.unit_id)
        .outerjoin(_holder, _holder.id == WorkItem.person_id)
        .outerjoin(_closer, _closer.id == WorkItem.closed_by)
        .outerjoin(_owner, _owner.id == WorkItem.delegated_by_id)
        .outerjoin(_vacant_at, _vacant_at.id == WorkItem.diverted_from_id)
        .options(
            load_only(*(getattr(WorkItem, name) for name in (*_COPIED, *_SORTED))),
            load_only(*_OF_CASE, *_OF_READING),
        )
    )


def _paused_at() -> ScalarSelect[datetime | None]:
    """Since when a task's time limit stands still. A further join would have its order planned each time."""
    clock = select(Clock.paused_at).where(Clock.id == WorkItem.clock_id, Clock.state == "paused")
    return clock.correlate(WorkItem).scalar_subquery()


def viewing(session: Session, identity: Identity) -> Callable[[Row[Any]], ItemView]:
    """Return what turns a row of :func:`rows` into what ``identity`` sees of it."""
    persons = identity.person_ids
    posts = {(post.unit_id, post.role) for post in identity.posts}

    def view(row: Row[Any]) -> ItemView:
        item, case, digest, unit, holder, closer, owner, vacant_at, paused_at = row
        named = item.person_id in persons
        to_claim = item.person_id is None and (item.unit_id, item.role) in posts
        return ItemView(
            **{name: getattr(item, name) for name in _COPIED},
            case_number=case.number,
            case_title=_title(session, identity, case),
            risk=case.risk,
            kind=case.kind,
            level=case.level,
            digest=digest,
            unit_name=unit,
            diverted_from=vacant_at,
            paused_at=paused_at,
            person_name=holder,
            is_mine=named,
            may_do=item.state == "open" and (named or to_claim),
            closed_by_name=closer,
            delegated_by_name=owner,
            standing_in_for=_absent(identity, item, holder) if named or to_claim else None,
        )

    return view


def _absent(identity: Identity, item: WorkItem, holder: str | None) -> str | None:
    """Return for whom this viewer stands in here; None where it is theirs anyway."""
    if item.person_id is not None:
        return holder if item.person_id != identity.person_id else None
    post = identity.post_for(item.role, item.unit_id)
    return post.standing_in_for if post is not None else None


def _title(session: Session, identity: Identity, case: Case) -> str:
    """Who only looks reads no names, not even in a title."""
    looker = viewer(identity, case)
    if looker.standing is not Standing.OUTSIDE:
        return case.title
    return masked(case.title, parties(session, case.id), looker)


@cache
def _one() -> Select[Any]:
    """Built once: every act asks it, and building costs more than asking."""
    return rows().where(WorkItem.id == bindparam("item_id"))


@cache
def _of_case() -> Select[Any]:
    return (
        rows()
        .where(WorkItem.case_id == bindparam("case_id"), WorkItem.state == "open")
        .order_by(WorkItem.sort_at, WorkItem.id)
    )
