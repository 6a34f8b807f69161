"""Signs of life: how often a job runs, what counts as alive, how far the clock jumped and who confirmed it."""

import sqlalchemy as sa
from alembic import op
from mediation.kernel.columns import BIG_JSON, Moment

revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None


def upgrade() -> None:
    # What a scheduler wrote before it was stopped for this upgrade says nothing any more.
    op.drop_table('heartbeats')
    op.create_table('heartbeats',
    sa.Column('scheduler', sa.String(length=60), nullable=False, comment='host, process and start'),
    sa.Column('job', sa.String(length=20), nullable=False, comment='sweep, send, search, tidy ...'),
    sa.Column('every_seconds', sa.Integer(), nullable=False, comment='between the beginnings of two runs'),
    sa.Column('started_at', Moment(), nullable=False, comment='when this scheduler began'),
    sa.Column('begun_at', Moment(), nullable=False, comment='when its last run began'),
    sa.Column('ended_at', Moment(), nullable=True, comment='null while it runs'),
    sa.Column('seen_at', Moment(), nullable=False, comment='its first run, the progress of a run, or the good end of one: what counts as alive'),
    sa.Column('failures', sa.Integer(), nullable=False, comment='runs that failed in a row'),
    sa.Column('failure', sa.String(length=500), nullable=True),
    sa.Column('held_since', Moment(), nullable=True, comment="it does nothing since then: the machine's clock jumped and nobody confirmed it"),
    sa.Column('jump_seconds', sa.Integer(), nullable=False, comment="how far the machine's clock jumped when it was last held; negative: back"),
    sa.Column('behind_until', Moment(), nullable=True, comment='the clock went back from here and was not confirmed: what falls due may come late'),
    sa.Column('confirmed_at', Moment(), nullable=True, comment='when somebody confirmed the time'),
    sa.Column('confirmed_by', sa.String(length=120), nullable=True),
    sa.Column('figures', BIG_JSON, nullable=False, comment='what the last run did'),
    sa.PrimaryKeyConstraint('scheduler', 'job', name=op.f('pk_heartbeats'))
    )
