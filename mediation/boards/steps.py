"""Narrowing a list to the disputes that stand at one step of a diagram."""

from dataclasses import dataclass
from typing import Self

from sqlalchemy import ColumnElement, false
from sqlalchemy.orm import Session

from mediation.boards.heat.standing import cases_at
from mediation.cases.model import Case
from mediation.engine.definition import Definition, Element
from mediation.processes.queries import current, definition, publications

LONGEST = 160
VERSION_SHOWN = 12


@dataclass(frozen=True)
class Step:
    """An element of a process, as addresses name it: ``process:element`` or ``process:element:version``.

    :ivar version: beginning of the digest of the publication whose cases are meant; "": all
    """

    process: str
    element: str
    version: str = ""

    @classmethod
    def read(cls, text: str) -> Self:
        """Return the step an address names; one that nowhere is drawn where it cannot be read."""
        process, element, version = [*text.split(":"), "", "", ""][:3]
        return cls(process, element, version)

    def __str__(self) -> str:
        return ":".join(part for part in (self.process, self.element, self.version) if part)


def element_of(session: Session, text: str) -> Element | None:
    """Return the element a list is narrowed to; None where no publication draws it."""
    step = Step.read(text)
    drawn = _drawn(session, step)
    return drawn.elements.get((step.process, step.element)) if drawn else None


def stands_at(session: Session, text: str) -> ColumnElement[bool]:
    """Return the condition that a case stands at that step now."""
    step = Step.read(text)
    drawn = _drawn(session, step)
    cases = cases_at(drawn, step.process, step.element, version=step.version) if drawn else None
    return false() if cases is None else Case.id.in_(cases)


def _drawn(session: Session, step: Step) -> Definition | None:
    if not step.version:
        return definition(session, current(session).digest)
    for publication in publications(session):
        if publication.digest.startswith(step.version):
            return definition(session, publication.digest)
    return None
