"""Letting one change of the tree's shape happen at a time."""

from sqlalchemy import select

from mediation.kernel.errors import NotFound
from mediation.kernel.unit_of_work import UnitOfWork
from mediation.units import rules
from mediation.units.model import Unit


def lock_roots(uow: UnitOfWork) -> None:
    """Wait for whoever else changes the tree's shape, and let others wait.

    Two moves at once could put each unit under the other, and a unit made while its parent moves
    would keep the old path. The lock is one that rows referring to a root do not wait for.
    """
    roots = select(Unit.id).where(Unit.parent_id.is_(None)).order_by(Unit.id)
    uow.session.execute(roots.with_for_update(key_share=True))


def lock_in_use(uow: UnitOfWork, unit_id: int) -> Unit:
    """Return the unit as it is now, kept from changing until the end of the transaction.

    :raises NotFound: there is none
    :raises UnitIsRetired: it is no longer used
    """
    lock = {"key_share": True}
    unit = uow.session.get(Unit, unit_id, with_for_update=lock, populate_existing=True)
    if unit is None:
        raise NotFound(what="这个单位")
    if unit.retired_at is not None:
        raise rules.UnitIsRetired(name=unit.full_name)
    return unit
