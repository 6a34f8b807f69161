"""What was ordered inside a try and then taken back, so that it is ordered anew."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from mediation.kernel.facts import CaseFact
from mediation.kernel.text import N_


@dataclass(frozen=True, kw_only=True)
class AppointmentWithdrawn(CaseFact):
    """Nobody is appointed to the try any more."""

    people: str
    sentence: ClassVar[str] = N_("原先对{people}的指定作废，重新指定调解员。")


@dataclass(frozen=True, kw_only=True)
class SessionNoticeWithdrawn(CaseFact):
    """A session that was called does not take place."""

    session_at: datetime
    sentence: ClassVar[str] = N_("原定{session_at}的调解会通知作废，须重新通知各方。")
