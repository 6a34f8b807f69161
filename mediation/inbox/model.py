"""What a desk keeps for itself: saved lists, cases followed, nudges given."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from mediation.kernel.base import Base
from mediation.kernel.columns import BIG_JSON, Moment


class SavedList(Base):
    """A list somebody saved with its filters and order, for themselves or for a unit."""

    __tablename__ = "saved_lists"
    __table_args__ = (UniqueConstraint("owner_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    unit_id: Mapped[int | None] = mapped_column(
        ForeignKey("units.id"), index=True, comment="shared with those in post there; null: private"
    )
    name: Mapped[str] = mapped_column(String(30))
    query: Mapped[dict[str, Any]] = mapped_column(BIG_JSON, comment="what the list's address says, by key")
    at: Mapped[datetime] = mapped_column(Moment)
    row_version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": row_version}


class Follow(Base):
    """Somebody follows a case, of their own will or copied in (抄送)."""

    __tablename__ = "follows"
    __table_args__ = (
        CheckConstraint("how IN ('self', 'copied')", name="known_how"),
        Index("ix_follows_person_id", "person_id", "case_id"),
    )

    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"), primary_key=True)
    how: Mapped[str] = mapped_column(String(8))
    by_id: Mapped[int] = mapped_column(ForeignKey("persons.id"), comment="who copied them in, or themselves")
    note: Mapped[str] = mapped_column(String(200), default="")
    since: Mapped[datetime] = mapped_column(Moment)
    seen_at: Mapped[datetime | None] = mapped_column(Moment)


class Nudge(Base):
    """Somebody asked that a task be done soon (催办)."""

    __tablename__ = "nudges"
    __table_args__ = (
        Index("ix_nudges_item_id_at", "item_id", "at"),
        Index("ix_nudges_by_id_at", "by_id", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    item_id: Mapped[int] = mapped_column(ForeignKey("work_items.id"))
    by_id: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    words: Mapped[str] = mapped_column(String(200), default="")
    at: Mapped[datetime] = mapped_column(Moment)
