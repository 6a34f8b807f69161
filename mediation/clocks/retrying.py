"""Firing a parked clock at once, by hand, in transactions of its own as the sweep does."""

from datetime import datetime

from mediation.clocks import sweep
from mediation.clocks.model import Clock
from mediation.clocks.operations import try_again
from mediation.kernel.unit_of_work import UnitOfWorkFactory, transact


def retry_now(uow_factory: UnitOfWorkFactory, *, clock_id: int, at: datetime) -> bool:
    """Fire a clock that failed before; return whether it went through this time.

    One that fails again stays parked, and the sweep comes back to it as before.

    :raises NotFound: there is no such clock
    :raises NotParked: it has fired meanwhile
    """
    transact(uow_factory, lambda uow: try_again(uow, clock_id=clock_id, at=at))
    done = sweep.fire_one(uow_factory, clock_id=clock_id, at=at)
    if done is not None:
        return not done.failed
    return transact(uow_factory, lambda uow: uow.get(Clock, clock_id).failures == 0)
