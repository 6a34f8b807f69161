"""Staff: persons, posts from–to, absences with substitutes, sign-in identity."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from mediation.kernel.base import Base
from mediation.kernel.columns import BIG_JSON, Moment


class Person(Base):
    """Somebody who works in the system."""

    __tablename__ = "persons"

    id: Mapped[int] = mapped_column(primary_key=True)
    login: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(60))
    phone: Mapped[str | None] = mapped_column(String(30), comment="duty phone, shown to colleagues")
    password_hash: Mapped[str | None] = mapped_column(String(200), comment="Argon2id; null: cannot sign in")
    failed_sign_ins: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None] = mapped_column(Moment)
    language: Mapped[str] = mapped_column(String(8), default="zh")
    is_active: Mapped[bool] = mapped_column(default=True)
    preferences: Mapped[dict[str, Any]] = mapped_column(
        BIG_JSON,
        default=dict,
        server_default="{}",
        comment="large: large type; after_task: list or next; shortcuts: keyboard on or off",
    )
    session_mark: Mapped[int] = mapped_column(
        default=0, server_default="0", comment="counts password changes; visits begun under another end"
    )
    is_appointed_mediator: Mapped[bool] = mapped_column(
        default=False, comment="appointed 人民调解员 (人民调解法 13-14): may record an oral agreement"
    )


class Post(Base):
    """A role held at a unit, from–to."""

    __tablename__ = "posts"
    __table_args__ = (
        CheckConstraint("to_on IS NULL OR to_on >= from_on", name="ends_after_it_begins"),
        Index("ix_posts_unit_id_role", "unit_id", "role"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"), index=True)
    role: Mapped[str] = mapped_column(String(40), comment="role key of the locality")
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    from_on: Mapped[date]
    to_on: Mapped[date | None] = mapped_column(comment="last day in the post; null: open")


class Absence(Base):
    """Somebody is away from–to and another stands in."""

    __tablename__ = "absences"
    __table_args__ = (
        CheckConstraint("to_on >= from_on", name="ends_after_it_begins"),
        CheckConstraint("person_id <> substitute_id", name="stands_in_for_another"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"), index=True)
    substitute_id: Mapped[int] = mapped_column(ForeignKey("persons.id"), index=True)
    from_on: Mapped[date]
    to_on: Mapped[date]
    reason: Mapped[str] = mapped_column(String(60), default="", server_default="")
