"""Paths and full names of a subtree that comes under another unit, or is called otherwise."""

from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update

from mediation.kernel.unit_of_work import UnitOfWork
from mediation.units import rules
from mediation.units.model import Unit
from mediation.units.paths import below


def full_name_below(name: str, parent: Unit | None) -> str:
    """Return the full name of a unit called ``name`` right below ``parent``.

    :raises FullNameTooLong: it would not fit
    """
    return rules.full_name(
        name=name,
        parent_full_name=parent.full_name if parent else None,
        parent_is_root=parent is None or parent.parent_id is None,
    )


def rewrite_below(uow: UnitOfWork, unit: Unit, *, path: str, full_name: str, at: datetime) -> None:
    """Give everything below ``unit`` its new path and full name, in one statement.

    What came under another unit remembers since when, and where it lay before.
    """
    old_path, old_name = unit.path, unit.full_name
    longest = uow.session.scalar(
        select(func.max(func.length(Unit.full_name))).where(below(Unit.path, old_path))
    )
    if (longest or 0) - len(old_name) + len(full_name) > rules.FULL_NAME_AT_MOST:
        raise rules.FullNameTooLong(most=rules.FULL_NAME_AT_MOST)
    moved: dict[str, Any] = {"former_path": Unit.path, "joined_at": at} if path != old_path else {}
    uow.session.execute(
        update(Unit)
        .where(below(Unit.path, old_path), Unit.id != unit.id)
        .values(
            path=path + func.substr(Unit.path, len(old_path) + 1),
            full_name=full_name + func.substr(Unit.full_name, len(old_name) + 1),
            **moved,
        )
        .execution_options(synchronize_session=False)
    )
    for row in uow.session.identity_map.values():
        if isinstance(row, Unit) and row is not unit:
            uow.session.expire(row)
