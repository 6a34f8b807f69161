"""What follows when work is late or soon will be: yellow cards, and the process its policy names."""

from sqlalchemy import select

from mediation.casework.late_work import held_by, open_items
from mediation.casework.model import ProcessInstance
from mediation.casework.operations import start_process
from mediation.clocks.events import ClockAlert, ClockReached
from mediation.clocks.model import Clock
from mediation.kernel.clock import day_of
from mediation.kernel.unit_of_work import UnitOfWork
from mediation.oversight import operations as oversight

YELLOW = "yellow"


def on_clock_alert(uow: UnitOfWork, fact: ClockAlert) -> None:
    """Give a yellow card to whoever holds open work that will soon be late."""
    if fact.label != YELLOW:
        return
    clock = uow.get(Clock, fact.clock_id)
    holders = [held_by(uow, item, day_of(fact.at)) for item in open_items(uow, clock.id)]
    oversight.give_yellow_cards(uow, clock=clock, holders=holders, by=fact.by, at=fact.at)


def on_clock_reached(uow: UnitOfWork, fact: ClockReached) -> None:
    """Start the process the clock's policy names, e.g. ``oversight``, once a clock."""
    if not fact.chain:
        return
    known = select(ProcessInstance.id).where(
        ProcessInstance.case_id == fact.case_id,
        ProcessInstance.process == fact.chain,
        ProcessInstance.subject_id == fact.clock_id,
    )
    if uow.session.scalars(known).first() is None:
        start_process(uow, process=fact.chain, case_id=fact.case_id, subject_id=fact.clock_id, at=fact.at)
