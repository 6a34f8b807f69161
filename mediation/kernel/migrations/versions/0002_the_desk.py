"""The desk: moves of tasks, lists, drafts, comments, attachments, ways out for notices.

No table is copied: SQLite would lose its checks on the way.
"""

import sqlalchemy as sa
from alembic import op
from mediation.kernel.columns import BIG_JSON
from mediation.kernel.columns import Moment
from mediation.kernel.columns import Sealed

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None

# Of the columns that SQLite takes only as plain SQL.
COMMENTS = {
    "cases.longitude": "WGS 84",
    "work_items.parent_id": "会签: the task whose co-signer this row asks; no token waits for it",
    "work_items.delegated_by_id": "委派: whose it stays, and who gets it back from person_id",
}


def upgrade() -> None:
    op.create_table('channels',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=8), nullable=False, comment='email, or wecom: a 企业微信 group robot'),
    sa.Column('address', Sealed(), nullable=False, comment="e-mail address or the robot's URL with its key"),
    sa.Column('urgent', sa.Boolean(), nullable=False, comment='urgent notices at once'),
    sa.Column('digest', sa.Boolean(), nullable=False, comment="the morning's digest"),
    sa.Column('state', sa.String(length=4), nullable=False),
    sa.Column('failures', sa.Integer(), nullable=False, comment='in a row'),
    sa.Column('last_error', sa.Text(), nullable=True),
    sa.Column('last_ok_at', Moment(), nullable=True),
    sa.Column('dead_at', Moment(), nullable=True),
    sa.Column('made_at', Moment(), nullable=False),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.CheckConstraint("(state = 'dead') = (dead_at IS NOT NULL)", name=op.f('ck_channels_dead_since')),
    sa.CheckConstraint("kind IN ('email', 'wecom')", name=op.f('ck_channels_known_kind')),
    sa.CheckConstraint("state IN ('on', 'off', 'dead')", name=op.f('ck_channels_known_state')),
    sa.ForeignKeyConstraint(['person_id'], ['persons.id'], name=op.f('fk_channels_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_channels'))
    )
    op.create_index('ix_channels_person_id', 'channels', ['person_id'], unique=False)

    op.create_table('saved_lists',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('owner_id', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=True, comment='shared with those in post there; null: private'),
    sa.Column('name', sa.String(length=30), nullable=False),
    sa.Column('query', BIG_JSON, nullable=False, comment="what the list's address says, by key"),
    sa.Column('at', Moment(), nullable=False),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['owner_id'], ['persons.id'], name=op.f('fk_saved_lists_owner_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_saved_lists_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_saved_lists')),
    sa.UniqueConstraint('owner_id', 'name', name=op.f('uq_saved_lists_owner_id_name'))
    )
    op.create_index('ix_saved_lists_unit_id', 'saved_lists', ['unit_id'], unique=False)

    op.create_table('attachments',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('item_id', sa.Integer(), nullable=True, comment='the task it was attached at'),
    sa.Column('kind', sa.String(length=8), nullable=False),
    sa.Column('name', Sealed(), nullable=False, comment='file name without any path; may name a citizen'),
    sa.Column('media_type', sa.String(length=80), nullable=False, comment='as found in the bytes, never as claimed'),
    sa.Column('size', sa.Integer(), nullable=False, comment='bytes as kept'),
    sa.Column('width', sa.Integer(), nullable=True),
    sa.Column('height', sa.Integer(), nullable=True),
    sa.Column('sha256', sa.String(length=64), nullable=False, comment='of the bytes as kept'),
    sa.Column('by_id', sa.Integer(), nullable=False),
    sa.Column('by_post', sa.String(length=200), nullable=False),
    sa.Column('at', Moment(), nullable=False),
    sa.Column('submission', sa.String(length=40), nullable=True, comment='token of the form it came with'),
    sa.Column('place', sa.Integer(), nullable=False, comment='which file of that form'),
    sa.Column('removed_at', Moment(), nullable=True),
    sa.Column('removed_by', sa.Integer(), nullable=True),
    sa.Column('removed_reason', sa.String(length=200), nullable=True),
    sa.CheckConstraint("kind IN ('photo', 'voice', 'file')", name=op.f('ck_attachments_known_kind')),
    sa.CheckConstraint('(removed_at IS NULL) = (removed_by IS NULL)', name=op.f('ck_attachments_removed_by_somebody')),
    sa.ForeignKeyConstraint(['by_id'], ['persons.id'], name=op.f('fk_attachments_by_id')),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name=op.f('fk_attachments_case_id')),
    sa.ForeignKeyConstraint(['removed_by'], ['persons.id'], name=op.f('fk_attachments_removed_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_attachments')),
    sa.UniqueConstraint('submission', 'place', name=op.f('uq_attachments_submission_place'))
    )
    op.create_index('ix_attachments_case_id', 'attachments', ['case_id', 'id'], unique=False)

    op.create_table('comments',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('item_id', sa.Integer(), nullable=True, comment='the task it was written at'),
    sa.Column('by_id', sa.Integer(), nullable=False),
    sa.Column('by_post', sa.String(length=200), nullable=False),
    sa.Column('visibility', sa.String(length=10), nullable=False, comment='case: all who see the case; unit; mediators: who mediates it; self'),
    sa.Column('unit_id', sa.Integer(), nullable=True),
    sa.Column('text', Sealed(), nullable=True, comment='null once withdrawn'),
    sa.Column('submission', sa.String(length=40), nullable=True),
    sa.Column('at', Moment(), nullable=False),
    sa.Column('withdrawn_at', Moment(), nullable=True),
    sa.CheckConstraint("(visibility = 'unit') = (unit_id IS NOT NULL)", name=op.f('ck_comments_unit_named')),
    sa.CheckConstraint("visibility IN ('case', 'unit', 'mediators', 'self')", name=op.f('ck_comments_known_visibility')),
    sa.ForeignKeyConstraint(['by_id'], ['persons.id'], name=op.f('fk_comments_by_id')),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name=op.f('fk_comments_case_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_comments_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_comments')),
    sa.UniqueConstraint('submission', name=op.f('uq_comments_submission'))
    )
    op.create_index('ix_comments_case_id', 'comments', ['case_id', 'id'], unique=False)

    op.create_table('follows',
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('how', sa.String(length=8), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=False, comment='who copied them in, or themselves'),
    sa.Column('note', sa.String(length=200), nullable=False),
    sa.Column('since', Moment(), nullable=False),
    sa.Column('seen_at', Moment(), nullable=True),
    sa.CheckConstraint("how IN ('self', 'copied')", name=op.f('ck_follows_known_how')),
    sa.ForeignKeyConstraint(['by_id'], ['persons.id'], name=op.f('fk_follows_by_id')),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name=op.f('fk_follows_case_id')),
    sa.ForeignKeyConstraint(['person_id'], ['persons.id'], name=op.f('fk_follows_person_id')),
    sa.PrimaryKeyConstraint('case_id', 'person_id', name=op.f('pk_follows'))
    )
    op.create_index('ix_follows_person_id', 'follows', ['person_id', 'case_id'], unique=False)

    op.create_table('attachment_bodies',
    sa.Column('attachment_id', sa.Integer(), nullable=False),
    sa.Column('body', sa.LargeBinary(), nullable=False),
    sa.Column('thumb', sa.LargeBinary(), nullable=True, comment='a small picture of a photograph'),
    sa.ForeignKeyConstraint(['attachment_id'], ['attachments.id'], name=op.f('fk_attachment_bodies_attachment_id')),
    sa.PrimaryKeyConstraint('attachment_id', name=op.f('pk_attachment_bodies'))
    )
    op.create_table('deliveries',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('channel_id', sa.Integer(), nullable=False),
    sa.Column('notice_id', sa.Integer(), nullable=True),
    sa.Column('digest_on', sa.Date(), nullable=True, comment='day of the digest'),
    sa.Column('state', sa.String(length=8), nullable=False),
    sa.Column('tries', sa.Integer(), nullable=False),
    sa.Column('next_at', Moment(), nullable=False, comment='not before this moment'),
    sa.Column('begun_at', Moment(), nullable=True, comment='when the last try began'),
    sa.Column('sent_at', Moment(), nullable=True),
    sa.Column('error', sa.Text(), nullable=True),
    sa.CheckConstraint("state IN ('waiting', 'sending', 'sent', 'failed', 'unsure', 'skipped')", name=op.f('ck_deliveries_known_state')),
    sa.CheckConstraint('(notice_id IS NULL) <> (digest_on IS NULL)', name=op.f('ck_deliveries_notice_or_digest')),
    sa.ForeignKeyConstraint(['channel_id'], ['channels.id'], name=op.f('fk_deliveries_channel_id')),
    sa.ForeignKeyConstraint(['notice_id'], ['notices.id'], name=op.f('fk_deliveries_notice_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_deliveries')),
    sa.UniqueConstraint('channel_id', 'digest_on', name=op.f('uq_deliveries_channel_id_digest_on')),
    sa.UniqueConstraint('channel_id', 'notice_id', name=op.f('uq_deliveries_channel_id_notice_id'))
    )
    op.create_index('ix_deliveries_under_way', 'deliveries', ['id'], unique=False, postgresql_where=sa.text("state IN ('sending', 'unsure', 'failed')"), sqlite_where=sa.text("state IN ('sending', 'unsure', 'failed')"))
    op.create_index('ix_deliveries_waiting', 'deliveries', ['next_at', 'id'], unique=False, postgresql_where=sa.text("state = 'waiting'"), sqlite_where=sa.text("state = 'waiting'"))

    op.create_table('name_grams',
    sa.Column('gram', sa.String(length=16), nullable=False, comment='keyed hash, 16 hex digits'),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('party_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name=op.f('fk_name_grams_case_id')),
    sa.ForeignKeyConstraint(['party_id'], ['parties.id'], name=op.f('fk_name_grams_party_id')),
    sa.PrimaryKeyConstraint('gram', 'case_id', 'party_id', name=op.f('pk_name_grams'))
    )
    op.create_index('ix_name_grams_party_id', 'name_grams', ['party_id'], unique=False)

    op.create_table('drafts',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=80), nullable=False, comment='which form: task:12, report, act:7:withdraw'),
    sa.Column('case_id', sa.Integer(), nullable=True),
    sa.Column('item_id', sa.Integer(), nullable=True),
    sa.Column('title', sa.String(length=120), nullable=False, comment='what the form is called'),
    sa.Column('path', sa.String(length=200), nullable=False, comment='where the form is'),
    sa.Column('answers', Sealed(), nullable=False, comment='lists of texts by field, as a browser sends'),
    sa.Column('saved_at', Moment(), nullable=False),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name=op.f('fk_drafts_case_id')),
    sa.ForeignKeyConstraint(['item_id'], ['work_items.id'], name=op.f('fk_drafts_item_id')),
    sa.ForeignKeyConstraint(['person_id'], ['persons.id'], name=op.f('fk_drafts_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_drafts')),
    sa.UniqueConstraint('person_id', 'key', name=op.f('uq_drafts_person_id_key'))
    )
    op.create_index('ix_drafts_case_id', 'drafts', ['case_id'], unique=False)
    op.create_index('ix_drafts_item_id', 'drafts', ['item_id'], unique=False)

    op.create_table('nudges',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('item_id', sa.Integer(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=False),
    sa.Column('words', sa.String(length=200), nullable=False),
    sa.Column('at', Moment(), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['persons.id'], name=op.f('fk_nudges_by_id')),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name=op.f('fk_nudges_case_id')),
    sa.ForeignKeyConstraint(['item_id'], ['work_items.id'], name=op.f('fk_nudges_item_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_nudges'))
    )
    op.create_index('ix_nudges_by_id_at', 'nudges', ['by_id', 'at'], unique=False)
    op.create_index('ix_nudges_item_id_at', 'nudges', ['item_id', 'at'], unique=False)

    op.create_table('work_moves',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('item_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=12), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=False, comment='who moved it or asked'),
    sa.Column('by_post', sa.String(length=200), nullable=False),
    sa.Column('from_id', sa.Integer(), nullable=True, comment='who held it before'),
    sa.Column('to_id', sa.Integer(), nullable=True, comment='who got it or is asked'),
    sa.Column('to_item_id', sa.Integer(), nullable=True, comment="co-signer's row, or the task opened again"),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('at', Moment(), nullable=False),
    sa.Column('answered_at', Moment(), nullable=True),
    sa.Column('outcome', sa.String(length=12), nullable=True, comment='done, given_back, agreed, objected, dropped, taken_back'),
    sa.Column('remark', sa.Text(), nullable=False, comment='what was answered'),
    sa.CheckConstraint("kind IN ('handed_over', 'delegated', 'cosign', 'sent_back', 'taken_back')", name=op.f('ck_work_moves_known_kind')),
    sa.CheckConstraint('(answered_at IS NULL) = (outcome IS NULL)', name=op.f('ck_work_moves_answered_with_an_outcome')),
    sa.ForeignKeyConstraint(['by_id'], ['persons.id'], name=op.f('fk_work_moves_by_id')),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name=op.f('fk_work_moves_case_id')),
    sa.ForeignKeyConstraint(['from_id'], ['persons.id'], name=op.f('fk_work_moves_from_id')),
    sa.ForeignKeyConstraint(['item_id'], ['work_items.id'], name=op.f('fk_work_moves_item_id')),
    sa.ForeignKeyConstraint(['to_id'], ['persons.id'], name=op.f('fk_work_moves_to_id')),
    sa.ForeignKeyConstraint(['to_item_id'], ['work_items.id'], name=op.f('fk_work_moves_to_item_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_work_moves'))
    )
    op.create_index('ix_work_moves_case_id', 'work_moves', ['case_id'], unique=False)
    op.create_index('ix_work_moves_item_id', 'work_moves', ['item_id'], unique=False)
    op.create_index('ix_work_moves_waiting', 'work_moves', ['by_id'], unique=False, postgresql_where=sa.text('outcome IS NULL'), sqlite_where=sa.text('outcome IS NULL'))

    op.add_column('absences', sa.Column('reason', sa.String(length=60), server_default='', nullable=False))

    op.add_column('cases', sa.Column('place_key', sa.String(length=120), server_default='', nullable=False, comment='the place without blanks and signs, to find it again'))
    op.add_column('cases', sa.Column('plot', sa.String(length=60), nullable=True, comment='land in dispute: 宗地 or 地块 number or name'))
    op.add_column('cases', sa.Column('latitude', sa.Numeric(precision=8, scale=5), nullable=True, comment='WGS 84, where a phone said so'))
    op.execute(
        "ALTER TABLE cases ADD COLUMN longitude NUMERIC(8, 5)"
        " CONSTRAINT ck_cases_a_point_has_both CHECK ((latitude IS NULL) = (longitude IS NULL))"
    )
    op.create_index('ix_cases_place_key', 'cases', ['place_key'], unique=False)
    op.create_index('ix_cases_plot', 'cases', ['plot'], unique=False)

    op.add_column('notices', sa.Column('urgent', sa.Boolean(), server_default=sa.false(), nullable=False, comment="told at once, not with the morning's digest"))

    op.add_column('parties', sa.Column('nickname', Sealed(), nullable=True, comment='what the village calls them: 老三, 水生'))
    op.add_column('parties', sa.Column('phone_key', sa.String(length=64), nullable=True, comment='keyed hash of the telephone, to tell namesakes apart'))
    op.create_index('ix_parties_phone_key', 'parties', ['phone_key'], unique=False)

    op.add_column('persons', sa.Column('preferences', BIG_JSON, server_default='{}', nullable=False, comment='large: large type; after_task: list or next; shortcuts: keyboard on or off'))
    op.add_column('persons', sa.Column('session_mark', sa.Integer(), server_default='0', nullable=False, comment='counts password changes; visits begun under another end'))

    op.execute(
        "ALTER TABLE work_items ADD COLUMN parent_id INTEGER"
        " CONSTRAINT fk_work_items_parent_id REFERENCES work_items (id)"
    )
    op.add_column('work_items', sa.Column('cosigns_open', sa.Integer(), server_default='0', nullable=False, comment='co-signers still asked; it cannot be completed before they answered'))
    op.execute(
        "ALTER TABLE work_items ADD COLUMN delegated_by_id INTEGER"
        " CONSTRAINT fk_work_items_delegated_by_id REFERENCES persons (id)"
    )
    op.add_column('work_items', sa.Column('follow_up_on', sa.Date(), nullable=True, comment='when its holder wants to see it again; no clock knows of it'))
    op.add_column('work_items', sa.Column('risk_rank', sa.Integer(), server_default='2', nullable=False, comment='0 red, 1 orange, 2 yellow, as of its case'))
    op.add_column('work_items', sa.Column('kind', sa.String(length=24), server_default='', nullable=False, comment='kind of its case'))
    op.create_index('ix_work_items_parent_id', 'work_items', ['parent_id'], unique=False, postgresql_where=sa.text("state = 'open'"), sqlite_where=sa.text("state = 'open'"))
    op.create_index('ix_work_items_person_new', 'work_items', ['person_id', 'id'], unique=False, postgresql_where=sa.text("state = 'open'"), sqlite_where=sa.text("state = 'open'"))
    op.create_index('ix_work_items_person_risk', 'work_items', ['person_id', 'risk_rank', 'sort_at', 'id'], unique=False, postgresql_where=sa.text("state = 'open'"), sqlite_where=sa.text("state = 'open'"))
    op.create_index('ix_work_items_unit_role_new', 'work_items', ['unit_id', 'role', 'id'], unique=False, postgresql_where=sa.text("state = 'open'"), sqlite_where=sa.text("state = 'open'"))
    op.create_index('ix_work_items_unit_role_risk', 'work_items', ['unit_id', 'role', 'risk_rank', 'sort_at', 'id'], unique=False, postgresql_where=sa.text("state = 'open'"), sqlite_where=sa.text("state = 'open'"))
    op.execute(
        "UPDATE work_items SET kind = (SELECT kind FROM cases WHERE cases.id = work_items.case_id),"
        " risk_rank = (SELECT CASE risk WHEN 'red' THEN 0 WHEN 'orange' THEN 1 ELSE 2 END"
        " FROM cases WHERE cases.id = work_items.case_id)"
    )
    if op.get_bind().dialect.name == "postgresql":
        for column, comment in COMMENTS.items():
            op.execute(f"COMMENT ON COLUMN {column} IS '{comment}'")
