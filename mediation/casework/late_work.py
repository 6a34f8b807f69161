"""Who holds work that is late or soon will be."""

from collections.abc import Iterable
from datetime import date
from functools import cache

from sqlalchemy import Select, bindparam, literal_column, select

from mediation.cases.model import Case
from mediation.casework.model import WorkItem
from mediation.clocks.model import Clock
from mediation.kernel.unit_of_work import UnitOfWork
from mediation.oversight.rules import Holder
from mediation.people.queries import people_with_role, person
from mediation.people.rules import post_title
from mediation.units.queries import unit as unit_view


def late_holders(uow: UnitOfWork, clock: Clock, case: Case, on: date) -> list[Holder]:
    """Return who held the open work of ``clock``; where none was open, whoever has the case."""
    held = [held_by(uow, item, on) for item in open_items(uow, clock.id)]
    return held or [_keeper(uow, clock, case, on)]


def open_items(uow: UnitOfWork, clock_id: int) -> Iterable[WorkItem]:
    """Return the open tasks that run against a clock."""
    return uow.session.scalars(_open_query(), {"clock_id": clock_id}).all()


@cache
def _open_query() -> Select[tuple[WorkItem]]:
    is_open = WorkItem.state == literal_column("'open'")
    on_clock = select(WorkItem).where(WorkItem.clock_id == bindparam("clock_id"), is_open)
    return on_clock.order_by(WorkItem.id)


def held_by(uow: UnitOfWork, item: WorkItem, on: date) -> Holder:
    """Return who holds ``item`` on the day ``on``: who claimed it, else everybody in the post."""
    return _holder(
        uow,
        role=item.role,
        unit_id=item.unit_id,
        person_id=item.person_id,
        item_id=item.id,
        label=item.label,
        on=on,
    )


def _keeper(uow: UnitOfWork, clock: Clock, case: Case, on: date) -> Holder:
    role = uow.locality.level(case.level).lead or uow.locality.level(case.level).handler or ""
    return _holder(
        uow, role=role, unit_id=case.held_by_id, person_id=None, item_id=None, label=clock.title, on=on
    )


def _holder(
    uow: UnitOfWork,
    *,
    role: str,
    unit_id: int,
    person_id: int | None,
    item_id: int | None,
    label: str,
    on: date,
) -> Holder:
    post = post_title(unit_view(uow.session, unit_id).full_name, uow.locality.role(role).title)
    if person_id is not None:
        names: tuple[str, ...] = (person(uow.session, person_id).name,)
    else:
        in_post = people_with_role(uow.session, role, unit_id, on, locality=uow.locality)
        names = tuple(dict.fromkeys(each.name for each in in_post))
        person_id = in_post[0].id if len(in_post) == 1 else None
    return Holder(
        item_id=item_id,
        label=label,
        role=role,
        unit_id=unit_id,
        person_id=person_id,
        post=post,
        names=names,
    )
