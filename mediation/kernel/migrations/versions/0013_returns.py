"""Returns that nobody changes, counting by period, and where a unit lay before it came under another."""

import sqlalchemy as sa
from alembic import op
from mediation.kernel.columns import Moment
from mediation.statistics.guards import put_up

revision = '0013'
down_revision = '0012'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('units', sa.Column('former_path', sa.String(length=160), nullable=True, comment='path before it last came under another unit, with all its history'))
    op.add_column('units', sa.Column('joined_at', Moment(), nullable=True, comment='when it last came under another unit'))
    op.create_index('ix_cases_reported_at', 'cases', ['reported_at'], unique=False)
    op.create_index('ix_cases_closed_at', 'cases', ['closed_at'], unique=False)
    op.create_index('ix_attempts_accepted_at', 'attempts', ['accepted_at'], unique=False)
    op.create_index('ix_ratings_rated_on', 'ratings', ['rated_on'], unique=False)
    op.create_index('ix_promises_due_on', 'promises', ['due_on'], unique=False)
    where = sa.text("step = 'performance.visit'")
    op.create_index('ix_work_items_visits', 'work_items', ['due_on'], unique=False, sqlite_where=where, postgresql_where=where)
    put_up(op.get_bind())
