"""Merging a unit into another: its work, its posts and its history go on there."""

from datetime import datetime

from sqlalchemy import select

from mediation.kernel.actor import Actor
from mediation.kernel.unit_of_work import UnitOfWork
from mediation.units import rules
from mediation.units.events import UnitMerged
from mediation.units.locks import lock_in_use, lock_roots
from mediation.units.model import Unit
from mediation.units.rewriting import full_name_below, rewrite_below


def merge_units(uow: UnitOfWork, *, unit_id: int, into_id: int, by: Actor, at: datetime) -> Unit:
    """Let a unit become part of another of its level, and return that one.

    The merged unit is no longer used and lies below the other from now on, so that whatever happened
    in it counts there, also for the days before. The units below it come right below the other. Open
    work, posts and what else lies with the unit follow through listeners.

    :raises Refused: into itself, across levels, the highest level, one no longer used, or a micro-grid
        would have too many households
    """
    lock_roots(uow)
    unit, into = lock_in_use(uow, unit_id), lock_in_use(uow, into_id)
    rules.check_merge(
        name=unit.full_name,
        is_itself=unit.id == into.id,
        is_root=unit.parent_id is None,
        levels=(uow.locality.level(unit.level).title, uow.locality.level(into.level).title),
    )
    _add_households(uow, unit, into)
    former = unit.path
    for child in uow.session.scalars(select(Unit).where(Unit.parent_id == unit.id).order_by(Unit.id)).all():
        _put_below(uow, child, into, at)
    unit.former_path, unit.joined_at = former, at
    unit.parent_id, unit.path = into.id, f"{into.path}{unit.id}/"
    unit.retired_at = unit.merged_at = at
    unit.merged_into_id = into.id
    uow.session.flush()
    uow.record(
        UnitMerged(
            unit_id=unit.id,
            name=unit.full_name,
            into_id=into.id,
            into_name=into.full_name,
            former_path=former,
            by=by,
            at=at,
        )
    )
    return into


def _put_below(uow: UnitOfWork, child: Unit, into: Unit, at: datetime) -> None:
    path = f"{into.path}{child.id}/"
    name = child.full_name if child.merged_at else full_name_below(child.name, into)
    rewrite_below(uow, child, path=path, full_name=name, at=at)
    child.former_path, child.joined_at = child.path, at
    child.parent_id, child.path, child.full_name = into.id, path, name
    uow.session.flush()


def _add_households(uow: UnitOfWork, unit: Unit, into: Unit) -> None:
    if unit.households is None:
        return
    households = (into.households or 0) + unit.households
    if rules.holds_households(uow.locality, into.level):
        rules.check_households(uow.locality.households, name=into.full_name, households=households)
    into.households = households
