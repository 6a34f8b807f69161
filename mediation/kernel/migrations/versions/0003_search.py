"""Search: what each case is found by, which cases' words are behind their ledger, whose cases are whose.

Every case there is waits to be read; the scheduler does it bit by bit, or `mediation search rebuild`.
"""

import sqlalchemy as sa
from alembic import op
from mediation.search.model import Tokens

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


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


def upgrade() -> None:
    op.create_table('search_texts',
    sa.Column('case_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('words', Tokens(), nullable=False),
    sa.Column('upto_seq', sa.Integer(), nullable=False, comment='last ledger line among the words'),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name=op.f('fk_search_texts_case_id')),
    sa.PrimaryKeyConstraint('case_id', name=op.f('pk_search_texts'))
    )
    op.create_table('search_waiting',
    sa.Column('case_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('seq', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name=op.f('fk_search_waiting_case_id')),
    sa.PrimaryKeyConstraint('case_id', name=op.f('pk_search_waiting'))
    )
    op.create_index('ix_cases_unit_id_id', 'cases', ['unit_id', 'id'], unique=False)
    op.create_index('ix_cases_red', 'cases', ['unit_id', 'id'], unique=False, postgresql_where=sa.text("risk = 'red'"), sqlite_where=sa.text("risk = 'red'"))
    op.create_index('ix_receipts_to_unit_id', 'receipts', ['to_unit_id'], unique=False)
    for statement in SQLITE if op.get_bind().dialect.name == "sqlite" else POSTGRESQL:
        op.get_bind().exec_driver_sql(statement)
    op.execute("INSERT INTO search_waiting (case_id, seq) SELECT case_id, seq FROM ledger_heads")
