"""Search: what each case is found by, which cases' words are behind their ledger, whose cases are whose.

Every case there is waits to be read; the scheduler does it bit by bit, or `mediation search rebuild`.
"""

import sqlalchemy as sa
from alembic import op
from mediation.search.model import Tokens
from mediation.search.tables import put_up

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


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
    put_up(op.get_bind())
    op.execute("INSERT INTO search_waiting (case_id, seq) SELECT case_id, seq FROM ledger_heads")
