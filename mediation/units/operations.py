"""Changing the tree of units. Whoever changes its shape waits for whoever else does."""

from datetime import datetime

from sqlalchemy import func, select

from mediation.kernel.actor import Actor
from mediation.kernel.unit_of_work import UnitOfWork
from mediation.units import rules
from mediation.units.events import HouseholdsChanged, UnitCreated, UnitMoved, UnitRenamed, UnitRetired
from mediation.units.importing import import_units
from mediation.units.locks import lock_in_use, lock_roots
from mediation.units.merging import merge_units
from mediation.units.model import Unit
from mediation.units.rewriting import full_name_below, rewrite_below

__all__ = [
    "create_unit",
    "import_units",
    "merge_units",
    "move_unit",
    "rename_unit",
    "retire_unit",
    "set_households",
]


def create_unit(
    uow: UnitOfWork,
    *,
    code: str,
    name: str,
    level: str,
    parent_id: int | None = None,
    households: int | None = None,
    by: Actor,
    at: datetime,
) -> Unit:
    """Add a unit below ``parent_id``; a root where that is None.

    Whether its households call for a warning, :func:`rules.are_households_unusual` says.

    :raises Refused: bad name or code, code taken, parent not above it or retired, too many households
    """
    code, name = rules.check_code(code), rules.check_name(name)
    lock_roots(uow)
    parent = None if parent_id is None else lock_in_use(uow, parent_id)
    rules.check_place(
        uow.locality,
        level=level,
        parent_level=parent.level if parent else None,
        parent_name=parent.full_name if parent else "",
    )
    _check_households(uow, name=name, level=level, households=households)
    taken = uow.session.scalar(select(Unit.full_name).where(Unit.code == code))
    if taken is not None:
        raise rules.CodeTaken(code=code, name=taken)
    unit = uow.add(
        Unit(
            code=code,
            name=name,
            level=level,
            parent_id=parent_id,
            households=households,
            path="",
            full_name=full_name_below(name, parent),
        )
    )
    uow.session.flush()
    unit.path = f"{parent.path if parent else '/'}{unit.id}/"
    parent_name = parent.full_name if parent else ""
    uow.record(UnitCreated(unit_id=unit.id, name=unit.full_name, parent_name=parent_name, by=by, at=at))
    return unit


def rename_unit(uow: UnitOfWork, *, unit_id: int, name: str, by: Actor, at: datetime) -> Unit:
    """Give a unit another name; the full names of all below it follow.

    :raises Refused: bad name, or the unit is retired
    """
    lock_roots(uow)
    unit = lock_in_use(uow, unit_id)
    name = rules.check_name(name)
    if name == unit.name:
        return unit
    parent = uow.get(Unit, unit.parent_id) if unit.parent_id else None
    old_name = unit.full_name
    new_name = full_name_below(name, parent)
    if parent is not None:
        rewrite_below(uow, unit, path=unit.path, full_name=new_name, at=at)
    unit.name, unit.full_name = name, new_name
    uow.session.flush()
    uow.record(UnitRenamed(unit_id=unit.id, old_name=old_name, new_name=new_name, by=by, at=at))
    return unit


def move_unit(uow: UnitOfWork, *, unit_id: int, to_id: int, by: Actor, at: datetime) -> Unit:
    """Put a unit, with all below it, under another. Open work stays where it is.

    :raises Refused: under itself or its own, under a level not above it, a retired one, or no change
    """
    lock_roots(uow)
    unit, parent = lock_in_use(uow, unit_id), lock_in_use(uow, to_id)
    if parent.path.startswith(unit.path):
        raise rules.InsideItself(name=unit.full_name)
    if unit.parent_id == parent.id:
        raise rules.AlreadyThere(name=unit.name, parent=parent.full_name)
    rules.check_place(uow.locality, level=unit.level, parent_level=parent.level, parent_name=parent.full_name)
    old_parent = uow.get(Unit, unit.parent_id) if unit.parent_id else None
    path, name = f"{parent.path}{unit.id}/", full_name_below(unit.name, parent)
    fact = UnitMoved(
        unit_id=unit.id,
        name=name,
        old_parent=old_parent.full_name if old_parent else "",
        new_parent=parent.full_name,
        path=path,
        by=by,
        at=at,
    )
    rewrite_below(uow, unit, path=path, full_name=name, at=at)
    former = unit.path
    unit.parent_id, unit.path, unit.full_name = parent.id, path, name
    unit.former_path, unit.joined_at = former, at
    uow.session.flush()
    uow.record(fact)
    return unit


def retire_unit(uow: UnitOfWork, *, unit_id: int, by: Actor, at: datetime) -> Unit:
    """Take a unit out of use; it stays readable. What it still holds, listeners may object to.

    :raises Refused: units in use stand below it, or it is retired already
    """
    unit = lock_in_use(uow, unit_id)
    below = uow.session.scalar(
        select(func.count()).where(Unit.parent_id == unit_id, Unit.retired_at.is_(None)).select_from(Unit)
    )
    if below:
        raise rules.HasUnitsBelow(name=unit.full_name, count=below)
    unit.retired_at = at
    uow.record(UnitRetired(unit_id=unit.id, name=unit.full_name, by=by, at=at))
    return unit


def set_households(uow: UnitOfWork, *, unit_id: int, households: int | None, by: Actor, at: datetime) -> Unit:
    """Write down how many households a micro-grid has.

    :raises Refused: more than the locality allows, or the unit is retired
    """
    unit = lock_in_use(uow, unit_id)
    _check_households(uow, name=unit.full_name, level=unit.level, households=households)
    if households != unit.households:
        uow.record(
            HouseholdsChanged(
                unit_id=unit.id,
                name=unit.full_name,
                old_households=unit.households,
                new_households=households,
                by=by,
                at=at,
            )
        )
        unit.households = households
    return unit


def _check_households(uow: UnitOfWork, *, name: str, level: str, households: int | None) -> None:
    if rules.holds_households(uow.locality, level):
        rules.check_households(uow.locality.households, name=name, households=households)
