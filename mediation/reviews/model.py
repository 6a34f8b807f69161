"""集体评议: the review, its panel, and opinions sealed until all are in."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from mediation.kernel.base import Base
from mediation.kernel.columns import BIG_JSON, Moment, Sealed

_UNDER_WAY = text("state IN ('consented', 'formed', 'heard', 'summed_up')")


class Review(Base):
    """One collective review. Advisory: it imposes nothing on anybody."""

    __tablename__ = "reviews"
    __table_args__ = (
        CheckConstraint(
            "state IN ('declined', 'consented', 'formed', 'heard', 'summed_up', 'delivered', 'cancelled')",
            name="known_state",
        ),
        CheckConstraint("panel_size IS NULL OR (panel_size >= 1 AND panel_size % 2 = 1)", name="odd_panel"),
        CheckConstraint("(summary IS NOT NULL) = (summed_up_at IS NOT NULL)", name="summed_up_at_a_moment"),
        CheckConstraint(
            "state <> 'delivered' OR (delivered_on IS NOT NULL AND summary IS NOT NULL)",
            name="delivered_with_a_summary",
        ),
        Index("ix_reviews_case_id", "case_id"),
        Index(
            "uq_reviews_under_way",
            "case_id",
            unique=True,
            sqlite_where=_UNDER_WAY,
            postgresql_where=_UNDER_WAY,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    attempt_id: Mapped[int | None] = mapped_column(ForeignKey("attempts.id"))
    state: Mapped[str] = mapped_column(String(12))
    petitioner_id: Mapped[int] = mapped_column(ForeignKey("parties.id"))
    panel_size: Mapped[int | None]
    groups: Mapped[int | None] = mapped_column(comment="网格党小组 the members come from")
    handling_body_members: Mapped[int | None]
    relations: Mapped[str | None] = mapped_column(Sealed, comment="as disclosed")
    held_on: Mapped[date | None]
    phases: Mapped[dict[str, Any]] = mapped_column(BIG_JSON, default=dict, comment="举证, 质疑, 交流")
    summary: Mapped[str | None] = mapped_column(Text)
    summed_up_at: Mapped[datetime | None] = mapped_column(Moment)
    summed_up_by: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    delivered_on: Mapped[date | None]
    opened_at: Mapped[datetime] = mapped_column(Moment)
    row_version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": row_version}


class ReviewMember(Base):
    """One seat of a panel."""

    __tablename__ = "review_members"
    __table_args__ = (UniqueConstraint("review_id", "seat"), UniqueConstraint("review_id", "person_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("reviews.id"))
    seat: Mapped[int] = mapped_column(comment="from 0: the turn of the member's task")
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    is_veteran: Mapped[bool] = mapped_column(default=False)


class ReviewOpinion(Base):
    """One member's opinion. Read only through ``queries``, which keep it sealed until all are in."""

    __tablename__ = "review_opinions"
    __table_args__ = (
        CheckConstraint("opinion IN ('support', 'partial', 'oppose')", name="known_opinion"),
        UniqueConstraint("member_id"),
        Index("ix_review_opinions_review_id", "review_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("reviews.id"))
    member_id: Mapped[int] = mapped_column(ForeignKey("review_members.id"))
    opinion: Mapped[str] = mapped_column(String(8))
    reason: Mapped[str] = mapped_column(Sealed)
    given_at: Mapped[datetime] = mapped_column(Moment)
