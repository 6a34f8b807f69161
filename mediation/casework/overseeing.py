"""What follows when work is late or soon will be: yellow cards, and the process its policy names."""

from sqlalchemy import select

from mediation.cases.events import CaseEnded, CaseSettled
from mediation.cases.model import Case
from mediation.casework import running
from mediation.casework.late_work import held_by, open_items
from mediation.casework.model import ProcessInstance
from mediation.casework.operations import start_process
from mediation.clocks.events import ClockAlert, ClockReached, LateClockStopped
from mediation.clocks.model import Clock
from mediation.kernel.actor import SYSTEM
from mediation.kernel.clock import day_of
from mediation.kernel.unit_of_work import UnitOfWork
from mediation.oversight import operations as oversight

YELLOW = "yellow"
WORK_DONE = "work_done"


def on_clock_alert(uow: UnitOfWork, fact: ClockAlert) -> None:
    """Give a yellow card to whoever holds open work that will soon be late."""
    if fact.label != YELLOW:
        return
    clock = uow.get(Clock, fact.clock_id)
    holders = [held_by(uow, item, day_of(fact.at)) for item in open_items(uow, clock.id)]
    oversight.give_yellow_cards(uow, clock=clock, holders=holders, by=fact.by, at=fact.at)


def on_clock_reached(uow: UnitOfWork, fact: ClockReached) -> None:
    """Start the process the clock's policy names, e.g. ``oversight``. A clock runs out once."""
    if fact.chain:
        start_process(uow, process=fact.chain, case_id=fact.case_id, subject_id=fact.clock_id, at=fact.at)


def on_late_clock_stopped(uow: UnitOfWork, fact: LateClockStopped) -> None:
    """Tell the process that the late clock started that the work is over, however it came to an end."""
    if not fact.chain or _went_on(uow, fact.clock_id):
        return
    rows = uow.session.scalars(
        select(ProcessInstance).where(
            ProcessInstance.case_id == fact.case_id,
            ProcessInstance.process == fact.chain,
            ProcessInstance.subject_id == fact.clock_id,
            ProcessInstance.finished_at.is_(None),
        )
    ).all()
    for row in rows:
        process = running.resume(uow, row=row, case=uow.get(Case, fact.case_id), at=fact.at)
        if WORK_DONE in process.engine.waiting_messages():
            process.deliver(WORK_DONE, answers={}, by=SYSTEM)


def on_case_over(uow: UnitOfWork, fact: CaseSettled | CaseEnded) -> None:
    """End what was listed and instructed about the case itself."""
    oversight.end_with_case(uow, case_id=fact.case_id, at=fact.at)


def _went_on(uow: UnitOfWork, clock_id: int) -> bool:
    """Say whether the clock goes on in the same act: work sent back and done again is one lateness."""
    return uow.get(Clock, clock_id).state != "stopped"
