"""Publications: which files they hold, each content stored once."""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from mediation.kernel.base import Base
from mediation.kernel.columns import Moment


class PublicationRow(Base):
    """One set of diagrams, tables and forms; never changed, only published again."""

    __tablename__ = "publications"

    digest: Mapped[str] = mapped_column(
        String(64), primary_key=True, comment="SHA-256 over names and contents"
    )
    locality: Mapped[str] = mapped_column(String(40))
    published_at: Mapped[datetime] = mapped_column(Moment, comment="first time")
    current_from: Mapped[datetime] = mapped_column(Moment, comment="last time it was published")
    turn: Mapped[int] = mapped_column(
        unique=True, comment="counts publications; the highest is the current one"
    )
    by_id: Mapped[int | None] = mapped_column(comment="person who published it last")
    by_post: Mapped[str] = mapped_column(String(200))


class PublicationBlob(Base):
    """The content of a file, shared by all publications that hold it unchanged."""

    __tablename__ = "publication_blobs"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary, comment="zlib")


class PublicationFile(Base):
    """One file of a publication."""

    __tablename__ = "publication_files"

    publication: Mapped[str] = mapped_column(ForeignKey("publications.digest"), primary_key=True)
    name: Mapped[str] = mapped_column(String(200), primary_key=True)
    blob: Mapped[str] = mapped_column(ForeignKey("publication_blobs.digest"))
