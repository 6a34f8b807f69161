"""Attachments as taken in, and their bytes apart from them, sealed: lists never load a photograph."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from mediation.kernel.base import Base
from mediation.kernel.columns import Moment, Sealed


class Attachment(Base):
    """One photograph, voice note or file of a case."""

    __tablename__ = "attachments"
    __table_args__ = (
        CheckConstraint("kind IN ('photo', 'voice', 'file')", name="known_kind"),
        CheckConstraint("(removed_at IS NULL) = (removed_by IS NULL)", name="removed_by_somebody"),
        UniqueConstraint("submission", "place"),
        Index("ix_attachments_case_id", "case_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    item_id: Mapped[int | None] = mapped_column(comment="the task it was attached at")
    kind: Mapped[str] = mapped_column(String(8))
    name: Mapped[str] = mapped_column(Sealed, comment="file name without any path; may name a citizen")
    media_type: Mapped[str] = mapped_column(String(80), comment="as found in the bytes, never as claimed")
    size: Mapped[int] = mapped_column(comment="bytes as kept")
    width: Mapped[int | None]
    height: Mapped[int | None]
    sha256: Mapped[str] = mapped_column(String(64), comment="of the bytes as kept")
    by_id: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    by_post: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime] = mapped_column(Moment)
    submission: Mapped[str | None] = mapped_column(String(40), comment="token of the form it came with")
    place: Mapped[int] = mapped_column(default=0, comment="which file of that form")
    removed_at: Mapped[datetime | None] = mapped_column(Moment)
    removed_by: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    removed_reason: Mapped[str | None] = mapped_column(String(200))


class AttachmentBody(Base):
    """The bytes of an attachment, sealed with the keys of personal data."""

    __tablename__ = "attachment_bodies"

    attachment_id: Mapped[int] = mapped_column(ForeignKey("attachments.id"), primary_key=True)
    body: Mapped[bytes] = mapped_column(LargeBinary)
    thumb: Mapped[bytes | None] = mapped_column(LargeBinary, comment="a small picture of a photograph")
