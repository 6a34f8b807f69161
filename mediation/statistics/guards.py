"""What the database itself does for submitted returns: refuse to change or remove them.

The statements are here once, for fresh schemas and for migrations alike.
"""

from collections.abc import Sequence

from sqlalchemy import DDL, Connection, Table, event

TABLES = ("returns", "returned_cases")


def _sqlite(table: str) -> Sequence[str]:
    return (
        f"""
        CREATE TRIGGER {table}_keep_update BEFORE UPDATE ON {table}
        BEGIN SELECT RAISE(ABORT, 'submitted returns are never changed'); END
        """,
        f"""
        CREATE TRIGGER {table}_keep_delete BEFORE DELETE ON {table}
        BEGIN SELECT RAISE(ABORT, 'submitted returns are never removed'); END
        """,
    )


def _postgresql(table: str) -> Sequence[str]:
    return (
        """
        CREATE OR REPLACE FUNCTION returns_keep() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION 'submitted returns are never changed or removed'; END $$
        """,
        f"""
        CREATE TRIGGER {table}_keep_rows BEFORE UPDATE OR DELETE ON {table}
        FOR EACH ROW EXECUTE FUNCTION returns_keep()
        """,
        f"""
        CREATE TRIGGER {table}_keep_table BEFORE TRUNCATE ON {table}
        FOR EACH STATEMENT EXECUTE FUNCTION returns_keep()
        """,
    )


STATEMENTS = {"sqlite": _sqlite, "postgresql": _postgresql}


def put_up(connection: Connection) -> None:
    """Create the triggers; a migration calls it after creating the tables."""
    for table in TABLES:
        for statement in STATEMENTS[connection.dialect.name](table):
            connection.exec_driver_sql(statement)


def guard(table: Table) -> None:
    """Create the triggers whenever ``table`` is created from the metadata."""
    for dialect, statements in STATEMENTS.items():
        for statement in statements(table.name):
            event.listen(table, "after_create", DDL(statement).execute_if(dialect=dialect))
