"""How often each sequence flow of a process was taken, by processes that began in the period."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Integer, Select, String, cast, column, func, select
from sqlalchemy.orm import Session

from mediation.boards.heat.asked import Asked
from mediation.cases.model import Case
from mediation.casework.model import ProcessInstance
from mediation.engine.definition import Definition
from mediation.units.model import Unit
from mediation.units.paths import below

# Where one of several ways is chosen; a parallel gateway takes them all.
CHOOSING = ("exclusive_gateway", "event_based_gateway")


@dataclass(frozen=True)
class Way:
    """A sequence flow.

    :ivar of: how often any exit of its gateway was taken; None where nothing was chosen
    """

    flow: str
    source: str
    target: str
    label: str
    label_en: str
    times: int
    of: int | None = None

    @property
    def share(self) -> float | None:
        """Of all that left the gateway, from 0 to 1; None where nothing was chosen or nobody came."""
        return self.times / self.of if self.of else None


def ways(session: Session, asked: Asked, drawn: Definition) -> tuple[Way, ...]:
    """Return the flows of the process in the order of its file."""
    counted = _counted(session, asked, drawn)
    diagram = drawn.diagram(asked.process)
    exits = Counter(flow.source for flow in diagram.flows)
    choosing = {key for key, many in exits.items() if many > 1 and diagram.elements[key].kind in CHOOSING}
    leaving: Counter[str] = Counter()
    for flow in diagram.flows:
        leaving[flow.source] += counted.get(flow.id, 0)
    return tuple(
        Way(
            flow=flow.id,
            source=flow.source,
            target=flow.target,
            label=flow.label,
            label_en=flow.label_en,
            times=counted.get(flow.id, 0),
            of=leaving[flow.source] if flow.source in choosing else None,
        )
        for flow in diagram.flows
    )


def _counted(session: Session, asked: Asked, drawn: Definition) -> Mapping[str, int]:
    start = f"{asked.process}/"
    counts: Counter[str] = Counter()
    if session.get_bind().dialect.name == "postgresql":
        each = func.jsonb_each_text(ProcessInstance.trail).table_valued("key", "value").lateral("each")
        key = column("key", String)
        query = _began(asked, drawn, key, func.sum(cast(column("value", String), Integer)))
        query = query.join(each, key.startswith(start, autoescape=True)).group_by(key)
        counts.update({key: int(times) for key, times in session.execute(query)})
    else:
        for (trail,) in session.execute(_began(asked, drawn, ProcessInstance.trail)):
            counts.update(trail)
    return {key.removeprefix(start): times for key, times in counts.items() if key.startswith(start)}


def _began(asked: Asked, drawn: Definition, *columns: Any) -> Select[Any]:
    query = select(*columns).where(
        ProcessInstance.process.in_(_holding(drawn, asked.process)),
        ProcessInstance.started_at >= asked.begins_at,
        ProcessInstance.started_at < asked.ends_at,
    )
    query = query.select_from(ProcessInstance)
    if asked.versions:
        query = query.where(ProcessInstance.digest.in_(asked.versions))
    if asked.within or asked.kind:
        query = query.join(Case, Case.id == ProcessInstance.case_id)
    if asked.kind:
        query = query.where(Case.kind == asked.kind)
    if asked.within:
        query = query.join(Unit, Unit.id == Case.unit_id).where(below(Unit.path, asked.within))
    return query


def _holding(drawn: Definition, process: str) -> list[str]:
    """Return the processes whose instances go through ``process``: itself and those that call it."""
    found = {process}
    while True:
        callers = {each.process for each in drawn.elements.values() if each.called in found}
        if callers <= found:
            return sorted(found)
        found |= callers
