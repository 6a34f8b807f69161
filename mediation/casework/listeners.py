"""What casework does when a clock runs out or moves, or a post changes hands."""

from datetime import datetime
from functools import cache

from sqlalchemy import Select, Update, bindparam, func, literal_column, select, update

from mediation.agreements.events import BreachFollowed
from mediation.agreements.operations import drop_confirmation
from mediation.cases.model import Case
from mediation.casework import running
from mediation.casework.events import CaseUnitMoved
from mediation.casework.model import FAR, ProcessInstance, TimerWait, WorkItem
from mediation.casework.refusals import UnitHoldsWork
from mediation.clocks.events import ClockMoved, ClockReached
from mediation.kernel.actor import SYSTEM
from mediation.kernel.unit_of_work import UnitOfWork
from mediation.people.events import PostEnded
from mediation.units.events import UnitMoved, UnitRetired
from mediation.units.model import Unit
from mediation.units.paths import below

SETTLEMENT_BROKEN = "settlement_broken"


def on_clock_reached(uow: UnitOfWork, fact: ClockReached) -> None:
    """Mark the tasks of the clock late, and tell the timers that wait for it."""
    # Neither reads what is not written yet; that goes out with the rest, in one statement less.
    with uow.session.no_autoflush:
        uow.session.execute(_late_update(), {"on_clock": fact.clock_id})
        waits = uow.session.scalars(_waiting_query(), {"on_clock": fact.clock_id}).all()
    for wait in waits:
        _reach(uow, wait, fact.at)


@cache
def _late_update() -> Update:
    open_on_it = (WorkItem.clock_id == bindparam("on_clock"), WorkItem.state == literal_column("'open'"))
    return update(WorkItem).where(*open_on_it).values(late=True).execution_options(synchronize_session=False)


@cache
def _waiting_query() -> Select[tuple[TimerWait]]:
    return select(TimerWait).where(TimerWait.clock_id == bindparam("on_clock")).order_by(TimerWait.id)


def _reach(uow: UnitOfWork, wait: TimerWait, at: datetime) -> None:
    row = uow.get(ProcessInstance, wait.instance_id, lock=True)
    if row.finished_at is not None:
        return
    case = uow.get(Case, wait.case_id)
    running.resume(uow, row=row, case=case, at=at).reach(wait.task_ref, by=SYSTEM)


def on_clock_moved(uow: UnitOfWork, fact: ClockMoved) -> None:
    """Copy a clock's new due date to the open tasks that work against it."""
    uow.session.execute(
        update(WorkItem)
        .where(WorkItem.clock_id == fact.clock_id, WorkItem.state == "open")
        .values(
            due_at=fact.due_at,
            due_on=fact.due_on,
            provisional=fact.provisional,
            sort_at=fact.due_at or FAR,
        )
    )


def on_unit_moved(uow: UnitOfWork, fact: UnitMoved) -> None:
    """Tell every open case below a moved unit; its open tasks and due dates stay as they are."""
    moved = select(Unit.id).where(below(Unit.path, fact.path))
    cases = uow.session.scalars(
        select(Case.id).where(Case.closed_at.is_(None), Case.unit_id.in_(moved)).order_by(Case.id)
    )
    for case_id in cases:
        uow.record(
            CaseUnitMoved(
                case_id=case_id,
                unit=fact.name,
                old_parent=fact.old_parent,
                new_parent=fact.new_parent,
                at=fact.at,
                by=fact.by,
            )
        )


def on_post_ended(uow: UnitOfWork, fact: PostEnded) -> None:
    """Put the open tasks a person had by that post back to the unit, so that nobody loses sight of them."""
    uow.session.execute(
        update(WorkItem)
        .where(
            WorkItem.state == "open",
            WorkItem.person_id == fact.person_id,
            WorkItem.unit_id == fact.unit_id,
            WorkItem.role == fact.role,
            WorkItem.parent_id.is_(None),
        )
        .values(person_id=None)
    )


def on_unit_retired(uow: UnitOfWork, fact: UnitRetired) -> None:
    """Object to retiring a unit that still holds work.

    :raises UnitHoldsWork: naming how much
    """
    held = uow.session.scalar(
        select(func.count())
        .select_from(WorkItem)
        .where(WorkItem.unit_id == fact.unit_id, WorkItem.state == "open")
    )
    if held:
        raise UnitHoldsWork(unit=fact.name, count=held)


def on_breach_followed(uow: UnitOfWork, fact: BreachFollowed) -> None:
    """Where a breach reopens the dispute, do not wait for the confirmation of what was broken."""
    if fact.decision != "reopen":
        return
    drop_confirmation(uow, case_id=fact.case_id, by=fact.by, at=fact.at)
    case = uow.get(Case, fact.case_id)
    process = running.resume(uow, row=running.main_instance(uow, case), case=case, at=fact.at)
    if SETTLEMENT_BROKEN in process.engine.waiting_messages():
        process.deliver(SETTLEMENT_BROKEN, answers={"note": fact.note}, by=fact.by)
