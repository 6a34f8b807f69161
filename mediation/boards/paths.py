"""The unit right below another on the way to a third, on each kind of database."""

from typing import Any

from sqlalchemy import ColumnElement, Integer, String, bindparam
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement


class _Step(FunctionElement[str]):
    type = String()
    inherit_cache = True


def step_below(path: ColumnElement[str], top: str) -> ColumnElement[str]:
    """Return the id, as the path says it, of the unit right below ``top`` through which ``path`` leads.

    Empty for ``top`` itself.

    :param path: ids from the root down, at or below ``top``
    """
    place, begin = top.count("/") + 1, len(top) + 1
    return _Step(path, bindparam(None, place, type_=Integer()), bindparam(None, begin, type_=Integer()))


@compiles(_Step)
def _split(element: _Step, compiler: Any, **options: Any) -> str:
    path, place, _ = (compiler.process(each, **options) for each in element.clauses)
    return f"split_part({path}, '/', CAST({place} AS integer))"


@compiles(_Step, "sqlite")
def _cut(element: _Step, compiler: Any, **options: Any) -> str:
    path, _, begin = (compiler.process(each, **options) for each in element.clauses)
    rest = f"substr({path}, {begin})"
    return f"substr({rest}, 1, instr({rest}, '/') - 1)"
