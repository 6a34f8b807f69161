"""The unit right below another on the way to a third, on each kind of database."""

from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Integer, bindparam
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement


class _Step(FunctionElement[int]):
    type = BigInteger()
    inherit_cache = True


def step_below(path: ColumnElement[str], top: str) -> ColumnElement[int]:
    """Return the id of the unit right below ``top`` through which ``path`` leads; null for ``top`` itself.

    :param path: ids from the root down, at or below ``top``
    """
    return _Step(path, bindparam(None, len(top) + 1, type_=Integer()))


@compiles(_Step)
def _split(element: _Step, compiler: Any, **options: Any) -> str:
    path, begin = (compiler.process(each, **options) for each in element.clauses)
    return f"CAST(nullif(split_part(substr({path}, CAST({begin} AS integer)), '/', 1), '') AS bigint)"


@compiles(_Step, "sqlite")
def _cut(element: _Step, compiler: Any, **options: Any) -> str:
    path, begin = (compiler.process(each, **options) for each in element.clauses)
    rest = f"substr({path}, {begin})"
    return f"CAST(nullif(substr({rest}, 1, instr({rest}, '/') - 1), '') AS integer)"
