"""What the database itself does for search: SQLite's full-text index, and noting whose ledger went on.

The statements are here once, for fresh schemas and for migrations alike.
"""

from typing import Any

from sqlalchemy import Connection, MetaData, event

SQLITE = (
    """
    CREATE VIRTUAL TABLE search_index USING fts5 (
      words, content='search_texts', content_rowid='case_id', tokenize='ascii', detail='none'
    )
    """,
    """
    CREATE TRIGGER search_index_add AFTER INSERT ON search_texts
    BEGIN INSERT INTO search_index (rowid, words) VALUES (NEW.case_id, NEW.words); END
    """,
    """
    CREATE TRIGGER search_index_change AFTER UPDATE OF words ON search_texts
    BEGIN
      INSERT INTO search_index (search_index, rowid, words) VALUES ('delete', OLD.case_id, OLD.words);
      INSERT INTO search_index (rowid, words) VALUES (NEW.case_id, NEW.words);
    END
    """,
    """
    CREATE TRIGGER search_index_remove AFTER DELETE ON search_texts
    BEGIN INSERT INTO search_index (search_index, rowid, words) VALUES ('delete', OLD.case_id, OLD.words); END
    """,
    """
    CREATE TRIGGER search_waits AFTER INSERT ON ledger_lines
    BEGIN
      INSERT INTO search_waiting (case_id, seq) VALUES (NEW.case_id, NEW.seq)
      ON CONFLICT (case_id) DO UPDATE SET seq = excluded.seq;
    END
    """,
)
# Every reader would have to go through a list of what is pending, so nothing is left pending.
POSTGRESQL = (
    "CREATE INDEX search_index ON search_texts USING gin (words) WITH (fastupdate = off)",
    """
    CREATE OR REPLACE FUNCTION search_waits() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      INSERT INTO search_waiting (case_id, seq)
      SELECT case_id, max(seq) FROM added GROUP BY case_id ORDER BY case_id
      ON CONFLICT (case_id) DO UPDATE SET seq = excluded.seq;
      RETURN NULL;
    END $$
    """,
    """
    CREATE TRIGGER search_waits AFTER INSERT ON ledger_lines REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION search_waits()
    """,
)
STATEMENTS = {"sqlite": SQLITE, "postgresql": POSTGRESQL}


def put_up(connection: Connection) -> None:
    """Create index and triggers; a migration calls it after creating the tables."""
    for statement in STATEMENTS[connection.dialect.name]:
        connection.exec_driver_sql(statement)


def beside(metadata: MetaData) -> None:
    """Create index and triggers whenever all tables are created from ``metadata``."""

    @event.listens_for(metadata, "after_create")
    def _after_create(target: MetaData, connection: Connection, tables: Any = (), **_: Any) -> None:
        if "search_texts" in {table.name for table in tables or ()}:
            put_up(connection)
