"""The chain of 督办 begins before the work is late, and lateness nobody explained shows."""

import sqlalchemy as sa
from alembic import op
from mediation.kernel.columns import Moment

revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('clocks', sa.Column('chain_since', Moment(), nullable=True, comment='when the process of its chain began for it: warned, or at once late'))
    op.add_column('oversight_cards', sa.Column('unexplained_at', Moment(), nullable=True, comment='red: the days for a reason ran out without one'))
    # Chains that were begun when the work was late already, on diagrams of before.
    op.execute("UPDATE clocks SET chain_since = reached_at WHERE reached_at IS NOT NULL AND chain <> ''")
