"""Starts the clocks of the tasks and timers that an act has opened."""

from collections.abc import Callable, Container
from datetime import datetime
from typing import Any

from mediation.cases.model import Attempt
from mediation.casework.model import ProcessInstance
from mediation.clocks import operations as clocks
from mediation.clocks.model import Clock
from mediation.engine.instance import Report
from mediation.kernel.actor import Actor
from mediation.kernel.unit_of_work import UnitOfWork


def start_clocks(
    uow: UnitOfWork,
    *,
    row: ProcessInstance,
    report: Report,
    carried: Container[str],
    going: Clock | None,
    attempt: Callable[[], Attempt | None],
    facts: Callable[[str], Any],
    at: datetime,
    by: Actor,
) -> dict[str, Clock]:
    """Return the clocks of all that opened, by policy, with one INSERT for tasks of one attempt.

    A limit whose row was deleted from the deadline table is that of the publication the process began with.

    :param carried: refs of what goes on with a clock it had before
    :param going: shared clock of the task just done, which runs on for what follows
    :param attempt: looks the attempt under way up, where a task of a level asks for it
    """
    started: dict[str, Clock] = {}
    if going is not None and going.state != "stopped":
        started[going.policy] = going
    wanted: dict[int | None, dict[str, None]] = {}
    named = [(task, task.element.due_policy) for task in report.opened]
    for task, policy in [*named, *((task, task.element.timer) for task in report.timers)]:
        if policy and policy not in started and task.ref not in carried:
            under_way = attempt() if task.level else None
            wanted.setdefault(under_way.id if under_way else None, {})[policy] = None
    for attempt_id, policies in wanted.items():
        clocks_of = clocks.start_all(
            uow,
            case_id=row.case_id,
            policies=policies,
            facts=facts,
            attempt_id=attempt_id,
            digest=row.digest,
            at=at,
            by=by,
        )
        started.update(zip(policies, clocks_of, strict=True))
    return started
