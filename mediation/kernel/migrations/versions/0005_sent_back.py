"""Work sent back: clocks that go on, papers that are void."""

import sqlalchemy as sa
from alembic import op
from mediation.kernel.columns import BIG_JSON
from mediation.kernel.columns import Moment

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None

KINDS = "kind IN ('paused', 'resumed', 'extended', 'recomputed', 'reminded', 'reached', 'reopened')"
COLUMNS = 'id, clock_id, kind, at, by_id, by_post, reason, evidence, consents, amount, unit, due_on'


def upgrade() -> None:
    op.add_column('process_instances', sa.Column('kept_clocks', BIG_JSON, server_default='{}', nullable=False, comment='process/element to be done anew -> its clock, and the clock of the work sent back'))
    op.add_column('papers', sa.Column('voided_at', Moment(), nullable=True, comment='what it ordered was taken back; it stays in the dossier'))
    if op.get_bind().dialect.name == 'sqlite':
        _copy_entries()
        return
    op.drop_constraint(op.f('ck_clock_entries_known_kind'), 'clock_entries', type_='check')
    op.create_check_constraint(op.f('ck_clock_entries_known_kind'), 'clock_entries', KINDS)


def _copy_entries() -> None:
    """SQLite cannot change a check. Nothing refers to this table, so it is written out anew by hand."""
    op.execute('ALTER TABLE clock_entries RENAME TO clock_entries_before')
    op.drop_index('ix_clock_entries_clock_id', table_name='clock_entries_before')
    op.create_table('clock_entries',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('clock_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=12), nullable=False),
    sa.Column('at', Moment(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('by_post', sa.String(length=200), nullable=False),
    sa.Column('reason', sa.String(length=120), nullable=False),
    sa.Column('evidence', sa.Text(), nullable=False, comment='paper or record it rests on'),
    sa.Column('consents', BIG_JSON, nullable=False, comment='who agreed: party_id, given_on, form, evidence'),
    sa.Column('amount', sa.String(length=32), nullable=True),
    sa.Column('unit', sa.String(length=16), nullable=True),
    sa.Column('due_on', sa.Date(), nullable=True, comment='last day in time after this entry'),
    sa.CheckConstraint("(kind = 'extended') = (amount IS NOT NULL)", name=op.f('ck_clock_entries_extended_by_something')),
    sa.CheckConstraint(KINDS, name=op.f('ck_clock_entries_known_kind')),
    sa.ForeignKeyConstraint(['by_id'], ['persons.id'], name=op.f('fk_clock_entries_by_id')),
    sa.ForeignKeyConstraint(['clock_id'], ['clocks.id'], name=op.f('fk_clock_entries_clock_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_clock_entries'))
    )
    op.execute(f'INSERT INTO clock_entries ({COLUMNS}) SELECT {COLUMNS} FROM clock_entries_before')
    op.drop_table('clock_entries_before')
    op.create_index('ix_clock_entries_clock_id', 'clock_entries', ['clock_id'], unique=False)
