"""Trying a parked clock again at once, without waiting for the sweep to come back to it."""

from datetime import datetime

from mediation.clocks.model import Clock
from mediation.kernel.errors import Conflict
from mediation.kernel.text import N_
from mediation.kernel.unit_of_work import UnitOfWork


class NotParked(Conflict):
    """It has fired meanwhile, or there was never anything wrong with it."""

    message = N_("“{title}”已经处理过了，不用再试。请刷新页面，看最新的情况。")


def try_again(uow: UnitOfWork, *, clock_id: int, at: datetime) -> Clock:
    """Let a clock that failed to fire be due at once; what went wrong stays until it has fired.

    :raises NotParked: it did not fail, or has fired since
    """
    clock = uow.get(Clock, clock_id, what=N_("这个期限"), lock=True)
    if clock.state != "running" or clock.failures == 0:
        raise NotParked(title=clock.title)
    clock.wake_at = at
    return clock
