"""The heat map of a process: all that its page shows, read at once."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from mediation.boards.heat.asked import Asked
from mediation.boards.heat.outliers import Outlier, Outliers, outliers
from mediation.boards.heat.rules import Shared, Spread, far_out
from mediation.boards.heat.standing import Now, standing
from mediation.boards.heat.taking import Taken, taken
from mediation.boards.heat.ways import Way, ways
from mediation.engine.definition import Definition, Element
from mediation.processes.queries import Publication, definition, publications

__all__ = ["Asked", "Heat", "HeatMap", "Now", "Outlier", "Outliers", "Shared", "Spread", "Version", "Way"]

NOTHING = Now()


@dataclass(frozen=True)
class Heat:
    """One element of the diagram.

    :ivar spread: how long its tasks took; None where none was done in the period
    :ivar late: of ``with_due`` tasks with a due date, so many were late
    :ivar came: how often a token came to it, on the ways counted
    :ivar limit: hours beyond which one of its tasks is far out; None where too few were done to say
    """

    element: Element
    now: Now
    spread: Spread | None
    late: int
    with_due: int
    came: int
    limit: float | None = None
    outliers: int = 0

    @property
    def done(self) -> int:
        """How many tasks were completed in the period."""
        return self.spread.times if self.spread else 0

    @property
    def median(self) -> float | None:
        """Calendar hours half of the tasks took at most; None where none was done."""
        return self.spread.median if self.spread else None

    @property
    def p90(self) -> float | None:
        """Calendar hours nine of ten tasks took at most; None where none was done."""
        return self.spread.p90 if self.spread else None

    @property
    def late_share(self) -> float | None:
        """Late tasks of those with a due date, from 0 to 1; None where none had one."""
        return self.late / self.with_due if self.with_due else None


@dataclass(frozen=True)
class HeatMap:
    """A diagram with what is known of each element and flow."""

    asked: Asked
    title: str
    title_en: str
    heats: tuple[Heat, ...]
    ways: tuple[Way, ...]
    outliers: Outliers


@dataclass(frozen=True)
class Version:
    """A publication in which a process is drawn.

    :ivar agrees: its elements and flows are those of the one shown, so that both may be counted together
    """

    publication: Publication
    agrees: bool


def versions(session: Session, process: str, digest: str) -> tuple[Version, ...]:
    """Return the publications that hold ``process``, the current one first."""
    shown = _ids(definition(session, digest), process)
    found = []
    for publication in publications(session):
        drawn = definition(session, publication.digest)
        if process in drawn.diagrams:
            found.append(Version(publication, _ids(drawn, process) == shown))
    return tuple(found)


def _ids(drawn: Definition, process: str) -> Collection[str]:
    diagram = drawn.diagram(process)
    return {*diagram.ids, *(flow.id for flow in diagram.flows)}


def heat_map(session: Session, asked: Asked, *, at: datetime) -> HeatMap:
    """Return the heat map asked for.

    :raises NotFound: there is no such publication
    :raises ProcessUnknown: or no such process in it
    """
    drawn = definition(session, asked.digest)
    diagram = drawn.diagram(asked.process)
    now, took = standing(session, asked, drawn, at=at), taken(session, asked)
    limits = {key: limit for key, each in took.items() if (limit := far_out(each.spread)) is not None}
    found = ways(session, asked, drawn)
    far = outliers(session, asked, limits, at=at)
    came: Counter[str] = Counter()
    for way in found:
        came[way.target] += way.times
    heats = (
        _heat(element, now.get(element.id, NOTHING), took.get(element.id), came[element.id], limits, far)
        for element in diagram.elements.values()
    )
    return HeatMap(asked, diagram.title, diagram.title_en, tuple(heats), found, far)


def _heat(
    element: Element, now: Now, took: Taken | None, came: int, limits: dict[str, float], far: Outliers
) -> Heat:
    return Heat(
        element=element,
        now=now,
        spread=took.spread if took else None,
        late=took.late if took else 0,
        with_due=took.with_due if took else 0,
        came=came,
        limit=limits.get(element.id),
        outliers=far.by_element.get(element.id, 0),
    )
