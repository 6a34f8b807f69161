"""Drafts. They hold whatever was typed, so they are sealed."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from mediation.kernel.base import Base
from mediation.kernel.columns import Moment, Sealed


class Draft(Base):
    """What one person has typed into one form."""

    __tablename__ = "drafts"
    __table_args__ = (UniqueConstraint("person_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    key: Mapped[str] = mapped_column(String(80), comment="which form: task:12, report, act:7:withdraw")
    case_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id"), index=True)
    item_id: Mapped[int | None] = mapped_column(ForeignKey("work_items.id"), index=True)
    title: Mapped[str] = mapped_column(String(120), comment="what the form is called")
    path: Mapped[str] = mapped_column(String(200), comment="where the form is")
    answers: Mapped[dict[str, Any]] = mapped_column(
        Sealed, comment="lists of texts by field, as a browser sends"
    )
    saved_at: Mapped[datetime] = mapped_column(Moment)
    row_version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": row_version}
