"""What a county's board reads of every clock that lives and of every red card of a year, off indexes alone."""

import sqlalchemy as sa
from alembic import op

revision = '0016'
down_revision = '0015'
branch_labels = None
depends_on = None

LIVE = sa.text("scope <> 'item' AND state <> 'stopped'")
RED = sa.text("kind = 'red' AND voided_at IS NULL")
DATES = ['due_at', 'due_on', 'provisional', 'state']


def upgrade() -> None:
    op.drop_index('ix_clocks_live', table_name='clocks')
    op.create_index('ix_clocks_live', 'clocks', ['case_id'], unique=False, postgresql_where=LIVE, sqlite_where=LIVE, postgresql_include=DATES)
    op.create_index('ix_oversight_cards_red_since', 'oversight_cards', ['since', 'case_id'], unique=False, postgresql_where=RED, sqlite_where=RED)
