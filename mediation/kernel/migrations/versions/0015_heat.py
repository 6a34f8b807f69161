"""What was done in a process in a period, and which processes began in it, for the heat map."""

import sqlalchemy as sa
from alembic import op

revision = '0015'
down_revision = '0014'
branch_labels = None
depends_on = None

DONE = sa.text("state = 'done' AND parent_id IS NULL")


def upgrade() -> None:
    op.create_index('ix_work_items_done', 'work_items', ['process', 'closed_at'], unique=False, postgresql_where=DONE, sqlite_where=DONE)
    op.create_index('ix_process_instances_process_started_at', 'process_instances', ['process', 'started_at'], unique=False)
