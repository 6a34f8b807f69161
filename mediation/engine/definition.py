"""A published set of diagrams, read once per process of the operating system and kept by digest."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from threading import RLock
from types import MappingProxyType
from typing import Any

from lxml import etree
from SpiffWorkflow.bpmn.parser.ValidationException import ValidationException
from SpiffWorkflow.bpmn.specs.mixins.multiinstance_task import LoopTask
from SpiffWorkflow.exceptions import WorkflowException

from mediation.engine import conditions, safe_xml
from mediation.engine.digest import Kept, digest_of
from mediation.engine.elements import Diagram, Element, Flow
from mediation.engine.reading import read_diagrams
from mediation.engine.specs import DiagramParser
from mediation.kernel.errors import NotFound, Refused
from mediation.kernel.text import N_

__all__ = ["BadDiagram", "Definition", "Element", "Flow", "read_definition"]


class BadDiagram(Refused):
    """A diagram the engine cannot run; publication finds it first and says it better."""

    message = N_("流程图“{file}”不能运行：{element} {detail}")


class ProcessUnknown(NotFound):
    """No diagram of that name."""

    message = N_("没有名为“{process}”的流程。")


class _Specs:
    """Parses processes for the engine, each once, when first needed."""

    def __init__(self, roots: Mapping[str, etree._Element]) -> None:
        self._roots = roots
        self._parser: DiagramParser | None = None
        self._made: dict[str, tuple[Any, Mapping[str, Any]]] = {}
        self._lock = RLock()

    def get(self, process: str) -> tuple[Any, Mapping[str, Any]]:
        """Return the spec of ``process`` and the specs of all it calls."""
        with self._lock:
            if process not in self._made:
                self._made[process] = self._tried(process)
            return self._made[process]

    def _tried(self, process: str) -> tuple[Any, Mapping[str, Any]]:
        try:
            return self._parse(process)
        except ValidationException as error:
            # A parser that failed keeps half a process and would hand it out next time.
            self._parser = None
            raise BadDiagram(file=error.file_name or process, element=error.id, detail=str(error)) from error
        except (WorkflowException, LookupError, ValueError, RecursionError) as error:
            self._parser = None
            raise BadDiagram(file=process, element="", detail=str(error)) from error

    def _parse(self, process: str) -> tuple[Any, Mapping[str, Any]]:
        if self._parser is None:
            parser = DiagramParser()
            for name, root in self._roots.items():
                parser.add_bpmn_xml(root, filename=name)
            self._parser = parser
        spec = self._parser.get_spec(process)
        called = self._parser.get_subprocess_specs(process)
        for each in (spec, *called.values()):
            _join_instances(each)
        return spec, called


def _join_instances(spec: Any) -> None:
    """Let every parallel task hear of its instances, also of those made before a reload."""
    for task_spec in spec.task_specs.values():
        if isinstance(task_spec, LoopTask):
            child = spec.task_specs[task_spec.task_spec]
            if not child.completed_event.is_connected(task_spec.merge_child):
                child.completed_event.connect(task_spec.merge_child)


@dataclass(frozen=True, eq=False)
class Definition:
    """All diagrams of one publication.

    :ivar digest: SHA-256 over the names and contents of the diagrams alone
    :ivar files: the .bpmn files by name
    :ivar diagrams: process id -> its diagram
    :ivar elements: (process id, element id) -> element; elements of an expanded subprocess are
        found under the process whose diagram shows them
    :ivar condition_names: facts and answers that any gateway or cardinality reads
    """

    digest: str
    files: Mapping[str, bytes]
    diagrams: Mapping[str, Diagram]
    elements: Mapping[tuple[str, str], Element]
    flows: tuple[Flow, ...]
    condition_names: frozenset[str]
    homes: Mapping[str, str] = field(repr=False)
    _specs: _Specs = field(repr=False)

    @property
    def processes(self) -> tuple[str, ...]:
        """The ids of all processes."""
        return tuple(self.diagrams)

    def file_of(self, process: str) -> bytes:
        """Return the XML that shows ``process``.

        :raises ProcessUnknown: there is none
        """
        return self.files[self.diagram(process).file]

    def diagram(self, process: str) -> Diagram:
        """Return the diagram of ``process``.

        :raises ProcessUnknown: there is none
        """
        if process not in self.diagrams:
            raise ProcessUnknown(process=process)
        return self.diagrams[process]

    def home_of(self, spec_name: str) -> str:
        """Return the process whose diagram shows ``spec_name``, a process or an expanded subprocess."""
        return self.homes[spec_name]

    def specs(self, process: str) -> tuple[Any, Mapping[str, Any]]:
        """Return what the engine runs for ``process``: its spec and those of all it calls.

        :raises ProcessUnknown: there is no such process
        :raises BadDiagram: it cannot be run
        """
        self.diagram(process)
        return self._specs.get(process)


_kept: Kept[Definition] = Kept()


def read_definition(files: Mapping[str, bytes]) -> Definition:
    """Return the definition of the .bpmn files among ``files``, read once per digest.

    :raises UnsafeFile: a file that may not be parsed
    :raises UnsafeCondition: a condition that is more than a comparison
    """
    diagrams = {name: content for name, content in files.items() if name.endswith(".bpmn")}
    digest = digest_of(diagrams)
    return _kept.get(digest, lambda: _read(digest, diagrams))


def _read(digest: str, files: Mapping[str, bytes]) -> Definition:
    roots = {name: safe_xml.parse(name, files[name]) for name in sorted(files)}
    diagrams: dict[str, Diagram] = {}
    for name, root in roots.items():
        diagrams.update({each.process: each for each in read_diagrams(name, root)})
    elements = {
        (process, key): element
        for process, diagram in diagrams.items()
        for key, element in diagram.elements.items()
    }
    flows = tuple(flow for diagram in diagrams.values() for flow in diagram.flows)
    homes = {element.inside: element.process for element in elements.values() if element.inside}
    return Definition(
        digest=digest,
        files=MappingProxyType(dict(files)),
        diagrams=MappingProxyType(diagrams),
        elements=MappingProxyType(elements),
        flows=flows,
        condition_names=_names(flows, elements.values()),
        homes=MappingProxyType({**homes, **{process: process for process in diagrams}}),
        _specs=_Specs(roots),
    )


def _names(flows: Iterable[Flow], elements: Iterable[Element]) -> frozenset[str]:
    expressions = {flow.condition for flow in flows} | {element.cardinality for element in elements}
    return frozenset().union(*(conditions.names_in(each) for each in expressions if each))
