"""Ways out for notices: who shares an address, one content to one address once."""

import sqlalchemy as sa
from alembic import op
from mediation.kernel.columns import Moment

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None

SHARED = 'when it was shared out among the channels of those who read it'
SAID = 'what the other side said, word for word'


def upgrade() -> None:
    op.add_column('channels', sa.Column('address_key', sa.String(length=64), server_default='', nullable=False, comment='finds those who share an address, unread'))
    op.add_column('channels', sa.Column('tested_at', Moment(), nullable=True, comment='when a test was last asked for'))
    moment = 'TIMESTAMP WITH TIME ZONE' if op.get_bind().dialect.name == 'postgresql' else 'DATETIME'
    op.execute(
        f"ALTER TABLE channels ADD COLUMN removed_at {moment}"
        " CONSTRAINT ck_channels_removed_is_off CHECK (removed_at IS NULL OR state = 'off')"
    )
    op.create_index('ix_channels_address_key', 'channels', ['address_key'], unique=False)

    op.add_column('deliveries', sa.Column('trouble', sa.String(length=12), nullable=True, comment='why it has not gone: down, busy, again, refused, rejected, expired, lost'))
    op.add_column('deliveries', sa.Column('made_at', Moment(), nullable=True, comment='when it was planned'))
    op.add_column('deliveries', sa.Column('address_key', sa.String(length=64), server_default='', nullable=False))
    op.add_column('deliveries', sa.Column('content_key', sa.String(length=64), server_default='', nullable=False, comment='one content goes to one address once'))
    op.create_index('uq_deliveries_address_content', 'deliveries', ['address_key', 'content_key'], unique=True)
    op.create_index('ix_deliveries_address_begun', 'deliveries', ['address_key', 'begun_at'], unique=False)
    if op.get_bind().dialect.name == 'postgresql':
        op.execute("COMMENT ON COLUMN channels.removed_at IS 'the address is gone from here too'")
        op.execute(f"COMMENT ON COLUMN notices.sent_at IS '{SHARED}'")
        op.execute(f"COMMENT ON COLUMN deliveries.error IS '{SAID}'")
