"""What is asked of a heat map, and the work that answers it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select

from mediation.cases.model import Case
from mediation.casework.model import ProcessInstance, WorkItem
from mediation.units.model import Unit
from mediation.units.paths import below

# "", the number of the county, and what follows: a path is /county/town/….
RIGHT_BELOW_THE_COUNTY = 2


@dataclass(frozen=True)
class Asked:
    """One process as drawn in one publication, over a period, for a unit and all below it.

    :ivar digest: publication whose diagram is drawn
    :ivar versions: publications whose cases count; empty: all
    :ivar begins_at: first moment of the period; ``ends_at``: first moment after it
    :ivar within: path of the unit; empty: the whole county
    :ivar kind: kind of dispute; empty: all
    """

    process: str
    digest: str
    begins_at: datetime
    ends_at: datetime
    versions: tuple[str, ...] = ()
    within: str = ""
    kind: str = ""


def done(asked: Asked, *columns: Any, with_case: bool = False) -> Select[Any]:
    """Return the query of tasks of the process completed in the period, of cases that lie in the unit.

    :param with_case: the columns read the case and its unit, too
    """
    query = _of_tokens(asked, *columns).where(
        WorkItem.state == "done", WorkItem.closed_at >= asked.begins_at, WorkItem.closed_at < asked.ends_at
    )
    return _narrowed(query, asked, Case.unit_id, with_case=with_case)


def still_open(asked: Asked, *columns: Any, with_case: bool = False) -> Select[Any]:
    """Return the query of tasks of the process that are open now, of cases that lie in the unit."""
    query = _of_tokens(asked, *columns).where(WorkItem.state == "open")
    return _narrowed(query, asked, Case.unit_id, with_case=with_case)


def in_hand(asked: Asked, query: Select[Any], case_id: Any, instance_id: Any) -> Select[Any]:
    """Narrow a query of what stands now to cases in the hand of the unit, by what is asked."""
    if asked.within or asked.kind:
        query = query.join(Case, Case.id == case_id)
    if asked.within:
        query = query.join(Unit, Unit.id == Case.held_by_id).where(below(Unit.path, asked.within))
    if asked.kind:
        query = query.where(Case.kind == asked.kind)
    query = query.join(ProcessInstance, ProcessInstance.id == instance_id)
    if asked.versions:
        query = query.where(ProcessInstance.digest.in_(asked.versions))
    return query


def below_part(asked: Asked) -> int:
    """Return which part of a unit's path, split at "/", names the unit right below the one asked for."""
    return asked.within.count("/") if asked.within else RIGHT_BELOW_THE_COUNTY


def _of_tokens(asked: Asked, *columns: Any) -> Select[Any]:
    """Leave out the rows of co-signers: no token waits for them."""
    query: Select[Any] = select(*columns).select_from(WorkItem)
    query = query.where(WorkItem.process == asked.process, WorkItem.parent_id.is_(None))
    return query.where(WorkItem.kind == asked.kind) if asked.kind else query


def _narrowed(query: Select[Any], asked: Asked, place: Any, *, with_case: bool) -> Select[Any]:
    if with_case or asked.within:
        query = query.join(Case, Case.id == WorkItem.case_id).join(Unit, Unit.id == place)
    if asked.within:
        query = query.where(below(Unit.path, asked.within))
    if asked.versions:
        query = query.join(ProcessInstance, ProcessInstance.id == WorkItem.instance_id)
        query = query.where(ProcessInstance.digest.in_(asked.versions))
    return query
