"""The monthly returns that the demo's town has submitted; the last month waits to be looked at."""

from datetime import datetime

from sqlalchemy import select

from mediation.bootstrap import System
from mediation.kernel.clock import day_of
from mediation.people.model import Person
from mediation.people.queries import identity
from mediation.statistics.operations import submit_return
from mediation.statistics.queries.returns import drawn_up
from mediation.statistics.rules import periods
from mediation.units.queries import unit

TOLD = 2


def submit_returns(system: System, *, now: datetime, login: str = "town") -> None:
    """Let the town's director submit the returns of the months before the last, the earliest first."""
    today = day_of(now)
    for period in reversed(periods.latest("month", today, TOLD + 2)[2:]):
        with system.uow() as uow:
            person_id = uow.session.scalars(select(Person.id).where(Person.login == login)).one()
            by = identity(uow.session, person_id, today, locality=uow.locality).actor_with("supervise")
            place = unit(uow.session, by.unit_id or 0)
            drawn, _ = drawn_up(uow.session, unit=place, period=period, today=today, locality=uow.locality)
            submit_return(uow, unit_id=place.id, period=period, seen=drawn.seen, by=by, at=now)
            uow.commit()
