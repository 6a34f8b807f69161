"""Where a case stands in its diagrams: which element was done, is open, was called off; call by call."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from mediation.casework.model import ProcessInstance
from mediation.engine.definition import Definition
from mediation.engine.instance import Instance
from mediation.engine.path import Walk
from mediation.kernel.errors import NotFound
from mediation.processes.queries import definition

Chain = tuple[str, ...]
"""Ids of the call activities one went through, the outermost first."""


@dataclass(frozen=True)
class ProcessView:
    """One process of a case."""

    id: int
    process: str
    title: str
    title_en: str
    digest: str
    started_at: datetime
    finished_at: datetime | None


@dataclass(frozen=True)
class StepView:
    """One element in the order the case came to it.

    :ivar state: done, open or cancelled
    :ivar leads_into: chain of the process it calls; () where it calls none
    """

    element: str
    kind: str
    label: str
    label_en: str
    state: str
    leads_into: Chain


@dataclass(frozen=True)
class Above:
    """A drawing on the way to the one shown."""

    chain: Chain
    title: str
    title_en: str


@dataclass(frozen=True)
class Drawing:
    """One diagram of one process of a case, as far as the case has come in it.

    :ivar chain: through which calls one got here; () is the process itself
    :ivar above: every drawing on the way here, the outermost first
    :ivar flows: ids of the sequence flows that were taken
    """

    instance: ProcessView
    chain: Chain
    process: str
    title: str
    title_en: str
    above: tuple[Above, ...]
    steps: tuple[StepView, ...]
    flows: frozenset[str]

    @property
    def states(self) -> dict[str, str]:
        """Element id -> state; what is open now wins over how an earlier round ended."""
        found: dict[str, str] = {}
        for step in self.steps:
            if found.get(step.element) != "open":
                found[step.element] = step.state
        return {**found, **dict.fromkeys(self.flows, "done")}

    @property
    def links(self) -> dict[str, Chain]:
        """Call activities the case went through -> chain of what they call."""
        return {step.element: step.leads_into for step in self.steps if step.leads_into}


def processes_of(session: Session, *, case_id: int) -> tuple[ProcessView, ...]:
    """Return the processes of a case in the order they began; the main one is the first."""
    rows = session.scalars(
        select(ProcessInstance).where(ProcessInstance.case_id == case_id).order_by(ProcessInstance.id)
    )
    return tuple(_view(session, row) for row in rows)


def drawing(session: Session, *, case_id: int, instance_id: int | None = None, chain: Chain = ()) -> Drawing:
    """Return the diagram of a process of the case, or of what it calls along ``chain``.

    :param instance_id: by default the main process
    :raises NotFound: no such process in this case, or the case never went along ``chain``
    """
    query = select(ProcessInstance).where(ProcessInstance.case_id == case_id).order_by(ProcessInstance.id)
    if instance_id is not None:
        query = query.where(ProcessInstance.id == instance_id)
    row = session.scalars(query.limit(1)).first()
    if row is None:
        raise NotFound(what="这个流程")
    drawn = definition(session, row.digest)
    walk = Instance.load(drawn, row.process, row.state, lambda name: None).walk()
    here = [each for each in walk if _chain(drawn, each) == chain]
    if chain and not here:
        raise NotFound(what="这段流程")
    diagram = drawn.diagram(here[0].step.process if here else row.process)
    return Drawing(
        instance=_view(session, row),
        chain=chain,
        process=diagram.process,
        title=diagram.title,
        title_en=diagram.title_en,
        above=_above(drawn, row.process, chain),
        steps=tuple(_step(drawn, each, chain) for each in here),
        flows=frozenset(each.flow for each in here if each.flow),
    )


def _chain(drawn: Definition, walk: Walk) -> Chain:
    """Leave expanded subprocesses out: their elements are drawn where they stand."""
    return tuple(element for process, element in walk.step.scope if drawn.elements[(process, element)].called)


def _above(drawn: Definition, process: str, chain: Chain) -> tuple[Above, ...]:
    found: list[Above] = []
    for place, element in enumerate(chain):
        diagram = drawn.diagram(process)
        found.append(Above(chain[:place], diagram.title, diagram.title_en))
        process = drawn.elements[(process, element)].called or process
    return tuple(found)


def _step(drawn: Definition, walk: Walk, chain: Chain) -> StepView:
    element = drawn.elements[(walk.step.process, walk.step.element)]
    return StepView(
        element=element.id,
        kind=element.kind,
        label=element.label,
        label_en=element.label_en,
        state=walk.step.state,
        leads_into=(*chain, element.id) if element.called else (),
    )


def _view(session: Session, row: ProcessInstance) -> ProcessView:
    diagram = definition(session, row.digest).diagram(row.process)
    return ProcessView(
        id=row.id,
        process=row.process,
        title=diagram.title,
        title_en=diagram.title_en,
        digest=row.digest,
        started_at=row.started_at,
        finished_at=row.finished_at,
    )
