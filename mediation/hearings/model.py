"""屋场会: who called it, notices, sign-in, vote, minutes and the three lists."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from mediation.kernel.base import Base
from mediation.kernel.columns import BIG_JSON, Moment, Sealed

_UNDER_WAY = text("state IN ('proposed', 'consented', 'called', 'noticed', 'open', 'voted', 'minuted')")


class Hearing(Base):
    """One 屋场会 from proposal to publication. It never binds anybody's private rights."""

    __tablename__ = "hearings"
    __table_args__ = (
        CheckConstraint(
            "state IN ('barred', 'proposed', 'declined', 'consented', 'called', 'noticed', 'open', "
            "'voted', 'minuted', 'published', 'cancelled')",
            name="known_state",
        ),
        CheckConstraint("matter IN ('group', 'private')", name="known_matter"),
        CheckConstraint("quorum >= 1", name="quorum_of_somebody"),
        CheckConstraint(
            "state <> 'open' OR (present IS NOT NULL AND present >= quorum)", name="open_with_quorum"
        ),
        CheckConstraint(
            "votes_for IS NULL OR (present IS NOT NULL AND present >= quorum AND votes_for >= 0 "
            "AND votes_against IS NOT NULL AND votes_against >= 0 "
            "AND votes_for + votes_against <= present)",
            name="no_vote_without_quorum",
        ),
        CheckConstraint("(votes_for IS NULL) = (passed IS NULL)", name="voted_with_a_result"),
        CheckConstraint("(state = 'cancelled') = (cancelled_at IS NOT NULL)", name="cancelled_at_a_moment"),
        CheckConstraint("(state = 'published') = (published_on IS NOT NULL)", name="published_on_a_day"),
        Index("ix_hearings_case_id", "case_id"),
        Index(
            "uq_hearings_under_way",
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
    matter: Mapped[str] = mapped_column(String(8), comment="group 村民小组事项, private")
    topic: Mapped[str] = mapped_column(Text)
    proposer: Mapped[str] = mapped_column(String(12), comment="grid, village, households")
    proposing_households: Mapped[int] = mapped_column(default=0)
    households_total: Mapped[int] = mapped_column(default=0, comment="0: not known")
    quorum: Mapped[int] = mapped_column(comment="households that must be there")
    bars: Mapped[str] = mapped_column(Text, default="", comment="why it was not allowed")
    facilitator: Mapped[str | None] = mapped_column(Sealed)
    facilitator_relation: Mapped[str | None] = mapped_column(Sealed, comment="as disclosed")
    present: Mapped[int | None] = mapped_column(comment="households signed in")
    phases: Mapped[dict[str, Any]] = mapped_column(BIG_JSON, default=dict, comment="举证, 质疑, 交流, 评议")
    votes_for: Mapped[int | None]
    votes_against: Mapped[int | None]
    consensus: Mapped[bool] = mapped_column(default=False)
    passed: Mapped[bool | None]
    minutes: Mapped[str | None] = mapped_column(Text)
    signed_by: Mapped[list[str] | None] = mapped_column(Sealed, comment="facilitator and witnesses")
    published_on: Mapped[date | None]
    cancelled_at: Mapped[datetime | None] = mapped_column(Moment)
    proposed_at: Mapped[datetime] = mapped_column(Moment)
    proposed_by: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    row_version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": row_version}


class HearingNotice(Base):
    """One notice of a meeting, and whether the meeting came about."""

    __tablename__ = "hearing_notices"
    __table_args__ = (UniqueConstraint("hearing_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    hearing_id: Mapped[int] = mapped_column(ForeignKey("hearings.id"))
    number: Mapped[int] = mapped_column(comment="1 for the first, more for renewed ones")
    given_at: Mapped[datetime] = mapped_column(Moment)
    hearing_at: Mapped[datetime] = mapped_column(Moment)
    place: Mapped[str] = mapped_column(String(120))
    present: Mapped[int | None]
    quorum_met: Mapped[bool | None]
    cancelled_at: Mapped[datetime | None] = mapped_column(Moment)


class HearingEntry(Base):
    """One line of the three lists: 问题 issue, 需求 need, 责任 duty."""

    __tablename__ = "hearing_entries"
    __table_args__ = (
        CheckConstraint("kind IN ('issue', 'need', 'duty')", name="known_kind"),
        CheckConstraint("(kind = 'duty') = (due_on IS NOT NULL)", name="duty_has_a_day"),
        UniqueConstraint("hearing_id", "kind", "number"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    hearing_id: Mapped[int] = mapped_column(ForeignKey("hearings.id"))
    kind: Mapped[str] = mapped_column(String(8))
    number: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    owner: Mapped[str | None] = mapped_column(Sealed, comment="who does it")
    due_on: Mapped[date | None]
    done_on: Mapped[date | None] = mapped_column(comment="answered for at the next meeting")
