"""Writing many rows with one statement, and how many that were.

PostgreSQL reads rows from one JSON document, SQLite one by one.

A statement a row costs a county minutes where the calendar moves every date; the rows themselves do not.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CursorResult,
    Delete,
    Insert,
    Integer,
    Table,
    Text,
    Update,
    any_,
    bindparam,
    cast,
    column,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import InstrumentedAttribute, Session
from sqlalchemy.sql.expression import TableValuedAlias

FEW = 50
Values = Mapping[str, Any]


def insert_many(session: Session, table: Table, rows: Sequence[Values]) -> None:
    """Add ``rows``, all with the same columns."""
    if not rows:
        return
    if len(rows) < FEW or session.get_bind().dialect.name != "postgresql":
        session.execute(insert(table), list(rows))
        return
    session.execute(_inserting(table, tuple(rows[0])), {"rows": _document(rows)})


def update_many(
    session: Session, table: Table, rows: Sequence[Values], *, key: str = "id", also: Update | None = None
) -> None:
    """Set the columns of each row that ``key`` finds.

    :param rows: all with the same columns, ``key`` among them
    :param also: an UPDATE of ``table`` with further values and conditions, the same for every row
    """
    if not rows:
        return
    base = update(table) if also is None else also
    columns = tuple(name for name in rows[0] if name != key)
    if session.get_bind().dialect.name == "postgresql":
        given = _given(table, (key, *columns))
        statement = base.where(table.c[key] == given.c[key]).values({name: given.c[name] for name in columns})
        session.execute(statement, {"rows": _document(rows)})
        return
    named = {name: bindparam(f"new_{name}", type_=table.c[name].type) for name in columns}
    statement = base.where(table.c[key] == bindparam("of_row")).values(named)
    each = [{"of_row": row[key], **{f"new_{name}": row[name] for name in columns}} for row in rows]
    session.execute(statement, each)


def count_changed(session: Session, statement: Update | Delete) -> int:
    """Run an UPDATE or DELETE; return how many rows it met.

    :param statement: of rows that the session does not hold, or need not see changed
    """
    done = session.execute(statement, execution_options={"synchronize_session": False})
    assert isinstance(done, CursorResult)
    return int(done.rowcount)


def is_among(
    session: Session, found: InstrumentedAttribute[int], ids: Collection[int]
) -> ColumnElement[bool]:
    """Return the condition that ``found`` is one of ``ids``, which PostgreSQL takes as one parameter."""
    if session.get_bind().dialect.name == "postgresql":
        return found == any_(cast(sorted(ids), ARRAY(Integer)))
    return found.in_(sorted(ids))


@cache
def _inserting(table: Table, columns: tuple[str, ...]) -> Insert:
    given = _given(table, columns)
    return insert(table).from_select(columns, select(*(given.c[name] for name in columns)))


def _given(table: Table, columns: tuple[str, ...]) -> TableValuedAlias:
    """Return the rows of the parameter ``rows`` as a table."""
    typed = [column(name, table.c[name].type) for name in columns]
    records = func.jsonb_to_recordset(cast(bindparam("rows", type_=Text), JSONB))
    return records.table_valued(*typed, name="given").render_derived(with_types=True)


def _document(rows: Sequence[Values]) -> str:
    return json.dumps([dict(row) for row in rows], default=_plain, ensure_ascii=False)


def _plain(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} is not kept in rows")
