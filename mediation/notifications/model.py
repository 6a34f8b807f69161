"""The outbox: what people should hear of, written in the act's own transaction."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from mediation.kernel.base import Base
from mediation.kernel.columns import BIG_JSON, Moment


class Notice(Base):
    """One message to one person, or to whoever is in one post."""

    __tablename__ = "notices"
    __table_args__ = (
        CheckConstraint(
            "(person_id IS NOT NULL) OR (role IS NOT NULL AND unit_id IS NOT NULL)", name="has_an_addressee"
        ),
        Index("ix_notices_person_id_id", "person_id", "id"),
        Index("ix_notices_unit_id_role_id", "unit_id", "role", "id"),
        Index(
            "ix_notices_unsent",
            "id",
            postgresql_where=text("sent_at IS NULL"),
            sqlite_where=text("sent_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    role: Mapped[str | None] = mapped_column(String(40), comment="with unit_id: whoever is in that post")
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"))
    case_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id"), index=True)
    kind: Mapped[str] = mapped_column(String(60), comment="name of the fact")
    params: Mapped[dict[str, Any]] = mapped_column(BIG_JSON)
    sentence: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Moment)
    sent_at: Mapped[datetime | None] = mapped_column(Moment, comment="when it left through a channel")


class NoticeRead(Base):
    """Somebody has read a notice."""

    __tablename__ = "notice_reads"

    notice_id: Mapped[int] = mapped_column(ForeignKey("notices.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"), primary_key=True)
    read_at: Mapped[datetime] = mapped_column(Moment)
