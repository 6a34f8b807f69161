"""Signs of life of what runs by itself."""

from datetime import datetime
from typing import Any

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from mediation.kernel.base import Base
from mediation.kernel.columns import BIG_JSON, Moment


class Heartbeat(Base):
    """The last run of one job of one scheduler."""

    __tablename__ = "heartbeats"

    scheduler: Mapped[str] = mapped_column(String(60), primary_key=True, comment="host, process and start")
    job: Mapped[str] = mapped_column(String(20), primary_key=True, comment="sweep, send, search, tidy ...")
    started_at: Mapped[datetime] = mapped_column(Moment, comment="when this scheduler began")
    begun_at: Mapped[datetime] = mapped_column(Moment, comment="when its last run began")
    ended_at: Mapped[datetime | None] = mapped_column(Moment, comment="null while it runs")
    failures: Mapped[int] = mapped_column(default=0, comment="runs that failed in a row")
    failure: Mapped[str | None] = mapped_column(String(500))
    held_since: Mapped[datetime | None] = mapped_column(
        Moment, comment="it does nothing since then: the machine's clock jumped and nobody confirmed it"
    )
    figures: Mapped[dict[str, Any]] = mapped_column(BIG_JSON, default=dict, comment="what the last run did")
