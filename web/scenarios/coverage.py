"""Which elements of the diagrams scenarios reached, and which none did."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from mediation.casework.model import ProcessInstance
from mediation.engine.definition import Element
from mediation.engine.instance import Instance
from mediation.processes.queries import current, definition
from web.scenarios.stage import Stage

Key = tuple[str, str]
Elements = Mapping[Key, Element]


class Reached:
    """Collects what the tokens of a stage came to; look often, for loops may be forgotten."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._versions: dict[int, int] = {}
        self.found: set[Key] = set()

    def look(self) -> None:
        """Add where the tokens of every process that moved since the last look have been."""
        with self._stage.system.session() as session:
            for row in session.scalars(select(ProcessInstance)).all():
                if self._versions.get(row.id) == row.row_version:
                    continue
                self._versions[row.id] = row.row_version
                engine = Instance.load(definition(session, row.digest), row.process, row.state, _no_facts)
                self.found |= {(step.process, step.element) for step in engine.path()}

    def elements(self) -> Elements:
        """Return every element of the published diagrams."""
        with self._stage.system.session() as session:
            return dict(definition(session, current(session).digest).elements)


def _no_facts(name: str) -> Any:
    raise KeyError(name)


@dataclass(frozen=True)
class Covered:
    """How much of one diagram was reached.

    :ivar missed: the elements nobody came to, as "id label (kind)"
    """

    process: str
    reached: int
    total: int
    missed: tuple[str, ...]

    @property
    def percent(self) -> int:
        """Whole per cent, rounded down, so that 100 means all."""
        return self.reached * 100 // self.total if self.total else 100


def covered(elements: Elements, reached: Iterable[Key]) -> list[Covered]:
    """Return the coverage of each diagram, in order of its name."""
    seen = set(reached)
    found = []
    for process in sorted({process for process, _ in elements}):
        own = {key: element for key, element in elements.items() if key[0] == process}
        missed = [element for key, element in own.items() if key not in seen]
        found.append(
            Covered(
                process=process,
                reached=len(own) - len(missed),
                total=len(own),
                missed=tuple(f"{each.id} {each.label} ({each.kind})" for each in missed),
            )
        )
    return found
