"""Late work: calendar changes, instructions with answers, listings by hand, parked steps, heartbeats, returns."""

import sqlalchemy as sa
from alembic import op
from mediation.kernel.columns import BIG_JSON
from mediation.kernel.columns import Moment

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None

# Of the columns that SQLite takes only as plain SQL.
COMMENTS = {
    'clocks.recount_id': 'change of the calendar it is still to be counted anew for',
    'units.merged_into_id': 'unit it became part of; from then on it lies below that one',
}


def upgrade() -> None:
    _clocks()
    _processes()
    _oversight()
    _others()
    if op.get_bind().dialect.name == 'postgresql':
        for column, comment in COMMENTS.items():
            op.execute(f"COMMENT ON COLUMN {column} IS '{comment}'")


def _clocks() -> None:
    op.create_table('calendar_changes',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=12), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('days', BIG_JSON, nullable=False, comment='day, works, name, kind now and was: the same before; null: as published'),
    sa.Column('reason', sa.String(length=200), nullable=False, comment='why, or the notice it is taken from'),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('by_post', sa.String(length=200), nullable=False),
    sa.Column('at', Moment(), nullable=False),
    sa.Column('touched', sa.Integer(), nullable=False, comment='clocks to be counted anew'),
    sa.Column('counted', sa.Integer(), nullable=False, comment='of them counted so far'),
    sa.Column('moved', sa.Integer(), nullable=False, comment='of them with another end now'),
    sa.Column('failed', sa.Integer(), nullable=False, comment='of them parked with an error'),
    sa.Column('state', sa.String(length=8), nullable=False),
    sa.Column('finished_at', Moment(), nullable=True),
    sa.CheckConstraint("(state = 'done') = (finished_at IS NOT NULL)", name=op.f('ck_calendar_changes_done_at_a_moment')),
    sa.CheckConstraint("kind IN ('set_day', 'forget_day', 'publish_year')", name=op.f('ck_calendar_changes_known_kind')),
    sa.CheckConstraint("state IN ('waiting', 'running', 'done')", name=op.f('ck_calendar_changes_known_state')),
    sa.ForeignKeyConstraint(['by_id'], ['persons.id'], name=op.f('fk_calendar_changes_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_calendar_changes'))
    )
    op.create_index('ix_calendar_changes_at', 'calendar_changes', ['at'], unique=False)
    op.add_column('calendar_days', sa.Column('kind', sa.String(length=10), server_default='county', nullable=False, comment='holiday, makeup, county, disaster'))
    op.add_column('clocks', sa.Column('paused_at', Moment(), nullable=True, comment='since when it stands still'))
    op.add_column('clocks', sa.Column('pause_told_on', sa.Date(), nullable=True, comment='day on which a long pause was last told'))
    op.execute('ALTER TABLE clocks ADD COLUMN recount_id INTEGER CONSTRAINT fk_clocks_recount_id REFERENCES calendar_changes (id)')
    op.execute(
        "UPDATE clocks SET paused_at = (SELECT max(at) FROM clock_entries WHERE clock_id = clocks.id"
        " AND clock_entries.kind = 'paused') WHERE state = 'paused'"
    )
    _partial('ix_clocks_live', 'clocks', ['case_id'], "scope <> 'item' AND state <> 'stopped'")
    _partial('ix_clocks_paused', 'clocks', ['paused_at', 'id'], "state = 'paused'")
    _partial('ix_clocks_recount_id', 'clocks', ['recount_id', 'id'], 'recount_id IS NOT NULL')


def _processes() -> None:
    op.add_column('process_instances', sa.Column('trail', BIG_JSON, server_default='{}', nullable=False, comment='process/sequence flow -> how often a token took it'))
    op.create_table('parked_steps',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('instance_id', sa.Integer(), nullable=False),
    sa.Column('task_ref', sa.String(length=40), nullable=False, comment="the engine's id of the task"),
    sa.Column('process', sa.String(length=60), nullable=False),
    sa.Column('element', sa.String(length=80), nullable=False),
    sa.Column('label', sa.String(length=120), nullable=False),
    sa.Column('step', sa.String(length=80), nullable=False, comment='operation that failed'),
    sa.Column('failures', sa.Integer(), nullable=False),
    sa.Column('failure', sa.String(length=500), nullable=False, comment='what went wrong, for the administrator'),
    sa.Column('parked_at', Moment(), nullable=False),
    sa.Column('failed_at', Moment(), nullable=False, comment='last time it failed'),
    sa.Column('resolved_at', Moment(), nullable=True),
    sa.Column('resolved_by', sa.Integer(), nullable=True),
    sa.Column('resolution', sa.String(length=8), nullable=True, comment='retried: it went through; gone: its token is not there any more'),
    sa.CheckConstraint('(resolved_at IS NULL) = (resolution IS NULL)', name=op.f('ck_parked_steps_resolved_somehow')),
    sa.CheckConstraint("resolution IN ('retried', 'gone')", name=op.f('ck_parked_steps_known_resolution')),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name=op.f('fk_parked_steps_case_id')),
    sa.ForeignKeyConstraint(['instance_id'], ['process_instances.id'], name=op.f('fk_parked_steps_instance_id')),
    sa.ForeignKeyConstraint(['resolved_by'], ['persons.id'], name=op.f('fk_parked_steps_resolved_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_parked_steps'))
    )
    op.create_index('ix_parked_steps_case_id', 'parked_steps', ['case_id'], unique=False)
    _partial('uq_parked_steps_task', 'parked_steps', ['instance_id', 'task_ref'], 'resolved_at IS NULL', unique=True)


def _oversight() -> None:
    op.add_column('oversight_cards', sa.Column('voided_at', Moment(), nullable=True, comment='it was given by a calendar that turned out otherwise: it counts for nobody'))
    op.add_column('oversight_cards', sa.Column('void_reason', sa.String(length=200), nullable=True))
    op.add_column('oversight_unreached', sa.Column('reason', sa.String(length=10), server_default='vacant', nullable=False, comment='vacant, no_channel'))
    _keep('oversight_instructions')
    _instructions()
    _put_back(
        'oversight_instructions',
        'id, case_id, clock_id, owner, owner_id, finish_by, instruction, given_by, given_post, given_at, answer, answered_at',
        {'state': "CASE WHEN answer IS NULL THEN 'open' ELSE 'closed' END", 'closed_at': 'answered_at'},
    )
    op.create_index('ix_oversight_instructions_case_id', 'oversight_instructions', ['case_id'], unique=False)
    op.create_index('ix_oversight_instructions_clock_id', 'oversight_instructions', ['clock_id'], unique=False)
    _partial('ix_oversight_instructions_owner_id', 'oversight_instructions', ['owner_id'], "state <> 'closed'")
    _partial('ix_oversight_instructions_unit_id', 'oversight_instructions', ['unit_id', 'finish_by'], "state <> 'closed'")
    _keep('oversight_listings')
    _listings()
    _put_back(
        'oversight_listings',
        'id, case_id, clock_id, unit_id, title, due_on, listed_at, closed_at',
        {'close_reason': "CASE WHEN closed_at IS NOT NULL THEN '已办结' END"},
    )
    op.create_index('ix_oversight_listings_case_id', 'oversight_listings', ['case_id'], unique=False)
    op.create_index('ix_oversight_listings_clock_id', 'oversight_listings', ['clock_id'], unique=False)
    _partial('ix_oversight_listings_unit_id', 'oversight_listings', ['unit_id', 'listed_at'], 'closed_at IS NULL')
    _partial('uq_oversight_listings_clock', 'oversight_listings', ['clock_id', 'unit_id'], 'closed_at IS NULL', unique=True)
    _partial('uq_oversight_listings_by_hand', 'oversight_listings', ['case_id', 'unit_id'], 'closed_at IS NULL AND clock_id IS NULL', unique=True)


def _keep(table: str) -> None:
    """Take the rows of a table aside and drop it: a column of it must no longer be filled."""
    op.execute(f'CREATE TEMPORARY TABLE kept_{table} AS SELECT * FROM {table}')
    op.drop_table(table)


def _put_back(table: str, columns: str, more: dict[str, str]) -> None:
    """Put the rows back, with what the new columns hold for them."""
    names = ', '.join([columns, *more])
    values = ', '.join([columns, *more.values()])
    op.execute(f'INSERT INTO {table} ({names}) SELECT {values} FROM kept_{table}')
    op.execute(f'DROP TABLE kept_{table}')
    if op.get_bind().dialect.name == 'postgresql':
        op.execute(f"SELECT setval('{table}_id_seq', (SELECT coalesce(max(id), 0) + 1 FROM {table}), false)")


def _partial(name: str, table: str, columns: list[str], where: str, unique: bool = False) -> None:
    op.create_index(name, table, columns, unique=unique, postgresql_where=sa.text(where), sqlite_where=sa.text(where))


def _instructions() -> None:
    op.create_table('oversight_instructions',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('number', sa.String(length=40), nullable=True, comment='e.g. 浏督〔2026〕000003号'),
    sa.Column('origin', sa.String(length=8), server_default='chain', nullable=False, comment='chain; board; returns: sent back too often'),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('clock_id', sa.Integer(), nullable=True, comment='null: about the case, whatever is late'),
    sa.Column('unit_id', sa.Integer(), nullable=True, comment='unit that has to answer; for the board'),
    sa.Column('owner', sa.String(length=120), nullable=False, comment='who finishes it, as written'),
    sa.Column('owner_id', sa.Integer(), nullable=True),
    sa.Column('finish_by', sa.Date(), nullable=False),
    sa.Column('instruction', sa.Text(), nullable=False),
    sa.Column('given_by', sa.Integer(), nullable=True),
    sa.Column('given_post', sa.String(length=200), nullable=False),
    sa.Column('given_at', Moment(), nullable=False),
    sa.Column('state', sa.String(length=8), server_default='open', nullable=False),
    sa.Column('answer', sa.Text(), nullable=True),
    sa.Column('answered_at', Moment(), nullable=True),
    sa.Column('answered_by', sa.Integer(), nullable=True),
    sa.Column('rejections', BIG_JSON, server_default='[]', nullable=False, comment='answers not enough: answer, remark, by_post, at'),
    sa.Column('closed_at', Moment(), nullable=True),
    sa.Column('closed_by', sa.Integer(), nullable=True),
    sa.Column('submission', sa.String(length=60), nullable=True, comment='token of the form, with the case where several were chosen'),
    sa.Column('row_version', sa.Integer(), server_default='1', nullable=False),
    sa.CheckConstraint('(answer IS NULL) = (answered_at IS NULL)', name=op.f('ck_oversight_instructions_answered_at_a_moment')),
    sa.CheckConstraint("(closed_at IS NULL) = (state <> 'closed')", name=op.f('ck_oversight_instructions_closed_at_a_moment')),
    sa.CheckConstraint("state IN ('open', 'answered', 'closed')", name=op.f('ck_oversight_instructions_known_state')),
    sa.CheckConstraint("origin IN ('chain', 'board', 'returns')", name=op.f('ck_oversight_instructions_known_origin')),
    sa.ForeignKeyConstraint(['answered_by'], ['persons.id'], name=op.f('fk_oversight_instructions_answered_by')),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name=op.f('fk_oversight_instructions_case_id')),
    sa.ForeignKeyConstraint(['clock_id'], ['clocks.id'], name=op.f('fk_oversight_instructions_clock_id')),
    sa.ForeignKeyConstraint(['closed_by'], ['persons.id'], name=op.f('fk_oversight_instructions_closed_by')),
    sa.ForeignKeyConstraint(['given_by'], ['persons.id'], name=op.f('fk_oversight_instructions_given_by')),
    sa.ForeignKeyConstraint(['owner_id'], ['persons.id'], name=op.f('fk_oversight_instructions_owner_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_oversight_instructions_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_oversight_instructions')),
    sa.UniqueConstraint('number', name=op.f('uq_oversight_instructions_number')),
    sa.UniqueConstraint('submission', name=op.f('uq_oversight_instructions_submission'))
    )


def _listings() -> None:
    op.create_table('oversight_listings',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('clock_id', sa.Integer(), nullable=True, comment='null: listed by hand, whatever is late'),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(length=120), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('reason', sa.String(length=200), server_default='', nullable=False),
    sa.Column('listed_at', Moment(), nullable=False),
    sa.Column('listed_by', sa.Integer(), nullable=True),
    sa.Column('closed_at', Moment(), nullable=True),
    sa.Column('closed_by', sa.Integer(), nullable=True),
    sa.Column('close_reason', sa.String(length=200), nullable=True),
    sa.CheckConstraint('(closed_at IS NULL) = (close_reason IS NULL)', name=op.f('ck_oversight_listings_closed_for_a_reason')),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name=op.f('fk_oversight_listings_case_id')),
    sa.ForeignKeyConstraint(['clock_id'], ['clocks.id'], name=op.f('fk_oversight_listings_clock_id')),
    sa.ForeignKeyConstraint(['closed_by'], ['persons.id'], name=op.f('fk_oversight_listings_closed_by')),
    sa.ForeignKeyConstraint(['listed_by'], ['persons.id'], name=op.f('fk_oversight_listings_listed_by')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_oversight_listings_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_oversight_listings'))
    )


def _others() -> None:
    op.create_table('heartbeats',
    sa.Column('scheduler', sa.String(length=60), nullable=False, comment='host, process and start'),
    sa.Column('job', sa.String(length=20), nullable=False, comment='sweep, send, search, tidy ...'),
    sa.Column('started_at', Moment(), nullable=False, comment='when this scheduler began'),
    sa.Column('begun_at', Moment(), nullable=False, comment='when its last run began'),
    sa.Column('ended_at', Moment(), nullable=True, comment='null while it runs'),
    sa.Column('failures', sa.Integer(), nullable=False, comment='runs that failed in a row'),
    sa.Column('failure', sa.String(length=500), nullable=True),
    sa.Column('held_since', Moment(), nullable=True, comment="it does nothing since then: the machine's clock jumped and nobody confirmed it"),
    sa.Column('figures', BIG_JSON, nullable=False, comment='what the last run did'),
    sa.PrimaryKeyConstraint('scheduler', 'job', name=op.f('pk_heartbeats'))
    )
    op.create_table('returns',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('unit_name', sa.String(length=200), nullable=False, comment='as it was called then'),
    sa.Column('period', sa.String(length=8), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=False, comment='last day of the period'),
    sa.Column('figures', BIG_JSON, nullable=False, comment='every number of the return'),
    sa.Column('corrections', BIG_JSON, nullable=False, comment='changes to earlier submitted returns that this one tells'),
    sa.Column('definitions', BIG_JSON, nullable=False, comment='how each number was defined then, with its basis'),
    sa.Column('remark', sa.Text(), nullable=False),
    sa.Column('submitted_at', Moment(), nullable=False),
    sa.Column('submitted_by', sa.Integer(), nullable=False),
    sa.Column('submitted_post', sa.String(length=200), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False, comment='SHA-256 of all of the above, as canonical JSON'),
    sa.CheckConstraint("period IN ('month', 'quarter')", name=op.f('ck_returns_known_period')),
    sa.ForeignKeyConstraint(['submitted_by'], ['persons.id'], name=op.f('fk_returns_submitted_by')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_returns_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_returns')),
    sa.UniqueConstraint('unit_id', 'period', 'starts_on', name=op.f('uq_returns_unit_id_period_starts_on'))
    )
    op.create_table('returned_cases',
    sa.Column('return_id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('counted', BIG_JSON, nullable=False, comment='figure -> value, and its groups'),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name=op.f('fk_returned_cases_case_id')),
    sa.ForeignKeyConstraint(['return_id'], ['returns.id'], name=op.f('fk_returned_cases_return_id')),
    sa.PrimaryKeyConstraint('return_id', 'case_id', name=op.f('pk_returned_cases'))
    )
    op.create_index('ix_returned_cases_case_id', 'returned_cases', ['case_id'], unique=False)
    op.execute('ALTER TABLE units ADD COLUMN merged_into_id INTEGER CONSTRAINT fk_units_merged_into_id REFERENCES units (id)')
    op.add_column('units', sa.Column('merged_at', Moment(), nullable=True))
