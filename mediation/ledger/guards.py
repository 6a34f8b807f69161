"""What the database itself does for the ledger: refuse to change or remove a line, and keep its head.

The statements are here once, for fresh schemas and for migrations alike.
"""

from sqlalchemy import DDL, Connection, Table, event

SQLITE = (
    """
    CREATE TRIGGER ledger_lines_keep_update BEFORE UPDATE ON ledger_lines
    BEGIN SELECT RAISE(ABORT, 'ledger lines are never changed'); END
    """,
    """
    CREATE TRIGGER ledger_lines_keep_delete BEFORE DELETE ON ledger_lines
    BEGIN SELECT RAISE(ABORT, 'ledger lines are never removed'); END
    """,
)
POSTGRESQL = (
    """
    CREATE OR REPLACE FUNCTION ledger_lines_keep() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'ledger lines are never changed or removed'; END $$
    """,
    """
    CREATE TRIGGER ledger_lines_keep_rows BEFORE UPDATE OR DELETE ON ledger_lines
    FOR EACH ROW EXECUTE FUNCTION ledger_lines_keep()
    """,
    """
    CREATE TRIGGER ledger_lines_keep_table BEFORE TRUNCATE ON ledger_lines
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_lines_keep()
    """,
)
HEADS = {
    "sqlite": (
        """
        CREATE TRIGGER ledger_heads_follow AFTER INSERT ON ledger_lines
        BEGIN
          INSERT INTO ledger_heads (case_id, seq, hash) VALUES (NEW.case_id, NEW.seq, NEW.hash)
          ON CONFLICT (case_id) DO UPDATE SET seq = excluded.seq, hash = excluded.hash;
        END
        """,
    ),
    "postgresql": (
        """
        CREATE OR REPLACE FUNCTION ledger_heads_follow() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          INSERT INTO ledger_heads (case_id, seq, hash) VALUES (NEW.case_id, NEW.seq, NEW.hash)
          ON CONFLICT (case_id) DO UPDATE SET seq = excluded.seq, hash = excluded.hash;
          RETURN NULL;
        END $$
        """,
        """
        CREATE TRIGGER ledger_heads_follow AFTER INSERT ON ledger_lines
        FOR EACH ROW EXECUTE FUNCTION ledger_heads_follow()
        """,
    ),
}
LIFT = {
    "sqlite": ("DROP TRIGGER ledger_lines_keep_update", "DROP TRIGGER ledger_lines_keep_delete"),
    "postgresql": (
        "DROP TRIGGER ledger_lines_keep_rows ON ledger_lines",
        "DROP TRIGGER ledger_lines_keep_table ON ledger_lines",
        "DROP FUNCTION ledger_lines_keep()",
    ),
}
STATEMENTS = {"sqlite": SQLITE, "postgresql": POSTGRESQL}


def follow(connection: Connection) -> None:
    """Create the trigger that keeps the heads; a migration calls it after creating both tables."""
    for statement in HEADS[connection.dialect.name]:
        connection.exec_driver_sql(statement)


def put_up(connection: Connection) -> None:
    """Create the triggers; a migration calls it after creating the table."""
    for statement in STATEMENTS[connection.dialect.name]:
        connection.exec_driver_sql(statement)


def take_down(connection: Connection) -> None:
    """Drop the triggers; a migration calls it before dropping the table."""
    for statement in LIFT[connection.dialect.name]:
        connection.exec_driver_sql(statement)


def guard(table: Table) -> None:
    """Create the triggers whenever ``table`` is created from the metadata."""
    for dialect, statements in STATEMENTS.items():
        for statement in (*statements, *HEADS[dialect]):
            event.listen(table, "after_create", DDL(statement).execute_if(dialect=dialect))
