"""What a page may ask about the request it answers: who, when, where to read, how to write."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from flask import current_app, g
from sqlalchemy.orm import Session
from werkzeug.exceptions import Unauthorized

from mediation.clocks.book import work_calendar
from mediation.clocks.calendar import WorkCalendar
from mediation.kernel.clock import Clock, day_of
from mediation.kernel.locality import Locality
from mediation.kernel.unit_of_work import UnitOfWork
from mediation.people.queries import Identity
from web import database

if TYPE_CHECKING:
    from mediation.bootstrap import System

CLOCK = "mediation.clock"


@dataclass(frozen=True)
class Attempted:
    """An act being tried on a case, so that its refusal can be written down.

    :ivar act: the act in words, e.g. 登记撤回申请
    """

    case_id: int
    act: str


def system() -> "System":
    """Return the system this app serves."""
    found: System = database.system()
    return found


def locality() -> Locality:
    """Return the locality: levels, roles, limits."""
    return system().locality


def reading() -> Session:
    """Return this request's session for reading; it is closed with the request."""
    return database.db.session()


def reading_afresh() -> Session:
    """Return the session for reading once more: what was written meanwhile can be seen."""
    database.db.session.remove()
    return reading()


def writing() -> UnitOfWork:
    """Open the unit of work of this request's one act. What was read before is given back first."""
    database.db.session.remove()
    return system().uow()


def clock() -> Clock:
    """Return where "now" comes from, for what takes longer than a moment."""
    found: Clock = current_app.extensions[CLOCK]
    return found


def now() -> datetime:
    """Return the moment of this request: one and the same throughout."""
    if "now" not in g:
        g.now = clock().now()
    moment: datetime = g.now
    return moment


def today() -> date:
    """Return the county's day of this request."""
    return day_of(now())


def calendar() -> WorkCalendar:
    """Return the county's work calendar, read once a request."""
    if "calendar" not in g:
        g.calendar = work_calendar(reading())
    found: WorkCalendar = g.calendar
    return found


def person() -> Identity:
    """Return who is signed in.

    :raises Unauthorized: nobody is; the page forgot to ask for it
    """
    found: Identity | None = g.get("person")
    if found is None:
        raise Unauthorized()
    return found


def attempting(case_id: int, act: str) -> None:
    """Say which act on which case is being tried."""
    g.attempted = Attempted(case_id, act)
