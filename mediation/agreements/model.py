"""Settlements: terms, signatures, promises, performance, visits, judicial confirmation."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from mediation.kernel.base import Base
from mediation.kernel.columns import Moment


def _only_one(name: str, condition: str) -> Index:
    """Return a unique index: at most one such agreement a case."""
    where = text(condition)
    return Index(name, "case_id", unique=True, sqlite_where=where, postgresql_where=where)


class Agreement(Base):
    """What the parties settled: privately, orally before a mediator, or in writing."""

    __tablename__ = "agreements"
    __table_args__ = (
        CheckConstraint("form IN ('private', 'oral', 'written')", name="known_form"),
        CheckConstraint(
            "state IN ('draft', 'unregistered', 'in_force', 'dropped', 'replaced')", name="known_state"
        ),
        CheckConstraint(
            "(in_force_on IS NOT NULL) = (state IN ('in_force', 'replaced'))", name="in_force_has_a_day"
        ),
        CheckConstraint(
            "form <> 'written' OR in_force_on IS NULL OR sealed_on IS NOT NULL",
            name="written_in_force_is_sealed",
        ),
        CheckConstraint(
            "form <> 'oral' OR in_force_on IS NULL OR registered_on IS NOT NULL",
            name="oral_in_force_is_registered",
        ),
        CheckConstraint("(sealed_on IS NULL) = (sealed_by IS NULL)", name="sealed_by_somebody"),
        CheckConstraint("(registered_on IS NULL) = (registered_by IS NULL)", name="registered_by_somebody"),
        Index("ix_agreements_case_id", "case_id"),
        _only_one("uq_agreements_under_way", "state IN ('draft', 'unregistered')"),
        _only_one("uq_agreements_in_force", "state = 'in_force'"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    attempt_id: Mapped[int | None] = mapped_column(ForeignKey("attempts.id"))
    form: Mapped[str] = mapped_column(String(8), comment="private 和解, oral, written")
    state: Mapped[str] = mapped_column(String(12))
    disputes: Mapped[str] = mapped_column(Text, default="", comment="facts and issues, 人民调解法 29")
    terms: Mapped[str] = mapped_column(Text)
    amount_fen: Mapped[int | None] = mapped_column(comment="sum of the agreement, in fen")
    reached_on: Mapped[date] = mapped_column(comment="day the parties agreed")
    cooling_off_until: Mapped[datetime | None] = mapped_column(Moment, comment="nobody signs before")
    identities_checked: Mapped[bool] = mapped_column(default=False)
    read_aloud: Mapped[bool] = mapped_column(default=False)
    sealed_on: Mapped[date | None]
    sealed_by: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    registered_on: Mapped[date | None] = mapped_column(comment="oral: by the committee, 人民调解法 28")
    registered_by: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    in_force_on: Mapped[date | None] = mapped_column(comment="人民调解法 29, 30")
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    recorded_at: Mapped[datetime] = mapped_column(Moment)
    row_version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": row_version}


class Signature(Base):
    """One signature under a written agreement."""

    __tablename__ = "signatures"
    __table_args__ = (
        CheckConstraint("capacity IN ('party', 'guardian', 'mediator')", name="known_capacity"),
        CheckConstraint("(capacity = 'mediator') = (party_id IS NULL)", name="party_unless_mediator"),
        CheckConstraint("capacity <> 'mediator' OR person_id IS NOT NULL", name="mediator_is_a_person"),
        UniqueConstraint("agreement_id", "party_id"),
        UniqueConstraint("agreement_id", "person_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreements.id"))
    capacity: Mapped[str] = mapped_column(String(8))
    party_id: Mapped[int | None] = mapped_column(ForeignKey("parties.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"), comment="the mediator who signed")
    signed_on: Mapped[date]
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    recorded_at: Mapped[datetime] = mapped_column(Moment)


class Promise(Base):
    """One thing one party is to do by a day; one row per instalment."""

    __tablename__ = "promises"
    __table_args__ = (
        CheckConstraint(
            "state IN ('pending', 'partial', 'done', 'urging', 'breach', 'varied', 'enforcing')",
            name="known_state",
        ),
        CheckConstraint("(state = 'done') = (performed_on IS NOT NULL)", name="done_on_a_day"),
        CheckConstraint("amount_fen IS NULL OR amount_fen > 0", name="positive_amount"),
        CheckConstraint("paid_fen >= 0", name="nothing_paid_back"),
        UniqueConstraint("replaces_id"),
        Index("ix_promises_agreement_id_due_on", "agreement_id", "due_on"),
        Index("ix_promises_case_id", "case_id"),
        Index("ix_promises_due_on", "due_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreements.id"))
    party_id: Mapped[int] = mapped_column(ForeignKey("parties.id"), comment="who owes it")
    line: Mapped[int] = mapped_column(comment="place in the agreement, from 1")
    what: Mapped[str] = mapped_column(Text)
    due_on: Mapped[date]
    amount_fen: Mapped[int | None]
    paid_fen: Mapped[int] = mapped_column(default=0)
    state: Mapped[str] = mapped_column(String(10), default="pending")
    performed_on: Mapped[date | None]
    evidence: Mapped[str | None] = mapped_column(Text)
    replaces_id: Mapped[int | None] = mapped_column(
        ForeignKey("promises.id"), comment="the promise this one varies"
    )
    row_version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": row_version}


class Performance(Base):
    """What became of a settlement: performed or broken, and how often it is visited."""

    __tablename__ = "performances"
    __table_args__ = (
        CheckConstraint("breach_decision IN ('reopen', 'sue')", name="known_breach_decision"),
        CheckConstraint("performed_on IS NULL OR breach_decision IS NULL", name="performed_or_broken"),
        CheckConstraint("(visits_planned = 0) = (visits_from_on IS NULL)", name="visits_counted_from_a_day"),
        UniqueConstraint("case_id", "round"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    agreement_id: Mapped[int | None] = mapped_column(ForeignKey("agreements.id"))
    round: Mapped[int] = mapped_column(comment="number of the attempt that settled it; 0 before any")
    performed_on: Mapped[date | None]
    breach_decision: Mapped[str | None] = mapped_column(String(8), comment="reopen, sue")
    visits_planned: Mapped[int] = mapped_column(default=0)
    visits_before: Mapped[int] = mapped_column(
        default=0, comment="visits made under an earlier plan, before one found the settlement unkept"
    )
    visits_from_on: Mapped[date | None] = mapped_column(comment="day the visits are counted from")
    row_version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": row_version}


class Visit(Base):
    """One return visit (人民调解工作若干规定 37)."""

    __tablename__ = "visits"
    __table_args__ = (UniqueConstraint("performance_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    performance_id: Mapped[int] = mapped_column(ForeignKey("performances.id"))
    number: Mapped[int] = mapped_column(comment="from 1")
    visited_on: Mapped[date]
    kept: Mapped[bool] = mapped_column(comment="the agreement is being kept")
    satisfied: Mapped[bool | None] = mapped_column(comment="null: not asked or not said")
    note: Mapped[str] = mapped_column(Text, default="")
    visited_by: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    recorded_at: Mapped[datetime] = mapped_column(Moment)


class Confirmation(Base):
    """The parties' joint application for judicial confirmation of one agreement."""

    __tablename__ = "confirmations"
    __table_args__ = (
        CheckConstraint(
            "state IN ('asked', 'declined', 'screened', 'barred', 'filed', 'lapsed', 'mend', "
            "'confirmed', 'rejected', 'withdrawn')",
            name="known_state",
        ),
        CheckConstraint(
            "state NOT IN ('filed', 'mend', 'confirmed', 'rejected', 'withdrawn') OR filed_on IS NOT NULL",
            name="filed_before_decided",
        ),
        CheckConstraint("filed_on IS NULL OR filed_on <= last_day", name="filed_in_time"),
        CheckConstraint(
            "state NOT IN ('confirmed', 'rejected') "
            "OR (ruling_number IS NOT NULL AND decided_on IS NOT NULL)",
            name="ruling_has_number_and_day",
        ),
        UniqueConstraint("agreement_id"),
        Index("ix_confirmations_case_id", "case_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreements.id"))
    state: Mapped[str] = mapped_column(String(10))
    last_day: Mapped[date] = mapped_column(comment="last day to apply, 人民调解法 33")
    court: Mapped[str] = mapped_column(String(80), default="")
    bars: Mapped[str] = mapped_column(Text, default="", comment="why the court would not accept it, 解释 355")
    filed_on: Mapped[date | None] = mapped_column(comment="first filed; mending does not change it")
    mended_on: Mapped[date | None]
    decided_on: Mapped[date | None]
    ruling_number: Mapped[str | None] = mapped_column(String(60))
    row_version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": row_version}
