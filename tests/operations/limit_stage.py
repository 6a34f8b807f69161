"""A dispute that the village has accepted, so that the limit of its mediation runs."""

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from mediation.clocks.model import Clock
from tests.factories.county import County

LIMIT = "village.mediation"


class Mediated(County):
    """A county with one dispute in mediation at the village since 1 September."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine, at="2026-09-01 09:00")
        self.case_id = self.report(unit_id=self.units["village"])
        self.do(self.case_id, "village_accept", {"decision": "accept"})

    def limit(self, session: Session) -> Clock:
        """Return the limit of the mediation."""
        return session.scalars(select(Clock).where(Clock.policy == LIMIT)).one()
