"""The outbox: what people should hear of, written in the act's own transaction."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column

from mediation.kernel.base import Base
from mediation.kernel.columns import BIG_JSON, Moment, Sealed


class Notice(Base):
    """One message to one person, or to whoever is in one post."""

    __tablename__ = "notices"
    __table_args__ = (
        CheckConstraint(
            "(person_id IS NOT NULL) OR (role IS NOT NULL AND unit_id IS NOT NULL)", name="has_an_addressee"
        ),
        Index("ix_notices_person_id_id", "person_id", "id"),
        Index("ix_notices_unit_id_role_id", "unit_id", "role", "id"),
        Index(
            "ix_notices_unsent",
            "id",
            postgresql_where=text("sent_at IS NULL"),
            sqlite_where=text("sent_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    role: Mapped[str | None] = mapped_column(String(40), comment="with unit_id: whoever is in that post")
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"))
    case_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id"), index=True)
    kind: Mapped[str] = mapped_column(String(60), comment="name of the fact")
    params: Mapped[dict[str, Any]] = mapped_column(BIG_JSON)
    sentence: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Moment)
    urgent: Mapped[bool] = mapped_column(
        default=False, server_default=false(), comment="told at once, not with the morning's digest"
    )
    sent_at: Mapped[datetime | None] = mapped_column(
        Moment, comment="when it was shared out among the channels of those who read it"
    )


class NoticeRead(Base):
    """Somebody has read a notice."""

    __tablename__ = "notice_reads"

    notice_id: Mapped[int] = mapped_column(ForeignKey("notices.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"), primary_key=True)
    read_at: Mapped[datetime] = mapped_column(Moment)


class Channel(Base):
    """A way out of the house that one person chose: an e-mail address or a group robot."""

    __tablename__ = "channels"
    __table_args__ = (
        CheckConstraint("kind IN ('email', 'wecom')", name="known_kind"),
        CheckConstraint("state IN ('on', 'off', 'dead')", name="known_state"),
        CheckConstraint("(state = 'dead') = (dead_at IS NOT NULL)", name="dead_since"),
        CheckConstraint("removed_at IS NULL OR state = 'off'", name="removed_is_off"),
        Index("ix_channels_address_key", "address_key"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"), index=True)
    kind: Mapped[str] = mapped_column(String(8), comment="email, or wecom: a 企业微信 group robot")
    address: Mapped[str] = mapped_column(Sealed, comment="e-mail address or the robot's URL with its key")
    urgent: Mapped[bool] = mapped_column(default=True, comment="urgent notices at once")
    digest: Mapped[bool] = mapped_column(default=True, comment="the morning's digest")
    state: Mapped[str] = mapped_column(String(4), default="on")
    failures: Mapped[int] = mapped_column(default=0, comment="in a row")
    last_error: Mapped[str | None] = mapped_column(Text)
    last_ok_at: Mapped[datetime | None] = mapped_column(Moment)
    dead_at: Mapped[datetime | None] = mapped_column(Moment)
    made_at: Mapped[datetime] = mapped_column(Moment)
    address_key: Mapped[str] = mapped_column(
        String(64), default="", server_default="", comment="finds those who share an address, unread"
    )
    tested_at: Mapped[datetime | None] = mapped_column(Moment, comment="when a test was last asked for")
    removed_at: Mapped[datetime | None] = mapped_column(Moment, comment="the address is gone from here too")
    row_version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": row_version}


class Delivery(Base):
    """One message on its way through one channel: an urgent notice, or the digest of a day."""

    __tablename__ = "deliveries"
    __table_args__ = (
        CheckConstraint("(notice_id IS NULL) <> (digest_on IS NULL)", name="notice_or_digest"),
        CheckConstraint(
            "state IN ('waiting', 'sending', 'sent', 'failed', 'unsure', 'skipped')", name="known_state"
        ),
        UniqueConstraint("channel_id", "notice_id"),
        UniqueConstraint("channel_id", "digest_on"),
        Index("uq_deliveries_address_content", "address_key", "content_key", unique=True),
        Index("ix_deliveries_address_begun", "address_key", "begun_at"),
        Index(
            "ix_deliveries_waiting",
            "next_at",
            "id",
            postgresql_where=text("state = 'waiting'"),
            sqlite_where=text("state = 'waiting'"),
        ),
        Index(
            "ix_deliveries_under_way",
            "id",
            postgresql_where=text("state IN ('sending', 'unsure', 'failed')"),
            sqlite_where=text("state IN ('sending', 'unsure', 'failed')"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    channel_id: Mapped[int] = mapped_column(ForeignKey("channels.id"))
    notice_id: Mapped[int | None] = mapped_column(ForeignKey("notices.id"))
    digest_on: Mapped[date | None] = mapped_column(comment="day of the digest")
    gathered: Mapped[list[int] | None] = mapped_column(
        BIG_JSON, comment="ids of the notices put together in it, the first with them; null: one alone"
    )
    state: Mapped[str] = mapped_column(String(8), default="waiting")
    tries: Mapped[int] = mapped_column(default=0)
    next_at: Mapped[datetime] = mapped_column(Moment, comment="not before this moment")
    begun_at: Mapped[datetime | None] = mapped_column(Moment, comment="when the last try began")
    sent_at: Mapped[datetime | None] = mapped_column(Moment)
    error: Mapped[str | None] = mapped_column(Text, comment="what the other side said, word for word")
    trouble: Mapped[str | None] = mapped_column(
        String(12), comment="why it has not gone: down, busy, again, refused, rejected, expired, lost"
    )
    made_at: Mapped[datetime | None] = mapped_column(Moment, comment="when it was planned")
    address_key: Mapped[str] = mapped_column(String(64), default="", server_default="")
    content_key: Mapped[str] = mapped_column(
        String(64), default="", server_default="", comment="one content goes to one address once"
    )
