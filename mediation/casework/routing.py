"""Whose inbox a task goes to: virtual roles, the unit on the ladder, vacant posts."""

from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from sqlalchemy import Row, Select, bindparam, literal_column, or_, select

from mediation.cases.model import Case
from mediation.cases.operations import last_attempt
from mediation.cases.queries.hands import handled_by
from mediation.casework import bars
from mediation.casework.model import ProcessInstance, WorkItem
from mediation.casework.steps.rating import OTHER_HANDS
from mediation.clocks.model import Clock
from mediation.engine.instance import OpenTask
from mediation.kernel.locality import Role
from mediation.kernel.unit_of_work import UnitOfWork
from mediation.people.queries import holder_for, holders_for
from mediation.people.rules import Routed, candidates
from mediation.reviews.queries import member_at
from mediation.units.queries import unit as unit_view

DEPARTMENT = "town_department"
OVERSIGHT = "oversight"


@dataclass(frozen=True)
class Desk:
    """Where a task goes.

    :ivar person_id: who is named for it; None: anybody in the post
    :ivar diverted_from_role: role whose post is vacant, with its unit in ``diverted_from_id``
    """

    role: str
    unit_id: int
    person_id: int | None = None
    diverted_from_role: str | None = None
    diverted_from_id: int | None = None


def find_desk(uow: UnitOfWork, *, case: Case, instance: ProcessInstance, task: OpenTask, on: date) -> Desk:
    """Return whose task ``task`` is on the day ``on``; never somebody's who was recused from the case."""
    return free_desk(uow, case, _desk_of(uow, case=case, instance=instance, task=task, on=on), on)


def free_desk(uow: UnitOfWork, case: Case, desk: Desk, on: date) -> Desk:
    """Return ``desk``, or where nobody but people recused is there, the next one up with somebody free.

    It goes the way of a vacant post, and is marked so. Where nobody at all is free it stays, for
    the post to be filled (county default). Work of appointed mediators goes to one of them or waits
    for the parties' word to another (人民调解法 23).
    """
    if not bars.any_recused(uow.session, case.id):
        return desk
    recused = bars.recused_from(uow.session, case.id)
    if desk.role not in uow.locality.roles or uow.locality.role(desk.role).level is None:
        return desk
    if desk.person_id is not None and desk.person_id not in recused:
        return desk
    left = _mediators_left(uow, case, desk)
    if left is not None:
        return replace(desk, person_id=left[0] if left else None)
    roles = candidates(uow.locality, desk.role)
    routes = holders_for(uow.session, uow.locality, roles, desk.unit_id, on)
    for role in roles:
        routed = routes[role]
        free = [each for each in routed.person_ids if each not in recused]
        if free and role == desk.role and routed.diverted_from_role is None:
            return replace(desk, person_id=free[0] if len(free) == 1 else None)
        if free:
            taken = _desk(routed, person_id=free[0] if len(free) == 1 else None)
            return replace(taken, diverted_from_role=desk.role, diverted_from_id=desk.unit_id)
    return replace(desk, person_id=None)


def _mediators_left(uow: UnitOfWork, case: Case, desk: Desk) -> tuple[int, ...] | None:
    """Return who of the appointed mediators is left, where ``desk`` is theirs; else None."""
    attempt = last_attempt(uow, case)
    if attempt is None or attempt.closed_at is not None:
        return None
    if desk.role != uow.locality.level(case.level).handler or not bars.has_mediators(uow.session, attempt.id):
        return None
    return bars.mediators_of(uow.session, attempt.id)


def _desk_of(uow: UnitOfWork, *, case: Case, instance: ProcessInstance, task: OpenTask, on: date) -> Desk:
    """Return whose task ``task`` is, whoever was recused."""
    role = uow.locality.role(task.element.role or "")
    if instance.addressee is not None and role.key == DEPARTMENT:
        role = uow.locality.role(instance.addressee)
    if role.resolves == "panel":
        member = member_at(uow.session, case.id, task.turn or 0)
        return Desk(role=role.key, unit_id=case.held_by_id, person_id=member)
    if role.resolves == "late_holder":
        return _late_holder(uow, case, instance, on)
    if role.resolves == "handler":
        return _handler(uow, case, on)
    if role.resolves == "lead" and task.element.step in OTHER_HANDS:
        return _other_lead(uow, case, on)
    if role.resolves == "lead":
        level = uow.locality.level(case.level)
        return _staffed(uow, level.lead or "", case.held_by_id, on)
    if role.resolves == "lead_above":
        return _lead_above(uow, case, on)
    if role.key == uow.locality.level(case.level).handler:
        return _handler(uow, case, on)
    if instance.process == OVERSIGHT:
        role = rank_above(uow, role, case, instance)
    return _staffed(uow, role.key, case.unit_id, on)


def rank_above(uow: UnitOfWork, rank: Role, case: Case, instance: ProcessInstance) -> Role:
    """Return the rank that supervises late work: never one below whoever is late (county default).

    A limit of the whole case or level is late where the case is.
    """
    levels = uow.locality.levels
    late = _late_item(uow, instance)
    held_at = case.level if late is None else unit_view(uow.session, late.unit_id).level
    while rank.level and rank.stands_in and levels[rank.level].rank < levels[held_at].rank:
        rank = uow.locality.role(rank.stands_in)
    return rank


def keeper(uow: UnitOfWork, case: Case) -> str:
    """Return the role that has a case in hand as a whole, at the unit that holds it."""
    level = uow.locality.level(case.level)
    return level.lead or level.handler or ""


def _lead_above(uow: UnitOfWork, case: Case, on: date) -> Desk:
    """Return whoever answers for the next level up; at the top, for that itself."""
    level = uow.locality.level_above(case.level) or uow.locality.level(case.level)
    return _staffed(uow, level.lead or "", case.held_by_id, on)


def _other_lead(uow: UnitOfWork, case: Case, on: date) -> Desk:
    """Return whoever answers for the case and did not handle it: at its level, else further up."""
    hands = handled_by(uow.session, uow.locality, case)
    lowest = uow.locality.level(case.level).rank
    leads = [
        level.lead
        for level in sorted(uow.locality.levels.values(), key=lambda level: level.rank)
        if level.lead and level.rank >= lowest
    ]
    routes = holders_for(uow.session, uow.locality, leads, case.held_by_id, on)
    for lead in leads:
        free = [person_id for person_id in routes[lead].person_ids if person_id not in hands]
        if free:
            return _desk(routes[lead], person_id=free[0] if len(free) == 1 else None)
    return _desk(routes[leads[0]], person_id=None)


def _handler(uow: UnitOfWork, case: Case, on: date) -> Desk:
    level = uow.locality.level(case.level)
    desk = _staffed(uow, level.handler or "", case.held_by_id, on)
    if case.handler_id is None or desk.diverted_from_role is not None:
        return desk
    return Desk(role=desk.role, unit_id=desk.unit_id, person_id=case.handler_id)


def _late_holder(uow: UnitOfWork, case: Case, instance: ProcessInstance, on: date) -> Desk:
    late = _late_item(uow, instance)
    if late is None:
        return _staffed(uow, keeper(uow, case), case.held_by_id, on)
    return Desk(role=late.role, unit_id=late.unit_id, person_id=late.person_id)


def _late_item(uow: UnitOfWork, instance: ProcessInstance) -> Row[tuple[str, int, int | None, bool]] | None:
    """Return role, unit and person of the task that the process's clock ran out on, an open one first.

    A limit of the whole case or level is nobody's who has done their task: only an open one counts.
    """
    of_it = {"case_id": instance.case_id, "clock_id": instance.subject_id}
    found = uow.session.execute(_late_query(), of_it).first()
    if found is not None:
        bars.keep_recused(uow.session, instance.case_id, found[3])
    return found


@cache
def _late_query() -> Select[tuple[str, int, int | None, bool]]:
    is_open = WorkItem.state == literal_column("'open'")
    return (
        select(WorkItem.role, WorkItem.unit_id, WorkItem.person_id, bars.anybody_recused())
        .join(Clock, Clock.id == WorkItem.clock_id)
        # Of the case, which has an index: tasks of a clock have one only while they are open.
        .where(WorkItem.case_id == bindparam("case_id"), WorkItem.clock_id == bindparam("clock_id"))
        .where(or_(is_open, Clock.scope == literal_column("'item'")))
        .order_by(is_open.desc(), WorkItem.id.desc())
        .limit(1)
    )


def _staffed(uow: UnitOfWork, role: str, unit_id: int, on: date) -> Desk:
    routed = holder_for(uow.session, uow.locality, role, unit_id, on)
    return _desk(routed, person_id=routed.person_ids[0] if len(routed.person_ids) == 1 else None)


def _desk(routed: Routed, *, person_id: int | None) -> Desk:
    return Desk(
        role=routed.role,
        unit_id=routed.unit_id,
        person_id=person_id,
        diverted_from_role=routed.diverted_from_role,
        diverted_from_id=routed.diverted_from_id,
    )
