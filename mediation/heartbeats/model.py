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
    every_seconds: Mapped[int] = mapped_column(comment="between the beginnings of two runs")
    started_at: Mapped[datetime] = mapped_column(Moment, comment="when this scheduler began")
    begun_at: Mapped[datetime] = mapped_column(Moment, comment="when its last run began")
    ended_at: Mapped[datetime | None] = mapped_column(Moment, comment="null while it runs")
    seen_at: Mapped[datetime] = mapped_column(
        Moment, comment="its first run, the progress of a run, or the good end of one: what counts as alive"
    )
    failures: Mapped[int] = mapped_column(default=0, comment="runs that failed in a row")
    failure: Mapped[str | None] = mapped_column(String(500))
    held_since: Mapped[datetime | None] = mapped_column(
        Moment, comment="it does nothing since then: the machine's clock jumped and nobody confirmed it"
    )
    jump_seconds: Mapped[int] = mapped_column(
        default=0, comment="how far the machine's clock jumped when it was last held; negative: back"
    )
    behind_until: Mapped[datetime | None] = mapped_column(
        Moment, comment="the clock went back from here and was not confirmed: what falls due may come late"
    )
    confirmed_at: Mapped[datetime | None] = mapped_column(Moment, comment="when somebody confirmed the time")
    confirmed_by: Mapped[str | None] = mapped_column(String(120))
    figures: Mapped[dict[str, Any]] = mapped_column(BIG_JSON, default=dict, comment="what the last run did")
