"""What follows when work soon will be late, is late, or no longer is: the process its policy names.

The chain of a clock begins once: with its yellow reminder, or, where it has none or that was missed,
when it runs out. From then on the clock says so (``chain_since``), and what happens to it is told to
the process under way as a message. A process begun on an older diagram hears what it waits for.
"""

from sqlalchemy import select

from mediation.cases.events import CaseEnded, CaseSettled
from mediation.cases.model import Case
from mediation.casework import running
from mediation.casework.late_work import late_holders
from mediation.casework.model import ProcessInstance, WorkItem
from mediation.casework.operations import start_process
from mediation.clocks.events import ClockAlert, ClockMoved, ClockReached, LateClockStopped
from mediation.clocks.model import Clock
from mediation.kernel.actor import SYSTEM
from mediation.kernel.clock import day_of
from mediation.kernel.facts import Fact
from mediation.kernel.unit_of_work import UnitOfWork
from mediation.oversight import operations as oversight

YELLOW = "yellow"
BECAME_LATE, TIME_MOVED, WORK_DONE = "became_late", "time_moved", "work_done"


def on_clock_alert(uow: UnitOfWork, fact: ClockAlert) -> None:
    """Begin the chain of a clock at its yellow reminder.

    A limit without a chain, such as the days to say why work was late, only gives its card.
    """
    if fact.label != YELLOW:
        return
    clock = uow.get(Clock, fact.clock_id)
    if not clock.chain:
        holders = late_holders(uow, clock, uow.get(Case, clock.case_id), day_of(fact.at))
        about = _supervised(uow, clock)
        oversight.give_yellow_cards(uow, clock=clock, holders=holders, about=about, by=fact.by, at=fact.at)
        return
    if clock.chain_since is not None:
        _end_moved(uow, clock, fact)
    _begin(uow, clock, fact)


def on_clock_reached(uow: UnitOfWork, fact: ClockReached) -> None:
    """Tell the chain that the time ran out; begin it where nothing warned before."""
    if not fact.chain:
        return
    clock = uow.get(Clock, fact.clock_id)
    if not _tell(uow, clock, fact, BECAME_LATE):
        _begin(uow, clock, fact)


def on_late_clock_stopped(uow: UnitOfWork, fact: LateClockStopped) -> None:
    """Tell the chain that the work is over, however it came to an end.

    Work sent back and done again in one act is one lateness: its clock goes on.
    """
    clock = uow.get(Clock, fact.clock_id)
    if fact.chain and clock.state == "stopped":
        _tell(uow, clock, fact, WORK_DONE)


def on_clock_moved(uow: UnitOfWork, fact: ClockMoved) -> None:
    """Call the chain off where its limit now ends on another day and is not over; it begins anew then."""
    clock = uow.get(Clock, fact.clock_id)
    if clock.chain_since is None or clock.state not in ("running", "paused"):
        return
    if not oversight.holds_good(uow, clock):
        _end_moved(uow, clock, fact)


def on_case_over(uow: UnitOfWork, fact: CaseSettled | CaseEnded) -> None:
    """End what was listed and instructed about the case itself."""
    oversight.end_with_case(uow, case_id=fact.case_id, at=fact.at)


def _supervised(uow: UnitOfWork, clock: Clock) -> str:
    """Return the title of the late limit whose chain the work of ``clock`` is a step of; "" for none."""
    query = (
        select(Clock.title)
        .join(ProcessInstance, ProcessInstance.subject_id == Clock.id)
        .join(WorkItem, WorkItem.instance_id == ProcessInstance.id)
        .where(WorkItem.clock_id == clock.id, ProcessInstance.process == Clock.chain)
        .limit(1)
    )
    return uow.session.scalar(query) or ""


def _end_moved(uow: UnitOfWork, clock: Clock, fact: Fact) -> None:
    oversight.call_off(uow, clock=clock, by=fact.by, at=fact.at)
    uow.session.flush()
    _tell(uow, clock, fact, TIME_MOVED, WORK_DONE)
    clock.chain_since = None


def _begin(uow: UnitOfWork, clock: Clock, fact: Fact) -> None:
    clock.chain_since = fact.at
    start_process(uow, process=clock.chain, case_id=clock.case_id, subject_id=clock.id, at=fact.at)


def _tell(uow: UnitOfWork, clock: Clock, fact: Fact, *messages: str) -> bool:
    """Give the chain under way the first of ``messages`` it waits for; return whether there is one."""
    row = _under_way(uow, clock) if clock.chain_since is not None else None
    if row is None:
        return False
    process = running.resume(uow, row=row, case=uow.get(Case, clock.case_id), at=fact.at)
    waits_for = process.engine.waiting_messages()
    for message in messages:
        if message in waits_for:
            process.deliver(message, answers={}, by=SYSTEM)
            break
    return True


def _under_way(uow: UnitOfWork, clock: Clock) -> ProcessInstance | None:
    return uow.session.scalars(
        select(ProcessInstance)
        .where(
            ProcessInstance.case_id == clock.case_id,
            ProcessInstance.process == clock.chain,
            ProcessInstance.subject_id == clock.id,
            ProcessInstance.finished_at.is_(None),
        )
        .order_by(ProcessInstance.id)
        .limit(1)
    ).first()
