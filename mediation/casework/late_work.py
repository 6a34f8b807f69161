"""Who holds work that is late or soon will be."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, literal_column, select
from sqlalchemy.orm import Session

from mediation.cases.model import Case
from mediation.casework.model import WorkItem
from mediation.casework.routing import keeper
from mediation.clocks import operations as clocks
from mediation.clocks.model import Clock
from mediation.kernel.unit_of_work import UnitOfWork
from mediation.oversight.rules import Holder
from mediation.people.model import Person
from mediation.people.queries import people_with_role
from mediation.people.rules import post_title
from mediation.units.model import Unit
from mediation.units.queries import unit as unit_view


@dataclass(frozen=True)
class _Held:
    """A task, or the case itself, with whose it is.

    :ivar person_name: of whoever claimed it; None: it is everybody's in the post
    """

    item_id: int | None
    label: str
    role: str
    unit_id: int
    unit_name: str
    person_id: int | None = None
    person_name: str | None = None


def note_if_late(uow: UnitOfWork, item: WorkItem, clock: Clock | None, *, at: datetime) -> None:
    """See a task that is about to be done as late where its day has passed, swept or not.

    Its chain begins, so that the card is whose it was: doing it a minute before the sweep is late too.
    A limit without a chain, such as the days of a publication, is left to the sweep.
    """
    if clock is None or clock.recount_id is not None or not clocks.has_run_out(clock, at):
        return
    if clock.chain and clock.state == "running":
        clocks.fire_if_late(uow, clock=clock, at=at)
        uow.session.refresh(item)
    item.late = True


def note_all_late(uow: UnitOfWork, case_id: int, *, at: datetime) -> None:
    """See all work of a case as late whose day has passed, before what came from outside ends it."""
    ran_out = (Clock.state == "running", Clock.due_at <= at, Clock.chain != "", Clock.recount_id.is_(None))
    query = select(Clock).where(Clock.case_id == case_id, *ran_out).order_by(Clock.due_at, Clock.id)
    for clock in uow.session.scalars(query).all():
        clocks.fire_if_late(uow, clock=clock, at=at)


def open_task(session: Session, clock_id: int) -> int | None:
    """Return the open task a time limit is for; None where it is for none, or for several or is done."""
    found = session.execute(_open_query(), {"clock_id": clock_id}).all()
    return found[0][0] if len(found) == 1 else None


def late_holders(uow: UnitOfWork, clock: Clock, case: Case, on: date) -> list[Holder]:
    """Return who held the open work of ``clock`` on the day ``on``: who claimed it, else who is in the post.

    Where none was open, it is whoever has the case.
    """
    held = [_Held(*row) for row in uow.session.execute(_open_query(), {"clock_id": clock.id})]
    return [_holder(uow, each, on) for each in held or [_kept(uow, clock, case)]]


@cache
def _open_query() -> Select[Any]:
    return (
        select(
            WorkItem.id,
            WorkItem.label,
            WorkItem.role,
            WorkItem.unit_id,
            Unit.full_name,
            WorkItem.person_id,
            Person.name,
        )
        .join(Unit, Unit.id == WorkItem.unit_id)
        .join(Person, Person.id == WorkItem.person_id, isouter=True)
        .where(WorkItem.clock_id == bindparam("clock_id"), WorkItem.state == literal_column("'open'"))
        .order_by(WorkItem.id)
    )


def _kept(uow: UnitOfWork, clock: Clock, case: Case) -> _Held:
    return _Held(
        item_id=None,
        label=clock.title,
        role=keeper(uow, case),
        unit_id=case.held_by_id,
        unit_name=unit_view(uow.session, case.held_by_id).full_name,
    )


def _holder(uow: UnitOfWork, held: _Held, on: date) -> Holder:
    person_id = held.person_id
    names: tuple[str, ...] = (held.person_name,) if held.person_name is not None else ()
    if person_id is None:
        in_post = people_with_role(uow.session, held.role, held.unit_id, on, locality=uow.locality)
        names = tuple(dict.fromkeys(each.name for each in in_post))
        person_id = in_post[0].id if len(in_post) == 1 else None
    return Holder(
        item_id=held.item_id,
        label=held.label,
        role=held.role,
        unit_id=held.unit_id,
        person_id=person_id,
        post=post_title(held.unit_name, uow.locality.role(held.role).title),
        names=names,
    )
