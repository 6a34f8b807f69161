"""One thing that is wrong with a file, and what the checks may rely on."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from mediation.engine.elements import Diagram, Element
from mediation.kernel.locality import Locality


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong.

    :ivar message: Chinese sentence with named places, marked for translation; ``params`` fill it
    """

    file: str
    element_id: str
    label: str
    message: str
    params: Mapping[str, Any] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        """The Chinese sentence, filled in."""
        return self.message.format(**self.params)

    def __str__(self) -> str:
        place = self.file
        if self.element_id:
            place += f" {self.element_id}"
        if self.label:
            place += f"“{self.label}”"
        return f"{place}：{self.sentence}"


@dataclass(frozen=True)
class Known:
    """What a diagram may name.

    :ivar roles: role keys
    :ivar steps: step keys that have an operation
    :ivar facts: names of facts that conditions may read
    :ivar forms: form keys beside those of the files themselves
    :ivar policies: deadline policy keys beside those of the decision ``deadlines``
    :ivar answers: names that steps return, beside the fields of forms
    """

    roles: frozenset[str] = frozenset()
    steps: frozenset[str] = frozenset()
    facts: frozenset[str] = frozenset()
    forms: frozenset[str] = frozenset()
    policies: frozenset[str] = frozenset()
    answers: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Surroundings:
    """What the checks of one diagram may rely on.

    :ivar names: facts and answers that conditions may read
    :ivar processes: ids of all processes of the set
    :ivar decisions: ids of all decision tables of the set
    """

    locality: Locality
    known: Known
    names: frozenset[str]
    forms: frozenset[str]
    policies: frozenset[str]
    processes: frozenset[str]
    decisions: frozenset[str]


Check = Callable[[Diagram, Surroundings], list[Problem]]


def about(element: Element, message: str, **params: Any) -> Problem:
    """Return a problem with one element."""
    return Problem(element.file, element.id, element.label, message, params)


def about_diagram(diagram: Diagram, message: str, **params: Any) -> Problem:
    """Return a problem with a whole diagram."""
    return Problem(diagram.file, diagram.process, diagram.title, message, params)
