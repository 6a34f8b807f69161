"""What a dispute is found by: one row of words a case, and the cases whose words are behind their ledger."""

from typing import Any

from sqlalchemy import ForeignKey, Text
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import TypeDecorator, TypeEngine

from mediation.kernel.base import Base
from mediation.search.tables import beside


class Tokens(TypeDecorator[str]):
    """Words in ASCII between blanks: a tsvector, cast without a parser, or the text behind an FTS5 index."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(TSVECTOR() if dialect.name == "postgresql" else Text())


class SearchText(Base):
    """What one case is found by. Not readable: pairs of characters as code points, names as keyed hashes."""

    __tablename__ = "search_texts"

    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True, autoincrement=False)
    words: Mapped[str] = mapped_column(Tokens)
    upto_seq: Mapped[int] = mapped_column(default=0, comment="last ledger line among the words")


class SearchWaiting(Base):
    """A case whose ledger went on; a trigger adds it in the transaction that adds the lines."""

    __tablename__ = "search_waiting"

    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True, autoincrement=False)
    seq: Mapped[int]


beside(Base.metadata)
