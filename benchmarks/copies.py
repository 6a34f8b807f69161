"""Many cases from a few: rows of cases reported for real, copied thousands of times by the database.

Each copy is a whole case: parties, attempt, process instance with its stored state, tasks, clocks,
ledger. Ids are those of the first plus a stride, in every column that names a copied row; numbers that
must be unique get a mark. Hashes of ledger lines are copied as they are, so a copy's ledger does not
verify; what is written afterwards is chained to it as to any other.
"""

from functools import cache

from sqlalchemy import Column, Connection, String, Table, UniqueConstraint, text

from mediation.kernel.migrations import all_tables

STRIDE = 1_000_000


def copy_cases(connection: Connection, times: int) -> None:
    """Add ``times`` copies of every case there is; PostgreSQL."""
    for table in _of_cases():
        columns = [column.name for column in table.columns]
        values = ", ".join(_value(table, column) for column in table.columns)
        which = next(f"{table.name}.{column.name}" for column in table.columns if _is_moved(column))
        connection.execute(
            text(
                f"INSERT INTO {table.name} ({', '.join(columns)}) SELECT {values}"
                f" FROM {table.name}, generate_series(1, :times) AS copy(n) WHERE {which} < {STRIDE}"
                " ON CONFLICT DO NOTHING"
            ),
            {"times": times},
        )


@cache
def _of_cases() -> list[Table]:
    """Return every table whose rows belong to a case, those that others point at first."""
    found = {"cases"}
    tables = all_tables().sorted_tables
    while more := {
        table.name
        for table in tables
        if table.name not in found and any(key.column.table.name in found for key in table.foreign_keys)
    }:
        found |= more
    return [table for table in tables if table.name in found]


def _value(table: Table, column: Column[object]) -> str:
    name = f"{table.name}.{column.name}"
    if _is_moved(column):
        return f"{name} + copy.n * {STRIDE}"
    if isinstance(column.type, String) and _is_unique(table, column):
        return f"{name} || '-' || copy.n"
    return name


def _is_moved(column: Column[object]) -> bool:
    """Say whether ``column`` names a copied row: its own, or one it belongs to."""
    of_case = {each.name for each in _of_cases()}
    return column.name == "id" or any(key.column.table.name in of_case for key in column.foreign_keys)


def _is_unique(table: Table, column: Column[object]) -> bool:
    keys = [list(each.columns) for each in table.constraints if isinstance(each, UniqueConstraint)]
    keys += [list(index.columns) for index in table.indexes if index.unique]
    return any([each.name for each in key] == [column.name] for key in keys)
