"""Asking for a whole subtree through the index on the path, on each kind of database."""

from typing import Any

from sqlalchemy import Boolean, ColumnElement, literal
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement


class _Below(FunctionElement[bool]):
    type = Boolean()
    inherit_cache = True

    def self_group(self, against: Any = None) -> "_Below":
        """Stand as it is: SQLite would be given ``(...) = 1``, which no index serves."""
        return self


def below(column: Any, path: str) -> ColumnElement[bool]:
    """Return the condition that ``column`` is ``path`` or a path below it.

    :param path: ids from the root down, ending in a slash: ``/1/5/``
    """
    # "0" is the character after "/": everything below /1/5/ sorts before /1/50.
    return _Below(column, literal(f"{path}%"), literal(path), literal(f"{path[:-1]}0"))


@compiles(_Below)
def _as_pattern(element: _Below, compiler: Any, **options: Any) -> str:
    """PostgreSQL: the index is made for patterns (text_pattern_ops)."""
    column, pattern, *_ = list(element.clauses)
    return f"({compiler.process(column, **options)} LIKE {compiler.process(pattern, **options)})"


@compiles(_Below, "sqlite")
def _as_range(element: _Below, compiler: Any, **options: Any) -> str:
    """SQLite: LIKE ignores case and so cannot use the index; a range can."""
    column, _, first, after = list(element.clauses)
    inside, start, end = (compiler.process(each, **options) for each in (column, first, after))
    return f"({inside} >= {start} AND {inside} < {end})"
