"""Acting on late work: instructions withdrawn or past their day, acts from the board, notices put together."""

import sqlalchemy as sa
from alembic import op
from mediation.kernel.columns import BIG_JSON
from mediation.kernel.columns import Moment

revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('oversight_instructions', sa.Column('withdrawn_reason', sa.String(length=500), nullable=True, comment='why it was withdrawn; null: it was not'))
    op.add_column('oversight_instructions', sa.Column('late_told_on', sa.Date(), nullable=True, comment='day on which it was told that its day has passed'))
    op.create_table('oversight_board_acts',
    sa.Column('submission', sa.String(length=40), nullable=False, comment='token of the form'),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=10), nullable=False, comment='instruct, reassign, list, delist'),
    sa.Column('by_id', sa.Integer(), nullable=False),
    sa.Column('said', BIG_JSON, nullable=False, comment='what was done, as a part of a sentence'),
    sa.Column('at', Moment(), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['persons.id'], name=op.f('fk_oversight_board_acts_by_id')),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name=op.f('fk_oversight_board_acts_case_id')),
    sa.PrimaryKeyConstraint('submission', 'case_id', name=op.f('pk_oversight_board_acts'))
    )
    op.add_column('deliveries', sa.Column('gathered', BIG_JSON, nullable=True, comment='ids of the notices put together in it, the first with them; null: one alone'))


def downgrade() -> None:
    op.drop_column('deliveries', 'gathered')
    op.drop_table('oversight_board_acts')
    op.drop_column('oversight_instructions', 'late_told_on')
    op.drop_column('oversight_instructions', 'withdrawn_reason')
