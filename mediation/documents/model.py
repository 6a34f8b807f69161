"""Papers as issued. Their text may name citizens, so it is sealed."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from mediation.kernel.base import Base
from mediation.kernel.columns import Moment, Sealed


class Paper(Base):
    """One numbered paper of a case; its text is never changed once issued."""

    __tablename__ = "papers"
    __table_args__ = (UniqueConstraint("case_id", "seq"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    seq: Mapped[int] = mapped_column(comment="running number within the case")
    kind: Mapped[str] = mapped_column(String(24), comment="key of kinds.yaml")
    number: Mapped[str] = mapped_column(String(60), unique=True, comment="e.g. 浏调〔2026〕000012号-03")
    title: Mapped[str] = mapped_column(String(120))
    body: Mapped[str] = mapped_column(Sealed, comment="the text as issued; parties as [[party:12]]")
    fields: Mapped[dict[str, Any]] = mapped_column(Sealed, comment="what the text was made from")
    issued_at: Mapped[datetime] = mapped_column(Moment)
    issued_by: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    issued_post: Mapped[str] = mapped_column(String(200))
    voided_at: Mapped[datetime | None] = mapped_column(
        Moment, comment="what it ordered was taken back; it stays in the dossier"
    )
