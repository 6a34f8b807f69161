"""What 督办 leaves behind: cards, instructions, listings, interviews, ranks that could not be reached."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, TextClause, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from mediation.kernel.base import Base
from mediation.kernel.columns import BIG_JSON, Moment

OPEN = text("closed_at IS NULL")
RED = text("kind = 'red' AND voided_at IS NULL")
UNCLOSED = text("state <> 'closed'")
BY_HAND = text("closed_at IS NULL AND clock_id IS NULL")


def _where(which: TextClause) -> dict[str, Any]:
    """Return what keeps an index to the rows that ``which`` names."""
    return {"postgresql_where": which, "sqlite_where": which}


class Card(Base):
    """A yellow or red card of whoever held the work. The holder is never changed afterwards."""

    __tablename__ = "oversight_cards"
    __table_args__ = (
        CheckConstraint("kind IN ('yellow', 'red')", name="known_kind"),
        CheckConstraint("(explanation IS NULL) = (explained_at IS NULL)", name="explained_at_a_moment"),
        Index("uq_cards_red", "clock_id", "item_id", unique=True, **_where(RED)),
        Index("ix_oversight_cards_red_since", "since", "case_id", **_where(RED)),
        Index("ix_oversight_cards_case_id", "case_id"),
        Index("ix_oversight_cards_person_id", "person_id", **_where(OPEN)),
        Index("ix_oversight_cards_unit_id", "unit_id", **_where(OPEN)),
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
    unexplained_at: Mapped[datetime | None] = mapped_column(
        Moment, comment="red: the days for a reason ran out without one"
    )
    closed_at: Mapped[datetime | None] = mapped_column(Moment, comment="the work was done; the card stays")
    voided_at: Mapped[datetime | None] = mapped_column(
        Moment, comment="it was given by a calendar that turned out otherwise: it counts for nobody"
    )
    void_reason: Mapped[str | None] = mapped_column(String(200))


class Instruction(Base):
    """A 督办单: who finishes the work, by when, what was answered, and whether that was enough."""

    __tablename__ = "oversight_instructions"
    __table_args__ = (
        CheckConstraint("(answer IS NULL) = (answered_at IS NULL)", name="answered_at_a_moment"),
        CheckConstraint("(closed_at IS NULL) = (state <> 'closed')", name="closed_at_a_moment"),
        CheckConstraint("state IN ('open', 'answered', 'closed')", name="known_state"),
        CheckConstraint("origin IN ('chain', 'board', 'returns')", name="known_origin"),
        Index("ix_oversight_instructions_case_id", "case_id"),
        Index("ix_oversight_instructions_owner_id", "owner_id", **_where(UNCLOSED)),
        Index("ix_oversight_instructions_unit_id", "unit_id", "finish_by", **_where(UNCLOSED)),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str | None] = mapped_column(String(40), unique=True, comment="e.g. 浏督〔2026〕000003号")
    origin: Mapped[str] = mapped_column(
        String(8),
        default="chain",
        server_default="chain",
        comment="chain; board; returns: sent back too often",
    )
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    clock_id: Mapped[int | None] = mapped_column(
        ForeignKey("clocks.id"), index=True, comment="null: about the case, whatever is late"
    )
    unit_id: Mapped[int | None] = mapped_column(
        ForeignKey("units.id"), comment="unit that has to answer; for the board"
    )
    owner: Mapped[str] = mapped_column(String(120), comment="who finishes it, as written")
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    finish_by: Mapped[date]
    instruction: Mapped[str] = mapped_column(Text)
    given_by: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    given_post: Mapped[str] = mapped_column(String(200))
    given_at: Mapped[datetime] = mapped_column(Moment)
    state: Mapped[str] = mapped_column(String(8), default="open", server_default="open")
    answer: Mapped[str | None] = mapped_column(Text)
    answered_at: Mapped[datetime | None] = mapped_column(Moment)
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    rejections: Mapped[list[dict[str, Any]]] = mapped_column(
        BIG_JSON, default=list, server_default="[]", comment="answers not enough: answer, remark, by_post, at"
    )
    closed_at: Mapped[datetime | None] = mapped_column(Moment)
    closed_by: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    withdrawn_reason: Mapped[str | None] = mapped_column(
        String(500), comment="why it was withdrawn; null: it was not"
    )
    late_told_on: Mapped[date | None] = mapped_column(
        comment="day on which it was told that its day has passed"
    )
    submission: Mapped[str | None] = mapped_column(
        String(60), unique=True, comment="token of the form, with the case where several were chosen"
    )
    row_version: Mapped[int] = mapped_column(default=1, server_default="1")

    __mapper_args__ = {"version_id_col": row_version}


class Listing(Base):
    """Work listed at a supervising unit (挂牌) until it is done or taken off (摘牌)."""

    __tablename__ = "oversight_listings"
    __table_args__ = (
        CheckConstraint("(closed_at IS NULL) = (close_reason IS NULL)", name="closed_for_a_reason"),
        Index("uq_oversight_listings_clock", "clock_id", "unit_id", unique=True, **_where(OPEN)),
        Index("uq_oversight_listings_by_hand", "case_id", "unit_id", unique=True, **_where(BY_HAND)),
        Index("ix_oversight_listings_unit_id", "unit_id", "listed_at", **_where(OPEN)),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    clock_id: Mapped[int | None] = mapped_column(
        ForeignKey("clocks.id"), index=True, comment="null: listed by hand, whatever is late"
    )
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    title: Mapped[str] = mapped_column(String(120))
    due_on: Mapped[date | None]
    reason: Mapped[str] = mapped_column(String(200), default="", server_default="")
    listed_at: Mapped[datetime] = mapped_column(Moment)
    listed_by: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    closed_at: Mapped[datetime | None] = mapped_column(Moment)
    closed_by: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    close_reason: Mapped[str | None] = mapped_column(String(200))


class BoardAct(Base):
    """What one press of a supervisor did to one of the chosen cases: sent again, it is told, not done."""

    __tablename__ = "oversight_board_acts"

    submission: Mapped[str] = mapped_column(String(40), primary_key=True, comment="token of the form")
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(10), comment="instruct, reassign, list, delist")
    by_id: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    said: Mapped[dict[str, Any]] = mapped_column(BIG_JSON, comment="what was done, as a part of a sentence")
    at: Mapped[datetime] = mapped_column(Moment)


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
    reason: Mapped[str] = mapped_column(
        String(10), default="vacant", server_default="vacant", comment="vacant, no_channel"
    )
    found_at: Mapped[datetime] = mapped_column(Moment)
