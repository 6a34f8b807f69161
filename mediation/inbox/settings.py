"""What a locality may set for moving tasks; the defaults are county defaults."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from mediation.kernel.locality import Locality


@dataclass(frozen=True)
class DeskSettings:
    """Settings under ``desk`` of locality.yaml.

    :ivar nudge_hours: the same person nudges for the same task again after so many hours
    :ivar nudges_a_day: nudges for one task on one day, by all together
    :ivar cosigners_at_most: co-signers asked about one task at a time
    :ivar copies_at_most: people copied in by one act
    :ivar bulk_at_most: tasks moved by one press
    """

    nudge_hours: int = 24
    nudges_a_day: int = 3
    cosigners_at_most: int = 5
    copies_at_most: int = 20
    bulk_at_most: int = 200

    @property
    def between_nudges(self) -> timedelta:
        """How long the same person waits before nudging for the same task again."""
        return timedelta(hours=self.nudge_hours)


def of(locality: Locality) -> DeskSettings:
    """Return the locality's settings over the defaults."""
    given: dict[str, Any] = locality.settings.get("desk", {})
    return DeskSettings(**{key: int(value) for key, value in given.items()})
