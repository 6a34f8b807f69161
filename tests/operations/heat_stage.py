"""A county with tasks of known length, so that a heat map's numbers can be worked out by hand."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Engine

from mediation.boards.heat.queries import Asked, Heat, HeatMap, heat_map
from mediation.casework.model import WorkItem
from mediation.parties.operations import NewParty
from mediation.processes.queries import current
from mediation.units.queries import unit
from tests.factories.county import County, moment

BEGAN, ENDED = moment("2026-09-01 00:00"), moment("2026-10-01 00:00")
GIVEN = ("春生", "桂香", "建国", "秋菊", "满堂")
COPIED = (
    *("case_id", "instance_id", "process", "element", "label", "role", "unit_id", "attempt_id"),
    *("task_level", "sort_at", "kind"),
)


class HeatStage(County):
    """Asks of a small county, and deals out tasks that took as long as a test says."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine, at="2026-09-01 08:00")
        self._reported = 0

    def report(self, **changes: Any) -> int:
        """Report a dispute that has nothing to do with those before."""
        one, other = (f"{surname}{GIVEN[self._reported % len(GIVEN)]}" for surname in "赵钱")
        self._reported += 1
        parties = (NewParty(side="applicant", name=one), NewParty(side="respondent", name=other))
        return super().report(**{"title": f"{one}与{other}纠纷", "parties": parties, **changes})

    def took(
        self, case_id: int, element: str, *hours: float, opened_at: datetime | None = None, **given: Any
    ) -> None:
        """Let a task of the case, like the open one of ``element``, have taken each of ``hours``."""
        model = self.item(case_id, element)
        copied = {name: getattr(model, name) for name in COPIED}
        opened_at = opened_at or self.at
        with self.system.uow() as uow:
            for turn, each in enumerate(hours):
                closed_at = opened_at + timedelta(hours=each)
                uow.add(
                    WorkItem(
                        **{
                            **copied,
                            "task_ref": f"x{turn}",
                            "state": "done",
                            "opened_at": opened_at,
                            "closed_at": closed_at,
                            "closed_post": "网格长",
                            **given,
                        }
                    )
                )
            uow.commit()

    def asked(self, process: str = "dispute", **given: Any) -> Asked:
        """Return a question about September 2026 in the whole county."""
        with self.session() as session:
            digest = current(session).digest
        return Asked(**{"process": process, "digest": digest, "begins_at": BEGAN, "ends_at": ENDED, **given})

    def heat_map(self, process: str = "dispute", **given: Any) -> HeatMap:
        """Return the map as of now."""
        with self.session() as session:
            return heat_map(session, self.asked(process, **given), at=self.at)

    def heat(self, process: str, element: str, **given: Any) -> Heat:
        """Return one element of the map."""
        return next(each for each in self.heat_map(process, **given).heats if each.element.id == element)

    def path(self, level: str) -> str:
        """Return the path of the unit of that level."""
        with self.session() as session:
            return unit(session, self.units[level]).path
