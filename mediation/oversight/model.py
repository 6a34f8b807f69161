"""What 督办 leaves behind: cards, instructions, listings, interviews, ranks that could not be reached."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from mediation.kernel.base import Base
from mediation.kernel.columns import Moment

OPEN = text("closed_at IS NULL")
RED = text("kind = 'red'")


class Card(Base):
    """A yellow or red card of whoever held the work. The holder is never changed afterwards."""

    __tablename__ = "oversight_cards"
    __table_args__ = (
        CheckConstraint("kind IN ('yellow', 'red')", name="known_kind"),
        CheckConstraint("(explanation IS NULL) = (explained_at IS NULL)", name="explained_at_a_moment"),
        Index("uq_cards_red", "clock_id", "item_id", unique=True, postgresql_where=RED, sqlite_where=RED),
        Index("ix_oversight_cards_case_id", "case_id"),
        Index("ix_oversight_cards_person_id", "person_id", postgresql_where=OPEN, sqlite_where=OPEN),
        Index("ix_oversight_cards_unit_id", "unit_id", postgresql_where=OPEN, sqlite_where=OPEN),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(8), comment="yellow, red")
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    clock_id: Mapped[int] = mapped_column(ForeignKey("clocks.id"), index=True)
    item_id: Mapped[int | None] = mapped_column(ForeignKey("work_items.id"), comment="task in hand, if any")
    title: Mapped[str] = mapped_column(String(120), comment="of the clock")
    label: Mapped[str] = mapped_column(String(120), comment="of the task")
    role: Mapped[str] = mapped_column(String(40))
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    person_id: Mapped[int | None] = mapped_column(
        ForeignKey("persons.id"), comment="null: everybody in the post"
    )
    holder: Mapped[str] = mapped_column(String(300), comment="post and names as they were then")
    due_on: Mapped[date | None] = mapped_column(comment="last day in time")
    since: Mapped[datetime] = mapped_column(Moment, comment="red: when it became late; yellow: when given")
    given_at: Mapped[datetime] = mapped_column(Moment)
    explanation: Mapped[str | None] = mapped_column(Text)
    explained_at: Mapped[datetime | None] = mapped_column(Moment)
    explained_by: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    closed_at: Mapped[datetime | None] = mapped_column(Moment, comment="the work was done; the card stays")


class Instruction(Base):
    """A 督办单: who finishes the late work, and by when."""

    __tablename__ = "oversight_instructions"
    __table_args__ = (
        CheckConstraint("(answer IS NULL) = (answered_at IS NULL)", name="answered_at_a_moment"),
        Index("ix_oversight_instructions_case_id", "case_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    clock_id: Mapped[int] = mapped_column(ForeignKey("clocks.id"), index=True)
    owner: Mapped[str] = mapped_column(String(120), comment="who finishes it, as written")
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    finish_by: Mapped[date]
    instruction: Mapped[str] = mapped_column(Text)
    given_by: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    given_post: Mapped[str] = mapped_column(String(200))
    given_at: Mapped[datetime] = mapped_column(Moment)
    answer: Mapped[str | None] = mapped_column(Text)
    answered_at: Mapped[datetime | None] = mapped_column(Moment)


class Listing(Base):
    """Late work listed at a supervising unit until it is done."""

    __tablename__ = "oversight_listings"
    __table_args__ = (
        UniqueConstraint("clock_id", "unit_id"),
        Index(
            "ix_oversight_listings_unit_id", "unit_id", "listed_at", postgresql_where=OPEN, sqlite_where=OPEN
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    clock_id: Mapped[int] = mapped_column(ForeignKey("clocks.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    title: Mapped[str] = mapped_column(String(120))
    due_on: Mapped[date | None]
    listed_at: Mapped[datetime] = mapped_column(Moment)
    closed_at: Mapped[datetime | None] = mapped_column(Moment)


class Interview(Base):
    """A 约谈 about late work."""

    __tablename__ = "oversight_interviews"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    clock_id: Mapped[int] = mapped_column(ForeignKey("clocks.id"))
    held_on: Mapped[date]
    result: Mapped[str] = mapped_column(Text)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    by_post: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime] = mapped_column(Moment)


class UnreachedRank(Base):
    """A rank of 督办 with nobody in post: reported, never skipped silently."""

    __tablename__ = "oversight_unreached"
    __table_args__ = (UniqueConstraint("clock_id", "role", "unit_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    clock_id: Mapped[int] = mapped_column(ForeignKey("clocks.id"))
    role: Mapped[str] = mapped_column(String(40))
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    post: Mapped[str] = mapped_column(String(240), comment="the vacant post in words")
    taken_by: Mapped[str] = mapped_column(String(240), default="", comment="who stands in; empty: nobody")
    found_at: Mapped[datetime] = mapped_column(Moment)
