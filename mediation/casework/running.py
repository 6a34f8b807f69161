"""Moves one process instance and everything that follows from it: inbox rows, clocks, timers.

All of it happens inside the caller's unit of work, so a crash between any two statements leaves
neither half.
"""

from collections import Counter
from collections.abc import Callable, Container, Mapping
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, select

from mediation.cases.events import AttemptClosed, AttemptOpened
from mediation.cases.model import Attempt, Case
from mediation.casework import beginning, carrying, parking, waits
from mediation.casework.act import Act
from mediation.casework.desks import cancel_items, close_item, open_item
from mediation.casework.events import WorkDone
from mediation.casework.facts import Context, FactBook, all_facts
from mediation.casework.model import ProcessInstance, WorkItem
from mediation.casework.routing import Desk
from mediation.casework.steps import all_steps
from mediation.clocks.model import Clock
from mediation.engine.instance import Instance, OpenTask, Report
from mediation.kernel.actor import Actor
from mediation.kernel.facts import CaseFact
from mediation.kernel.unit_of_work import UnitOfWork
from mediation.processes.queries import current, definition

MAIN = "dispute"


class Running:
    """A process instance under way in one unit of work."""

    def __init__(
        self, uow: UnitOfWork, *, case: Case, row: ProcessInstance, at: datetime, fresh: bool = False
    ) -> None:
        self.uow, self.case, self.row, self.at = uow, case, row, at
        self.definition = definition(uow.session, row.digest)
        self._attempt: Attempt | None = None
        self._attempt_known = False
        self._going: Clock | None = None
        self._desk: Desk | None = None
        self.opened: list[WorkItem] = []
        self.engine = (
            Instance.start(self.definition, row.process, self.fact)
            if fresh
            else Instance.load(self.definition, row.process, row.state, self.fact)
        )
        self.parked = set() if fresh else parking.known(uow, row, self.engine.operations())

    def fact(self, name: str) -> Any:
        """Return a fact of the case as it is now, for conditions and clock anchors.

        :raises KeyError: there is no such fact
        """
        context = Context(instance=self.row, attempt=self.attempt, locality=self.uow.locality)
        return all_facts()[name](self.uow.session, self.case, context)

    @property
    def attempt(self) -> Attempt | None:
        """The attempt under way, else the last one."""
        if not self._attempt_known:
            self._attempt = self.uow.session.scalars(_last_attempt(), {"case_id": self.case.id}).first()
            self._attempt_known = True
        return self._attempt

    def know_attempt(self, attempt: Attempt | None) -> None:
        """Take ``attempt`` as the present one, to spare a look-up."""
        self._attempt, self._attempt_known = attempt, True

    def finish_task(
        self, item: WorkItem, *, answers: Mapping[str, Any], submission: str | None = None, by: Actor
    ) -> None:
        """Run the step of ``item``, then move the token and all that follows."""
        element = self.definition.elements[(item.process, item.element)]
        clock = self.uow.session.get(Clock, item.clock_id) if item.clock_id else None
        if clock is not None and clock.scope != "item" and clock.attempt_id == item.attempt_id:
            self._going = clock
        before = len(self.uow.recorded)
        more = self._run_step(element.step, element, item.task_level, item, answers, by)
        if not any(isinstance(fact, CaseFact) for fact in self.uow.recorded[before:]):
            self.uow.record(
                WorkDone(
                    case_id=self.case.id, item_id=item.id, label=item.label, late=item.late, at=self.at, by=by
                )
            )
        item.submission = submission
        close_item(self.uow, item, state="done", by=by, at=self.at)
        self._follow(self.engine.complete(item.task_ref, {**answers, **more}), answers=answers, by=by)

    def begin(self, *, answers: Mapping[str, Any], by: Actor) -> None:
        """Move a fresh instance to its first tasks."""
        self._follow(self.engine.advance(), answers=answers, by=by)

    def deliver(self, message: str, *, answers: Mapping[str, Any], by: Actor) -> None:
        """Deliver an outside event.

        :raises NotWaiting: nothing in the instance waits for it
        """
        self._follow(self.engine.deliver(message), answers=answers, by=by)

    def reach(self, task_ref: str, *, by: Actor) -> None:
        """Tell a timer of the instance that its moment has come."""
        self._follow(self.engine.reach(task_ref), answers={}, by=by)

    def go_back(self, move: Callable[[Instance], Report], *, desk: Desk, by: Actor) -> WorkItem:
        """Move the token back with ``move`` and return the task that opened again, on ``desk``."""
        self._desk = desk
        self._follow(move(self.engine), answers={}, by=by)
        return self.opened[0]

    def retry(self, task_ref: str, *, answers: Mapping[str, Any], by: Actor) -> bool:
        """Take a parked step again, and all that follows from it; return whether it went through."""
        self.parked.discard(task_ref)
        self._follow(Report(operations=self.engine.operations()), answers=answers, by=by)
        return task_ref not in self.parked

    def _follow(self, report: Report, *, answers: Mapping[str, Any], by: Actor) -> None:
        self._apply(report, by)
        passed = list(report.passed)
        while task := next((task for task in report.operations if task.ref not in self.parked), None):
            report = self._take(task, answers, by)
            passed += report.passed
        self.row.state = self.engine.dump()
        if passed:
            self.row.trail = dict(Counter(self.row.trail) + Counter(passed))
        if report.finished and self.row.finished_at is None:
            self.row.finished_at = self.at
            self._let_go()
        self.uow.session.flush()

    def _take(self, task: OpenTask, answers: Mapping[str, Any], by: Actor) -> Report:
        """Take an automatic step and what follows from it; where it fails, only that is undone."""
        state, opened = b"" if self.uow.in_one else self.engine.dump(), len(self.opened)
        kept = self._attempt, self._attempt_known, self._going, self._desk
        try:
            with self.uow.savepoint():
                more = self._run_step(task.element.step, task.element, task.level, None, answers, by)
                report = self.engine.complete(task.ref, more)
                self._apply(report, by)
            return report
        except Exception as error:
            if self.uow.in_one or not parking.is_fault(error):
                raise
            failed = error
        self.engine = Instance.load(self.definition, self.row.process, state, self.fact)
        self._attempt, self._attempt_known, self._going, self._desk = kept
        del self.opened[opened:]
        parking.park(self.uow, row=self.row, task=task, error=failed, answers=answers, by=by, at=self.at)
        self.parked.add(task.ref)
        return Report(operations=self.engine.operations())

    def _run_step(
        self,
        step: str | None,
        element: Any,
        level: str | None,
        item: WorkItem | None,
        answers: Mapping[str, Any],
        by: Actor,
    ) -> Mapping[str, Any]:
        if step is None:
            return {}
        act = Act(
            uow=self.uow,
            case=self.case,
            instance=self.row,
            attempt=self.attempt,
            item=item,
            element=element,
            level=level,
            answers=answers,
            by=by,
            at=self.at,
        )
        before = len(self.uow.recorded)
        more = all_steps()[step](act) or {}
        if any(isinstance(fact, (AttemptOpened, AttemptClosed)) for fact in self.uow.recorded[before:]):
            self.uow.session.flush()
            self._attempt_known = False
            self._going = None
            self._let_go()
        return more

    def _let_go(self) -> None:
        if self.row.kept_clocks:
            carrying.let_go(self.uow, row=self.row, at=self.at)

    def _apply(self, report: Report, by: Actor) -> None:
        if report.cancelled:
            cancel_items(self.uow, self.row, refs=report.cancelled, by=by, at=self.at)
            if self.parked.intersection(report.cancelled):
                parking.let_go(self.uow, self.row, refs=report.cancelled, at=self.at)
        if self.row.timers and (report.cancelled or report.closed):
            waits.forget(self.uow, self.row, refs=(*report.cancelled, *report.closed), at=self.at)
        carried = self._carried(report, by) if self.row.kept_clocks else {}
        started = self._started(report, carried, by)
        for task in report.opened:
            self._open(task, carried.get(task.ref) or started.get(task.element.due_policy or ""))
        for task in report.timers:
            clock = carried.get(task.ref) or started[task.element.timer or ""]
            waits.put(self.uow, self.row, task=task, clock=clock)

    def _carried(self, report: Report, by: Actor) -> dict[str, Clock]:
        return carrying.carried(
            self.uow,
            row=self.row,
            report=report,
            facts=self.fact,
            attempt_id=self.attempt.id if self.attempt else None,
            at=self.at,
            by=by,
        )

    def _started(self, report: Report, carried: Container[str], by: Actor) -> dict[str, Clock]:
        return beginning.start_clocks(
            self.uow,
            row=self.row,
            report=report,
            carried=carried,
            going=self._going,
            attempt=lambda: self.attempt,
            facts=self.fact,
            at=self.at,
            by=by,
        )

    def _open(self, task: OpenTask, clock: Clock | None) -> None:
        desk, self._desk = self._desk, None
        item = open_item(
            self.uow,
            case=self.case,
            instance=self.row,
            task=task,
            clock=clock,
            attempt=self.attempt if task.level else None,
            desk=desk,
            at=self.at,
        )
        self.opened.append(item)


@cache
def _last_attempt() -> Select[tuple[Attempt]]:
    return (
        select(Attempt).where(Attempt.case_id == bindparam("case_id")).order_by(Attempt.seq.desc()).limit(1)
    )


def start_process(
    uow: UnitOfWork,
    *,
    process: str,
    case: Case,
    subject_id: int | None = None,
    addressee: str | None = None,
    answers: Mapping[str, Any] | None = None,
    by: Actor,
    at: datetime,
) -> ProcessInstance:
    """Start ``process`` for ``case`` on the current publication and move it to its first tasks."""
    row = ProcessInstance(
        case_id=case.id,
        process=process,
        digest=current(uow.session).digest,
        subject_id=subject_id,
        addressee=addressee,
        state=b"",
        started_at=at,
    )
    uow.add(row)
    uow.session.flush()
    running = Running(uow, case=case, row=row, at=at, fresh=True)
    running.begin(answers=answers or {}, by=by)
    return row


def facts_of(uow: UnitOfWork, case: Case) -> FactBook:
    """Return the facts of a case as its main process sees them."""
    row = main_instance(uow, case)
    attempt = uow.session.scalars(_last_attempt(), {"case_id": case.id}).first()
    return FactBook(uow.session, case, Context(instance=row, attempt=attempt, locality=uow.locality))


def main_instance(uow: UnitOfWork, case: Case) -> ProcessInstance:
    """Return the case's main process, locked on PostgreSQL."""
    return uow.session.scalars(
        select(ProcessInstance)
        .where(ProcessInstance.case_id == case.id, ProcessInstance.process == MAIN)
        .with_for_update()
    ).one()


def resume(uow: UnitOfWork, *, row: ProcessInstance, case: Case, at: datetime) -> Running:
    """Return the instance loaded from its stored state, ready to move."""
    return Running(uow, case=case, row=row, at=at)
