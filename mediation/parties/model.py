"""Parties and their consents. The only tables that hold personal data of citizens, sealed."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from mediation.kernel.base import Base
from mediation.kernel.columns import Moment, Sealed


class Party(Base):
    """One party of one case."""

    __tablename__ = "parties"
    __table_args__ = (
        UniqueConstraint("case_id", "alias"),
        CheckConstraint("side IN ('applicant', 'respondent', 'third', 'child')", name="known_side"),
        CheckConstraint("NOT (is_minor AND is_organisation)", name="organisations_have_no_age"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    side: Mapped[str] = mapped_column(String(12), comment="applicant, respondent, third or child")
    name: Mapped[str] = mapped_column(Sealed)
    name_key: Mapped[str] = mapped_column(
        String(64), index=True, comment="keyed hash of the name, to find the same party again"
    )
    nickname: Mapped[str | None] = mapped_column(Sealed, comment="what the village calls them: 老三, 水生")
    phone_key: Mapped[str | None] = mapped_column(
        String(64), index=True, comment="keyed hash of the telephone, to tell namesakes apart"
    )
    id_number: Mapped[str | None] = mapped_column(Sealed)
    phone: Mapped[str | None] = mapped_column(Sealed)
    address: Mapped[str | None] = mapped_column(Sealed)
    born_on: Mapped[str | None] = mapped_column(Sealed, comment="ISO date")
    is_minor: Mapped[bool] = mapped_column(default=False)
    is_organisation: Mapped[bool] = mapped_column(
        default=False, comment="a firm or a villagers' group; id_number is its 统一社会信用代码"
    )
    guardian: Mapped[str | None] = mapped_column(Sealed, comment="who signs for a minor")
    alias: Mapped[str] = mapped_column(
        String(20), comment="shown where the name may not be: 申请人甲, 未成年人"
    )


class NameGram(Base):
    """Two neighbouring characters of a party's name or nickname, hashed: a name is found by a part of it
    without being readable. A minor's name has none."""

    __tablename__ = "name_grams"

    gram: Mapped[str] = mapped_column(String(16), primary_key=True, comment="keyed hash, 16 hex digits")
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    party_id: Mapped[int] = mapped_column(ForeignKey("parties.id"), primary_key=True, index=True)


class Consent(Base):
    """What a party agreed to or refused, and how. The latest per party and kind counts."""

    __tablename__ = "consents"
    __table_args__ = (
        Index("ix_consents_case_id_kind", "case_id", "kind"),
        CheckConstraint("form IN ('written', 'oral')", name="known_form"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    party_id: Mapped[int] = mapped_column(ForeignKey("parties.id"))
    kind: Mapped[str] = mapped_column(
        String(24), comment="mediation, hearing, review, extension, open_session, related_mediator"
    )
    given: Mapped[bool]
    form: Mapped[str] = mapped_column(String(8))
    evidence: Mapped[str | None] = mapped_column(Text)
    given_on: Mapped[date]
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    recorded_at: Mapped[datetime] = mapped_column(Moment)
