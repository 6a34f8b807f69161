"""Joins the rooms: which listener hears which fact, what is written before a commit."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.orm import Session, sessionmaker

from mediation.agreements.events import BreachFollowed
from mediation.cases.events import CaseEnded, CaseSettled
from mediation.cases.queries.visibility import also_by
from mediation.casework import listeners as casework
from mediation.casework import merged_units as casework_merged
from mediation.casework import overseeing, owning, recounting
from mediation.casework.facts import all_facts
from mediation.casework.returning import meanwhile
from mediation.casework.steps import all_steps
from mediation.casework.touched import touched_by
from mediation.casework.visibility import holds_work
from mediation.clocks.events import (
    CalendarCounted,
    ClockAlert,
    ClockInTime,
    ClockLateAgain,
    ClockMoved,
    ClockReached,
    ClocksMoved,
    LateClockStopped,
)
from mediation.drafts.begun import has_draft
from mediation.inbox import listeners as inbox
from mediation.inbox.visibility import was_copied
from mediation.kernel.database import reading, writing
from mediation.kernel.locality import Locality, read_locality
from mediation.kernel.unit_of_work import Closer, Listeners, UnitOfWork
from mediation.ledger import queries as ledger
from mediation.ledger.events import ActRefused
from mediation.ledger.operations import write as write_ledger
from mediation.notifications import listeners as notifications
from mediation.notifications.operations import put as put_messages
from mediation.notifications.queries.reach import finds_one_of
from mediation.oversight import listeners as oversight
from mediation.oversight.operations import reached_by
from mediation.oversight.visibility import has_to_answer
from mediation.people import listeners as people
from mediation.people.events import AbsenceSet, PostEnded
from mediation.processes.rules import Known
from mediation.search.operations import keep_found
from mediation.units.events import UnitMerged, UnitMoved, UnitRetired

LISTENERS: Listeners = {
    ClockReached: (casework.on_clock_reached, overseeing.on_clock_reached),
    ClockAlert: (overseeing.on_clock_alert,),
    BreachFollowed: (casework.on_breach_followed,),
    ClockMoved: (casework.on_clock_moved, overseeing.on_clock_moved),
    ClocksMoved: (recounting.on_clocks_moved,),
    ClockInTime: (recounting.on_clock_in_time,),
    ClockLateAgain: (recounting.on_clock_late_again,),
    CalendarCounted: (notifications.on_calendar_counted,),
    LateClockStopped: (overseeing.on_late_clock_stopped,),
    UnitMoved: (casework.on_unit_moved,),
    UnitMerged: (
        people.on_unit_merged,
        casework_merged.on_unit_merged,
        oversight.on_unit_merged,
        inbox.on_unit_merged,
    ),
    UnitRetired: (casework.on_unit_retired, people.on_unit_retired),
    AbsenceSet: (notifications.on_absence_set,),
    PostEnded: (inbox.on_post_ended, casework.on_post_ended),
    CaseSettled: (overseeing.on_case_over, owning.on_case_over),
    CaseEnded: (overseeing.on_case_over, owning.on_case_over),
    ActRefused: (owning.on_act_refused,),
}
also_by("work", holds_work)
meanwhile.told_by(ledger.first_by_others)
also_by("copied", was_copied)
also_by("instructed", has_to_answer)
touched_by("draft", has_draft)
reached_by(finds_one_of)
CLOSERS: Sequence[Closer] = (write_ledger, keep_found, put_messages)


@dataclass(frozen=True)
class System:
    """One opened mediation system."""

    engine: Engine
    locality: Locality
    home: Path

    @cached_property
    def _readers(self) -> sessionmaker[Session]:
        return sessionmaker(reading(self.engine))

    @cached_property
    def _writers(self) -> sessionmaker[Session]:
        return sessionmaker(writing(self.engine), expire_on_commit=False)

    def session(self) -> Session:
        """Open a session for reading."""
        return self._readers()

    def uow(self) -> UnitOfWork:
        """Open a unit of work."""
        return UnitOfWork(self._writers(), locality=self.locality, listeners=LISTENERS, closers=CLOSERS)


def build(engine: Engine, home: Path) -> System:
    """Open the system of the locality in folder ``home`` (locality.yaml, diagrams, forms, tables).

    :raises BadLocality: the folder's locality.yaml cannot be used
    """
    return System(engine=engine, locality=read_locality(home / "locality.yaml"), home=home)


def known(locality: Locality) -> Known:
    """Return what a diagram of this locality may name."""
    return Known(roles=frozenset(locality.roles), steps=frozenset(all_steps()), facts=frozenset(all_facts()))
