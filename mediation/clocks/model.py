"""Clocks, what happened to them, and the days the county edited in the work calendar."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from mediation.kernel.base import Base
from mediation.kernel.columns import BIG_JSON, Moment

RUNNING = text("state = 'running'")
LIVE_ATTEMPT = text("scope = 'attempt' AND state <> 'stopped'")
LIVE_CASE = text("scope = 'case' AND state <> 'stopped'")
LIVE = text("scope <> 'item' AND state <> 'stopped'")
# Read off the index of live clocks by the board, which looks at all of them.
DATES = ["due_at", "due_on", "provisional", "state"]
PAUSED = text("state = 'paused'")
COUNTS = text("state <> 'stopped' OR reached_at IS NOT NULL")
BY_CALENDAR = text("change_id IS NOT NULL")
TO_RECOUNT = text("recount_id IS NOT NULL")
PARKED = text("state = 'running' AND failures > 0")


class Clock(Base):
    """One time limit running on a case.

    The row is the first and the last line of the clock's ledger (who started it by which policy,
    who ended it and why); what moved it in between are its entries, and ``due_on``, ``due_at`` and
    ``provisional`` are recomputed from both.
    """

    __tablename__ = "clocks"
    __table_args__ = (
        CheckConstraint("scope IN ('item', 'attempt', 'case')", name="known_scope"),
        CheckConstraint("state IN ('running', 'paused', 'stopped', 'reached')", name="known_state"),
        CheckConstraint("(due_on IS NULL) = (due_at IS NULL)", name="due_day_with_its_moment"),
        CheckConstraint("state <> 'paused' OR due_at IS NULL", name="no_due_while_paused"),
        CheckConstraint("(state = 'running') = (wake_at IS NOT NULL)", name="wakes_while_running"),
        CheckConstraint("(state = 'stopped') = (ended_at IS NOT NULL)", name="stopped_at_a_moment"),
        CheckConstraint("state <> 'reached' OR reached_at IS NOT NULL", name="reached_at_a_moment"),
        Index("ix_clocks_wake_at", "wake_at", "id", postgresql_where=RUNNING, sqlite_where=RUNNING),
        Index("ix_clocks_parked", "failed_at", "id", postgresql_where=PARKED, sqlite_where=PARKED),
        Index("ix_clocks_case_id", "case_id"),
        Index(
            "ix_clocks_live", "case_id", postgresql_where=LIVE, sqlite_where=LIVE, postgresql_include=DATES
        ),
        Index("ix_clocks_paused", "paused_at", "id", postgresql_where=PAUSED, sqlite_where=PAUSED),
        Index("ix_clocks_due_on", "due_on", postgresql_where=COUNTS, sqlite_where=COUNTS),
        Index(
            "ix_clocks_recount_id", "recount_id", "id", postgresql_where=TO_RECOUNT, sqlite_where=TO_RECOUNT
        ),
        Index(
            "uq_clocks_attempt",
            "attempt_id",
            "family",
            "scope_key",
            unique=True,
            postgresql_where=LIVE_ATTEMPT,
            sqlite_where=LIVE_ATTEMPT,
        ),
        Index(
            "uq_clocks_case",
            "case_id",
            "family",
            "scope_key",
            unique=True,
            postgresql_where=LIVE_CASE,
            sqlite_where=LIVE_CASE,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    attempt_id: Mapped[int | None] = mapped_column(ForeignKey("attempts.id"))
    policy: Mapped[str] = mapped_column(String(80), comment="key of the deadline policy, or an ISO duration")
    title: Mapped[str] = mapped_column(String(120))
    scope: Mapped[str] = mapped_column(String(8), comment="item, attempt, case")
    family: Mapped[str] = mapped_column(
        String(80),
        comment="what shared clocks have in common: attempt: the policy; case: its row in the table",
    )
    scope_key: Mapped[str] = mapped_column(
        String(60), default="", comment="tells shared clocks of one policy apart"
    )
    amount: Mapped[str] = mapped_column(String(32), comment="exact decimal")
    unit: Mapped[str] = mapped_column(String(16), comment="calendar_day, month, working_day, hour")
    alerts: Mapped[str] = mapped_column(String(200), default="", comment="as the policy wrote them")
    chain: Mapped[str] = mapped_column(String(20), default="", comment="process started when it runs out")
    basis: Mapped[str] = mapped_column(String(200), default="", comment="statute, or county default")
    mark: Mapped[str] = mapped_column(String(4), default="", comment="L, S, P, M or D of the basis")
    anchor: Mapped[str] = mapped_column(String(40), comment="fact counted from; 'opened': its own start")
    counted_from: Mapped[datetime] = mapped_column(Moment)
    state: Mapped[str] = mapped_column(String(8), default="running")
    started_at: Mapped[datetime] = mapped_column(Moment)
    started_by: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    due_on: Mapped[date | None] = mapped_column(comment="last day in time")
    due_at: Mapped[datetime | None] = mapped_column(Moment, comment="first moment at which it is late")
    provisional: Mapped[bool] = mapped_column(
        default=False, comment="the year's calendar is not published yet"
    )
    reminders: Mapped[list[list[str]]] = mapped_column(BIG_JSON, comment="label and moment of those to come")
    wake_at: Mapped[datetime | None] = mapped_column(Moment, comment="when the sweep must look at it next")
    wake_kind: Mapped[str | None] = mapped_column(String(8), comment="alert, due")
    reached_at: Mapped[datetime | None] = mapped_column(Moment, comment="when it was found to have run out")
    chain_since: Mapped[datetime | None] = mapped_column(
        Moment, comment="when the process of its chain began for it: warned, or at once late"
    )
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    ended_by: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    end_reason: Mapped[str | None] = mapped_column(String(120))
    paused_at: Mapped[datetime | None] = mapped_column(Moment, comment="since when it stands still")
    pause_told_on: Mapped[date | None] = mapped_column(comment="day on which a long pause was last told")
    recount_id: Mapped[int | None] = mapped_column(
        ForeignKey("calendar_changes.id"), comment="change of the calendar it is still to be counted anew for"
    )
    failures: Mapped[int] = mapped_column(default=0, comment="times firing it failed in a row")
    failed_at: Mapped[datetime | None] = mapped_column(Moment)
    failure: Mapped[str | None] = mapped_column(String(500), comment="what went wrong, for the administrator")
    row_version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": row_version}

    @property
    def exact_amount(self) -> Decimal:
        """The amount as an exact number."""
        return Decimal(self.amount)


class ClockEntry(Base):
    """Something that happened to a clock between its start and its end. Never changed."""

    __tablename__ = "clock_entries"
    __table_args__ = (
        CheckConstraint(
            "kind IN ('paused', 'resumed', 'extended', 'recomputed', 'reminded', 'reached', 'reopened')",
            name="known_kind",
        ),
        CheckConstraint("(kind = 'extended') = (amount IS NOT NULL)", name="extended_by_something"),
        Index("ix_clock_entries_clock_id", "clock_id"),
        Index(
            "ix_clock_entries_change_id",
            "change_id",
            "id",
            postgresql_where=BY_CALENDAR,
            sqlite_where=BY_CALENDAR,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    clock_id: Mapped[int] = mapped_column(ForeignKey("clocks.id"))
    kind: Mapped[str] = mapped_column(String(12))
    at: Mapped[datetime] = mapped_column(Moment)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    by_post: Mapped[str] = mapped_column(String(200))
    reason: Mapped[str] = mapped_column(String(120), default="")
    evidence: Mapped[str] = mapped_column(Text, default="", comment="paper or record it rests on")
    consents: Mapped[list[dict[str, Any]]] = mapped_column(
        BIG_JSON, default=list, comment="who agreed: party_id, given_on, form, evidence"
    )
    amount: Mapped[str | None] = mapped_column(String(32))
    unit: Mapped[str | None] = mapped_column(String(16))
    due_on: Mapped[date | None] = mapped_column(comment="last day in time after this entry")
    was_due_on: Mapped[date | None] = mapped_column(comment="recomputed: last day in time before it")
    change_id: Mapped[int | None] = mapped_column(
        ForeignKey("calendar_changes.id"), comment="recomputed: the change of the calendar it was for"
    )


class CalendarDay(Base):
    """A day on which the county's calendar differs from what was published."""

    __tablename__ = "calendar_days"

    day: Mapped[date] = mapped_column(primary_key=True)
    is_working: Mapped[bool]
    name: Mapped[str] = mapped_column(String(60), comment="why: holiday, make-up day, local arrangement")
    kind: Mapped[str] = mapped_column(
        String(10), default="county", server_default="county", comment="holiday, makeup, county, disaster"
    )
    by_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    at: Mapped[datetime] = mapped_column(Moment)


class CalendarYear(Base):
    """A year whose arrangement the county entered itself, ahead of the packaged calendar."""

    __tablename__ = "calendar_years"

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    source: Mapped[str] = mapped_column(String(200), comment="the notice it was taken from")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    at: Mapped[datetime] = mapped_column(Moment)


class CalendarChange(Base):
    """One edit of the work calendar, what it moved, and how far counting anew has come.

    Taking an edit back is a change of its own.
    """

    __tablename__ = "calendar_changes"
    __table_args__ = (
        CheckConstraint("kind IN ('set_day', 'forget_day', 'publish_year')", name="known_kind"),
        CheckConstraint("state IN ('waiting', 'running', 'done')", name="known_state"),
        CheckConstraint("(state = 'done') = (finished_at IS NOT NULL)", name="done_at_a_moment"),
        Index("ix_calendar_changes_at", "at"),
        Index("uq_calendar_changes_undoes_id", "undoes_id", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(12))
    year: Mapped[int]
    days: Mapped[list[dict[str, Any]]] = mapped_column(
        BIG_JSON, comment="day, works, name, kind now and was: the same before; null: as published"
    )
    reason: Mapped[str] = mapped_column(String(200), comment="why, or the notice it is taken from")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    by_post: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime] = mapped_column(Moment)
    touched: Mapped[int] = mapped_column(default=0, comment="clocks to be counted anew")
    counted: Mapped[int] = mapped_column(default=0, comment="of them counted so far")
    moved: Mapped[int] = mapped_column(default=0, comment="of them with another end now")
    failed: Mapped[int] = mapped_column(default=0, comment="of them parked with an error")
    righted: Mapped[int] = mapped_column(
        default=0, server_default="0", comment="of them taken for late before, and in time now"
    )
    state: Mapped[str] = mapped_column(String(8), default="waiting")
    finished_at: Mapped[datetime | None] = mapped_column(Moment)
    undoes_id: Mapped[int | None] = mapped_column(
        ForeignKey("calendar_changes.id"), comment="the change it takes back"
    )
