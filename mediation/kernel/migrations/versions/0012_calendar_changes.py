"""Changes of the calendar: what each moved, which takes back which; a voided red card makes room for another."""

import sqlalchemy as sa
from alembic import op

revision = '0012'
down_revision = '0011'
branch_labels = None
depends_on = None

# Of the columns that SQLite takes only as plain SQL, and of one whose words changed.
COMMENTS = {
    'clock_entries.change_id': 'recomputed: the change of the calendar it was for',
    'calendar_changes.undoes_id': 'the change it takes back',
    'clocks.wake_kind': 'alert, due',
}


def upgrade() -> None:
    op.add_column('clock_entries', sa.Column('was_due_on', sa.Date(), nullable=True, comment='recomputed: last day in time before it'))
    op.execute('ALTER TABLE clock_entries ADD COLUMN change_id INTEGER CONSTRAINT fk_clock_entries_change_id REFERENCES calendar_changes (id)')
    _partial('ix_clock_entries_change_id', 'clock_entries', ['change_id', 'id'], 'change_id IS NOT NULL')
    op.add_column('calendar_changes', sa.Column('righted', sa.Integer(), server_default='0', nullable=False, comment='of them taken for late before, and in time now'))
    op.execute('ALTER TABLE calendar_changes ADD COLUMN undoes_id INTEGER CONSTRAINT fk_calendar_changes_undoes_id REFERENCES calendar_changes (id)')
    op.create_index('uq_calendar_changes_undoes_id', 'calendar_changes', ['undoes_id'], unique=True)
    _partial('ix_clocks_due_on', 'clocks', ['due_on'], "state <> 'stopped' OR reached_at IS NOT NULL")
    # What was still waiting to be counted anew in the way of before waits in the new one.
    op.execute(
        "INSERT INTO calendar_changes (kind, year, days, reason, by_post, at, touched, counted, moved, failed, state)"
        " SELECT 'set_day', 2026, '[]', '升级前尚未算完的日历调整', '系统', max(wake_at), count(*), 0, 0, 0, 'waiting'"
        " FROM clocks WHERE wake_kind = 'recount' HAVING count(*) > 0"
    )
    op.execute(
        "UPDATE clocks SET wake_kind = 'due', wake_at = due_at, recount_id = (SELECT max(id) FROM calendar_changes)"
        " WHERE wake_kind = 'recount'"
    )
    op.drop_index('uq_cards_red', table_name='oversight_cards')
    _partial('uq_cards_red', 'oversight_cards', ['clock_id', 'item_id'], "kind = 'red' AND voided_at IS NULL", unique=True)
    if op.get_bind().dialect.name == 'postgresql':
        for column, comment in COMMENTS.items():
            op.execute(f"COMMENT ON COLUMN {column} IS '{comment}'")


def _partial(name: str, table: str, columns: list[str], which: str, unique: bool = False) -> None:
    where = sa.text(which)
    op.create_index(name, table, columns, unique=unique, postgresql_where=where, sqlite_where=where)
