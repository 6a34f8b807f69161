"""SQLite has no percentiles and few cases: its tasks are looked at one by one."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from mediation.boards.heat.asked import Asked, below_part, done, still_open
from mediation.boards.heat.far.found import OF_CASES, OF_TASKS, Found, Outlier, Tally
from mediation.boards.heat.taking import SECONDS, may_be_far_out
from mediation.cases.model import Case
from mediation.casework.model import WorkItem
from mediation.kernel.clock import local
from mediation.units.model import Unit

TASK = (WorkItem.id, WorkItem.case_id, WorkItem.element, WorkItem.opened_at, WorkItem.closed_at)
COLUMNS = (WorkItem.role, WorkItem.task_level, Case.kind, Case.source, Case.risk, Unit.path)


def found(session: Session, asked: Asked, limits: Mapping[str, float], *, at: datetime, most: int) -> Found:
    """Return what is far out among the tasks done in the period and those open at ``at``."""
    part = below_part(asked)
    listed: list[Outlier] = []
    by_element: Counter[str] = Counter()
    far: Tally = Counter()
    everything: Tally = Counter()
    total = 0
    for item, case, element, opened, closed, may_be_far, *given in _rows(session, asked, limits, at):
        role, level, kind, source, risk, path = given
        weekday = str(local(opened).isoweekday())
        has = dict(zip(OF_TASKS, (role, level or "", weekday), strict=True))
        has |= zip(OF_CASES, (kind, source, risk, path.split("/")[part]), strict=True)
        hours = ((closed or at) - opened).total_seconds() / SECONDS
        total += 1
        everything.update(has.items())
        if may_be_far and hours > limits[element]:
            by_element[element] += 1
            far.update(has.items())
            listed.append(Outlier(item, case, element, hours, limits[element], is_open=closed is None))
    listed.sort(key=lambda each: (-each.hours / each.limit, each.item_id))
    return Found(tuple(listed[:most]), total, by_element, far, everything)


def _rows(session: Session, asked: Asked, limits: Mapping[str, float], at: datetime) -> Iterator[Any]:
    columns = (*TASK, may_be_far_out(at), *COLUMNS)
    for query in (done, still_open):
        made = query(asked, *columns, with_case=True).where(WorkItem.element.in_(limits))
        yield from session.execute(made)
