"""Finding the late clock."""

from mediation.clocks.model import Clock
from mediation.kernel.text import N_
from mediation.kernel.unit_of_work import UnitOfWork


def late_clock(uow: UnitOfWork, clock_id: int) -> Clock:
    """Return the clock 督办 is about.

    :raises NotFound: there is none
    """
    return uow.get(Clock, clock_id, what=N_("这个期限"))
