"""Finding the late clock, and what every fact about it says."""

from typing import Any

from mediation.clocks.model import Clock
from mediation.kernel.text import N_
from mediation.kernel.unit_of_work import UnitOfWork
from mediation.oversight.rules import Holder


def late_clock(uow: UnitOfWork, clock_id: int) -> Clock:
    """Return the clock 督办 is about.

    :raises NotFound: there is none
    """
    return uow.get(Clock, clock_id, what=N_("这个期限"))


def given(clock: Clock, holder: Holder) -> dict[str, Any]:
    """Return what every fact about a card or a rank says."""
    return {
        "case_id": clock.case_id,
        "clock_id": clock.id,
        "title": clock.title,
        "holder": holder.words,
        "role": holder.role,
        "unit_id": holder.unit_id,
        "person_id": holder.person_id,
        "due_on": clock.due_on,
    }
