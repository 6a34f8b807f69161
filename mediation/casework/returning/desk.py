"""On whose desk a step opens again, and how that is said."""

from datetime import date
from typing import Protocol

from mediation.cases.model import Case
from mediation.casework import bars
from mediation.casework.model import ProcessInstance, WorkItem
from mediation.casework.routing import Desk, find_desk
from mediation.engine.definition import Element
from mediation.engine.instance import OpenTask
from mediation.kernel.unit_of_work import UnitOfWork
from mediation.people.model import Person
from mediation.people.queries import people_with_role
from mediation.people.rules import post_title
from mediation.units.queries import unit as unit_view


class Held(Protocol):
    """What stands on a desk."""

    @property
    def role(self) -> str: ...

    @property
    def unit_id(self) -> int: ...

    @property
    def person_id(self) -> int | None: ...


def desk_again(
    uow: UnitOfWork, *, case: Case, row: ProcessInstance, element: Element, done: WorkItem, on: date
) -> Desk:
    """Return the desk of whoever did ``done``, if still in that post and not kept away; else the post's."""
    person_id = done.closed_by
    in_post = people_with_role(uow.session, done.role, done.unit_id, on, locality=uow.locality)
    if person_id in {each.id for each in in_post} and not bars.of_case(uow.session, case.id, [person_id]):
        return Desk(role=done.role, unit_id=done.unit_id, person_id=person_id)
    task = OpenTask(ref="", element=element, level=done.task_level)
    return find_desk(uow, case=case, instance=row, task=task, on=on)


def said_of(uow: UnitOfWork, held: Held) -> str:
    """Return post and name of whoever holds it, e.g. 南岳村调委会主任何家声."""
    unit = unit_view(uow.session, held.unit_id)
    post = post_title(unit.full_name, uow.locality.role(held.role).title)
    return post + (uow.get(Person, held.person_id).name if held.person_id else "")


def is_touched(uow: UnitOfWork, case: Case, item: WorkItem, on: date) -> bool:
    """Say whether somebody has begun with an open task: claimed, delegated it, or asked a co-signer.

    A task that was named for the only one in its post, or for who handles the case, is not claimed.
    """
    if item.delegated_by_id is not None or item.cosigns_open:
        return True
    if item.person_id is None or item.person_id == case.handler_id:
        return False
    in_post = people_with_role(uow.session, item.role, item.unit_id, on, locality=uow.locality)
    return {each.id for each in in_post} != {item.person_id}
