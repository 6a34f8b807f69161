"""Comments on a case. They may name citizens, so their text is sealed."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from mediation.kernel.base import Base
from mediation.kernel.columns import Moment, Sealed


class Comment(Base):
    """One comment; withdrawn ones keep their place, without their text."""

    __tablename__ = "comments"
    __table_args__ = (
        CheckConstraint("visibility IN ('case', 'unit', 'mediators', 'self')", name="known_visibility"),
        CheckConstraint("(visibility = 'unit') = (unit_id IS NOT NULL)", name="unit_named"),
        Index("ix_comments_case_id", "case_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    item_id: Mapped[int | None] = mapped_column(comment="the task it was written at")
    by_id: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    by_post: Mapped[str] = mapped_column(String(200))
    visibility: Mapped[str] = mapped_column(
        String(10), comment="case: all who see the case; unit; mediators: who mediates it; self"
    )
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"))
    text: Mapped[str | None] = mapped_column(Sealed, comment="null once withdrawn")
    submission: Mapped[str | None] = mapped_column(String(40), unique=True)
    at: Mapped[datetime] = mapped_column(Moment)
    withdrawn_at: Mapped[datetime | None] = mapped_column(Moment)
