"""Cases and the attempts made at each level."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, Numeric, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from mediation.kernel.base import Base
from mediation.kernel.columns import BIG_JSON, Moment, Sealed


class Case(Base):
    """One dispute from report to archive."""

    __tablename__ = "cases"
    __table_args__ = (
        CheckConstraint("(closed_at IS NULL) = (outcome IS NULL)", name="closed_with_an_outcome"),
        CheckConstraint("(latitude IS NULL) = (longitude IS NULL)", name="a_point_has_both"),
        Index("ix_cases_held_by_id_closed_at", "held_by_id", "closed_at"),
        Index("ix_cases_unit_id_kind", "unit_id", "kind"),
        Index("ix_cases_unit_id_id", "unit_id", "id"),
        Index("ix_cases_reported_at", "reported_at"),
        Index("ix_cases_closed_at", "closed_at"),
        Index(
            "ix_cases_red",
            "unit_id",
            "id",
            postgresql_where=text("risk = 'red'"),
            sqlite_where=text("risk = 'red'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(40), unique=True, comment="e.g. 浏调〔2026〕000012号")
    title: Mapped[str] = mapped_column(String(120), comment="never a minor's name")
    story: Mapped[str] = mapped_column(Text, comment="what happened, as reported")
    place: Mapped[str] = mapped_column(String(120), default="")
    place_key: Mapped[str] = mapped_column(
        String(120),
        default="",
        server_default="",
        index=True,
        comment="the place without blanks and signs, to find it again",
    )
    plot: Mapped[str | None] = mapped_column(
        String(60), index=True, comment="land in dispute: 宗地 or 地块 number or name"
    )
    latitude: Mapped[Decimal | None] = mapped_column(Numeric(8, 5), comment="WGS 84, where a phone said so")
    longitude: Mapped[Decimal | None] = mapped_column(Numeric(8, 5), comment="WGS 84")
    kind: Mapped[str] = mapped_column(String(24), comment="key of the taxonomy, DOMAIN 3")
    difficulty: Mapped[str] = mapped_column(
        String(12), default="ordinary", comment="simple, ordinary, major, hard"
    )
    risk: Mapped[str] = mapped_column(String(8), default="yellow", comment="yellow, orange, red")
    source: Mapped[str] = mapped_column(String(24))
    people_count: Mapped[int] = mapped_column(default=2)
    amount_fen: Mapped[int | None] = mapped_column(comment="money in dispute, in fen")
    traits: Mapped[dict[str, Any]] = mapped_column(
        BIG_JSON,
        default=dict,
        comment="risk triggers and screens as named at intake: violence, minor, weapon, suicide_threat, "
        "private_matter, in_court, agency_only, crime, status_only, separate_sessions ...",
    )
    origin_unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), comment="where it was reported")
    unit_id: Mapped[int] = mapped_column(
        ForeignKey("units.id"), comment="place of the dispute; roles are found from it upwards"
    )
    held_by_id: Mapped[int] = mapped_column(ForeignKey("units.id"), comment="unit that holds it now")
    level: Mapped[str] = mapped_column(String(24), comment="level that holds it now")
    entry_level: Mapped[str | None] = mapped_column(
        String(24), comment="level at which the ladder begins or resumes"
    )
    may_mediate: Mapped[bool] = mapped_column(default=True)
    handover_to: Mapped[str | None] = mapped_column(
        String(24), comment="police, court, arbitration, agency, petition"
    )
    handler_id: Mapped[int | None] = mapped_column(
        ForeignKey("persons.id"), index=True, comment="承办人 of the present attempt"
    )
    reported_at: Mapped[datetime] = mapped_column(Moment)
    reported_by: Mapped[int | None] = mapped_column(ForeignKey("persons.id"), index=True)
    limitation_interrupted_on: Mapped[date | None] = mapped_column(comment="民法典 195")
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id"))
    prior_case_id: Mapped[int | None] = mapped_column(
        ForeignKey("cases.id"), comment="earlier case of the same matter"
    )
    outcome: Mapped[str | None] = mapped_column(String(32), comment="DOMAIN 3, outcomes")
    closed_at: Mapped[datetime | None] = mapped_column(Moment)
    archived_at: Mapped[datetime | None] = mapped_column(Moment)
    settled_on: Mapped[date | None]
    performed_on: Mapped[date | None]
    level_result: Mapped[str | None] = mapped_column(
        String(16), comment="how the last level ended: settled, up, ended, down; null while one is trying"
    )
    returns: Mapped[int] = mapped_column(default=0, comment="times sent down or back")
    submission: Mapped[str | None] = mapped_column(
        String(40), unique=True, comment="token of the form that reported it"
    )
    row_version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": row_version}


class Attempt(Base):
    """One level's try to settle the dispute, with its own body, acceptance day and clock."""

    __tablename__ = "attempts"
    __table_args__ = (
        UniqueConstraint("case_id", "seq"),
        CheckConstraint("(closed_at IS NULL) = (result IS NULL)", name="closed_with_a_result"),
        Index("ix_attempts_accepted_at", "accepted_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    seq: Mapped[int]
    level: Mapped[str] = mapped_column(String(24))
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    opened_at: Mapped[datetime] = mapped_column(Moment)
    accepted_at: Mapped[datetime | None] = mapped_column(Moment)
    accepted_by: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    rights_told_on: Mapped[date | None] = mapped_column(comment="人民调解工作若干规定 30")
    missed_notices: Mapped[int] = mapped_column(default=0)
    session_on: Mapped[datetime | None] = mapped_column(Moment, comment="next session")
    outcome: Mapped[str | None] = mapped_column(
        String(32), comment="outcome the case gets should this attempt end it, as decided by whoever ended it"
    )
    result: Mapped[str | None] = mapped_column(String(16), comment="settled, up, ended, down, interrupted")
    reason: Mapped[str | None] = mapped_column(Text)
    closed_at: Mapped[datetime | None] = mapped_column(Moment)


class Appointment(Base):
    """Somebody appointed to an attempt: mediator or recorder, with what was disclosed.

    Who never was and must stay out has the duty "recused".
    """

    __tablename__ = "appointments"
    __table_args__ = (UniqueConstraint("attempt_id", "person_id", "duty"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempts.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"), index=True)
    duty: Mapped[str] = mapped_column(String(12), comment="mediator, recorder")
    relation: Mapped[str | None] = mapped_column(String(80), comment="relation to a party, as disclosed")
    recused_at: Mapped[datetime | None] = mapped_column(Moment)
    appointed_at: Mapped[datetime] = mapped_column(Moment)


class CaseRecord(Base):
    """Answers given to a task, kept as given: one row per completed task."""

    __tablename__ = "case_records"
    __table_args__ = (Index("ix_case_records_case_id_element", "case_id", "element"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    item_id: Mapped[int | None] = mapped_column(comment="the work item answered")
    element: Mapped[str] = mapped_column(String(80), comment="element id of the diagram")
    form_key: Mapped[str | None] = mapped_column(String(80))
    answers: Mapped[dict[str, Any]] = mapped_column(BIG_JSON)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    by_post: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime] = mapped_column(Moment)


class Receipt(Base):
    """A hop of the case and its receipt: climbed, sent down, handed over, answered back."""

    __tablename__ = "receipts"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    direction: Mapped[str] = mapped_column(String(12), comment="up, down, over, back")
    from_unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"))
    to_unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"), index=True)
    to_body: Mapped[str | None] = mapped_column(String(60), comment="police, court ... where not a unit")
    reason: Mapped[str] = mapped_column(Text)
    dossier: Mapped[dict[str, Any]] = mapped_column(BIG_JSON, comment="numbers of the papers that went along")
    sent_at: Mapped[datetime] = mapped_column(Moment)
    received_at: Mapped[datetime | None] = mapped_column(Moment)
    received_by: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    number: Mapped[str | None] = mapped_column(String(60), comment="receipt number given by the other side")


class Rating(Base):
    """What a party thought of it, 1–5; no row means not rated."""

    __tablename__ = "ratings"
    __table_args__ = (
        CheckConstraint("score BETWEEN 1 AND 5", name="from_one_to_five"),
        UniqueConstraint("case_id", "party_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    party_id: Mapped[int] = mapped_column(ForeignKey("parties.id"))
    score: Mapped[int]
    remark: Mapped[str | None] = mapped_column(Text)
    rated_on: Mapped[date] = mapped_column(index=True)
    called_back_by: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    called_back_at: Mapped[datetime | None] = mapped_column(Moment)


class ProtectionAct(Base):
    """One thing done for somebody under violence: report, contact, guide, warning letter, visit."""

    __tablename__ = "protection_acts"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    kind: Mapped[str] = mapped_column(String(16), comment="report, contact, guide, warning, visit")
    done_on: Mapped[date]
    receipt_number: Mapped[str | None] = mapped_column(String(60), comment="given by the police")
    issued: Mapped[bool | None] = mapped_column(comment="warning: whether a 告诫书 was issued")
    safe: Mapped[bool | None] = mapped_column(comment="visit: whether the protected person is safe")
    note: Mapped[str | None] = mapped_column(Sealed)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    at: Mapped[datetime] = mapped_column(Moment)


class NumberSeries(Base):
    """The last number given out in a series and year."""

    __tablename__ = "number_series"

    series: Mapped[str] = mapped_column(String(24), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    last: Mapped[int] = mapped_column(default=0)
