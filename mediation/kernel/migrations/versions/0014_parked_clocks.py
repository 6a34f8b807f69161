"""Clocks that could not be fired are counted off an index of their own."""

import sqlalchemy as sa
from alembic import op

revision = '0014'
down_revision = '0013'
branch_labels = None
depends_on = None

PARKED = sa.text("state = 'running' AND failures > 0")


def upgrade() -> None:
    op.create_index('ix_clocks_parked', 'clocks', ['failed_at', 'id'], unique=False, postgresql_where=PARKED, sqlite_where=PARKED)
