"""The ledger of each case: one line per fact, each sealed with the hash of the line before."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from mediation.kernel.base import Base
from mediation.kernel.columns import BIG_JSON, Moment
from mediation.ledger.guards import guard


class LedgerLine(Base):
    """One thing that happened in one case. Never changed, never removed: triggers refuse it."""

    __tablename__ = "ledger_lines"
    __table_args__ = (UniqueConstraint("case_id", "seq"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    seq: Mapped[int] = mapped_column(comment="from 1 within the case, without gaps")
    at: Mapped[datetime] = mapped_column(Moment)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"), comment="null: the system")
    by_text: Mapped[str] = mapped_column(String(60), comment="name of who acted")
    post: Mapped[str] = mapped_column(String(240), comment="post acted in, as it read then")
    standing_in_for: Mapped[str | None] = mapped_column(String(60), comment="whose substitute acted")
    kind: Mapped[str] = mapped_column(String(60), comment="name of the fact")
    params: Mapped[dict[str, Any]] = mapped_column(BIG_JSON, comment="what fills the sentence, and ids")
    sentence: Mapped[str] = mapped_column(Text, comment="Chinese, as it read then")
    prev_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64), comment="SHA-256 of all of the above but id")


class LedgerHead(Base):
    """The last line of a case; without it, lines cut off the end would not be missed."""

    __tablename__ = "ledger_heads"

    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True, autoincrement=False)
    seq: Mapped[int]
    hash: Mapped[str] = mapped_column(String(64))


guard(LedgerLine.metadata.tables["ledger_lines"])
